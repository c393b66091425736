// Checks of the network interfaces that a guest is given by the operation that builds or starts it.
import type { Check } from "../../harness/check.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectInterfaces, interfacesInGuest } from "../steps/guest-devices.ts";
import { expectReleased, givenVisiblePorts, newOwner, plug } from "../steps/ports.ts";
import { refusalOf } from "../steps/refusal.ts";
import { STARTS } from "../steps/starts.ts";

const HINT = "A list that is given is the whole truth: the guest has all of it, and nothing else.";

const whenStarted = STARTS.map(({ operation, from, call }): Check => ({
  id: `devices/guest-has-the-interfaces-given[${operation}]`,
  requirement: "devices/guest-has-the-interfaces-given",
  title: `${operation}() with another list of interfaces gives the guest just those, and with an empty one none`,
  needs: { capabilities: ["supportsDiagnostics"] },
  run: async (t) => {
    const [going, staying, added] = [t.networkInterface(), t.networkInterface(), t.networkInterface()];
    const devices = { networkInterfaces: [going, staying] };
    const instance = await t.givenInstance({ powerState: from, devices });
    await call(t, instance, { networkInterfaces: [staying, added] });
    await expectInterfaces(t, instance, [staying, added], `after ${operation} with another list`, HINT);
    await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
    await expectInterfaces(t, instance, [staying, added], `after ${operation} with another list, and a reboot`, HINT);
    const other = await t.givenInstance({ powerState: from, devices: { networkInterfaces: [t.networkInterface()] } });
    await call(t, other, { networkInterfaces: [] });
    await expectInterfaces(t, other, [], `after ${operation} with an empty list`, HINT);
  },
}));

const unbound: readonly Check[] = [
  {
    id: "devices/unbound-ports-are-bound[spawn]",
    requirement: "devices/unbound-ports-are-bound",
    title: "spawn() with an unbound port gives the guest an interface, and attachInterface() one more",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const port = (): ReturnType<typeof t.networkInterface> => t.networkInterface({ binding: { vifType: "unbound" } });
      const params = await t.newInstance({ devices: { networkInterfaces: [port()] } });
      await t.driver.spawn(params);
      const target = { instanceUuid: params.instance.uuid };
      const count = async (): Promise<number> => (await interfacesInGuest(t, { target })).length;
      t.expectEqual(await count(), 1, "number of interfaces of a guest that was given an unbound port");
      if (t.session.capabilities.supportsAttachInterface !== true) return;
      await t.driver.attachInterface({ ...target, interface: port() });
      t.expectEqual(await count(), 2, "number of interfaces of a guest that was given another unbound port");
    },
  },
  {
    id: "devices/unbound-ports-are-bound[failing-host]",
    requirement: "devices/unbound-ports-are-bound",
    title:
      "plugVifs() of an unbound port is not answered as done when the host failed at a step of it, and succeeds when repeated",
    needs: { simulation: true },
    run: async (t) => {
      for (let step = 1; ; step++) {
        const port = t.networkInterface({ binding: { vifType: "unbound" } });
        const owner = newOwner(t);
        await t.simulation.injectFault({ kind: "failStep", step });
        const refusal = await refusalOf(plug(t, owner, port));
        await t.simulation.clearFaults();
        if (refusal === undefined) {
          t.expectThat(step > 1, "plugVifs of an unbound port succeeded although the host failed at it");
          return;
        }
        t.expectEqual(refusal.code, "INTERFACE_PLUG_FAILED", "answer to plugVifs that the host failed at");
        await plug(t, owner, port);
      }
    },
  },
];

/** The checks of the network interfaces that a guest is given. */
export const interfacesGivenChecks: readonly Check[] = [
  {
    id: "devices/guest-has-the-interfaces-given[spawn]",
    requirement: "devices/guest-has-the-interfaces-given",
    title: "spawn() with interfaces gives the guest all of them with their addresses, and without gives it none",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const ports = [t.networkInterface(), t.networkInterface(), t.networkInterface()];
      for (const networkInterfaces of [ports, [], undefined]) {
        const params = await t.newInstance(networkInterfaces && { devices: { networkInterfaces } });
        await t.driver.spawn(params);
        const when = `after spawn with ${networkInterfaces?.length ?? "no list of"} interfaces`;
        await expectInterfaces(
          t,
          { target: { instanceUuid: params.instance.uuid } },
          networkInterfaces ?? [],
          when,
          HINT,
        );
      }
    },
  },
  ...whenStarted,
  {
    id: "devices/failed-build-unplugs",
    requirement: "devices/failed-build-unplugs",
    title: "spawn() that is refused for its image leaves no interface plugged",
    run: async (t) => {
      const ports = await givenVisiblePorts(t, 2);
      const params = await t.newInstance({ devices: { networkInterfaces: ports } });
      const { image } = params.instance;
      const bad = { ...image, id: t.uuid(), sha256: "0".repeat(64) };
      const refusal = await refusalOf(t.driver.spawn({ ...params, instance: { ...params.instance, image: bad } }));
      if (refusal === undefined) return t.given("spawn", async () => t.fail("spawn of a bad image succeeded"));
      for (const port of ports) await expectReleased(t, port, `after spawn answered ${refusal.code}`);
    },
  },
  {
    id: "devices/failed-build-unplugs[at-each-step]",
    requirement: "devices/failed-build-unplugs",
    title: "spawn() that failed at any step leaves no interface plugged",
    needs: { simulation: true },
    run: async (t) => {
      const ports = await givenVisiblePorts(t, 2);
      const params = await t.newInstance({ devices: { networkInterfaces: ports } });
      await sweepSteps(t, {
        operation: "spawn",
        prepare: async () => undefined,
        call: () => t.driver.spawn(params),
        judge: async ({ step }) => {
          for (const port of ports) {
            await expectReleased(t, port, `after spawn failed at its hypervisor call number ${step}`);
          }
        },
      });
    },
  },
  ...unbound,
];
