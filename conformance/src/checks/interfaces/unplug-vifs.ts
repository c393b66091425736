// Checks of `unplugVifs`: nothing of what it is given is left on the host, and all else is.
import type { Check } from "../../harness/check.ts";
import { givenHostdevInterfaces } from "../steps/guest-devices.ts";
import { expectReleased, expectTaken, givenVisiblePorts, newOwner, plug } from "../steps/ports.ts";

/** The checks of `unplugVifs`. */
export const unplugVifsChecks: readonly Check[] = [
  {
    id: "unplugVifs/releases-the-host-side",
    requirement: "unplugVifs/releases-the-host-side",
    title: "unplugVifs() lets another instance plug the same ports",
    run: async (t) => {
      const networkInterfaces = await givenVisiblePorts(t, 2);
      const owner = newOwner(t);
      await t.given("plugVifs", () => plug(t, owner, ...networkInterfaces));
      await t.driver.unplugVifs({ ...owner, networkInterfaces });
      for (const port of networkInterfaces) await expectReleased(t, port, "after unplugVifs");
      await plug(t, owner, ...networkInterfaces);
    },
  },
  {
    id: "unplugVifs/releases-the-host-side[host-device]",
    requirement: "unplugVifs/releases-the-host-side",
    title: "unplugVifs() of an interface that is a device of the host gives the device back",
    needs: { capabilities: ["supportsPciPassthrough"] },
    run: async (t) => {
      const [port] = await givenHostdevInterfaces(t, 1);
      if (port === undefined) return;
      const owner = newOwner(t);
      await t.given("plugVifs", async () => {
        await plug(t, owner, port);
        await expectTaken(t, port, "after plugVifs");
      });
      await t.driver.unplugVifs({ ...owner, networkInterfaces: [port] });
      await expectReleased(t, port, "after unplugVifs");
    },
  },
  {
    id: "unplugVifs/what-is-not-plugged-succeeds",
    requirement: "unplugVifs/what-is-not-plugged-succeeds",
    title: "unplugVifs() succeeds for ports that were never plugged, twice, and past one that is gone already",
    run: async (t) => {
      const [never, gone, left] = await givenVisiblePorts(t, 3);
      if (never === undefined || gone === undefined || left === undefined) return;
      const owner = newOwner(t);
      await t.driver.unplugVifs({ ...owner, networkInterfaces: [never] });
      await t.given("plugVifs", () => plug(t, owner, gone, left));
      await t.driver.unplugVifs({ ...owner, networkInterfaces: [gone] });
      await t.driver.unplugVifs({ ...owner, networkInterfaces: [never, gone, left] });
      await expectReleased(t, left, "after unplugVifs together with ports that were not");
      await t.driver.unplugVifs({ ...owner, networkInterfaces: [never, gone, left] });
    },
  },
  {
    id: "unplugVifs/what-is-not-plugged-succeeds[instance-there]",
    requirement: "unplugVifs/what-is-not-plugged-succeeds",
    title: "unplugVifs() of a port that an instance does not have succeeds while it runs",
    run: async (t) => {
      const instance = await t.givenInstance();
      const owner = { instanceUuid: instance.uuid, node: t.node.uuid };
      const networkInterfaces = [t.networkInterface({}, { hasHostSide: true })];
      await t.driver.unplugVifs({ ...owner, networkInterfaces });
    },
  },
  {
    id: "unplugVifs/leaves-others-alone",
    requirement: "unplugVifs/leaves-others-alone",
    title: "unplugVifs() of one port leaves those of the same instance and of another plugged",
    run: async (t) => {
      const [going, staying, others] = await givenVisiblePorts(t, 3);
      if (going === undefined || staying === undefined || others === undefined) return;
      const owner = newOwner(t);
      await t.given("plugVifs", async () => {
        await plug(t, owner, going, staying);
        await plug(t, newOwner(t), others);
      });
      await t.driver.unplugVifs({ ...owner, networkInterfaces: [going] });
      const hint = "Take off the host what the request names, and leave the bridge that it was on.";
      await expectTaken(t, staying, "after unplugVifs of another port of its instance", hint);
      await expectTaken(t, others, "after unplugVifs of another instance's port", hint);
    },
  },
  {
    id: "unplugVifs/leaves-others-alone[guest]",
    requirement: "unplugVifs/leaves-others-alone",
    title: "unplugVifs() of one interface takes no other from a running guest",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [going, staying] = [t.networkInterface(), t.networkInterface()];
      const instance = await t.givenInstance({ devices: { networkInterfaces: [going, staying] } });
      await t.driver.unplugVifs({ instanceUuid: instance.uuid, node: t.node.uuid, networkInterfaces: [going] });
      const left = (await t.driver.getInstanceDiagnostics(instance.target)).diagnostics.interfaces;
      t.expectThat(
        left.some(({ macAddress }) => macAddress === staying.macAddress),
        "unplugVifs of one interface took another from the guest",
        { expected: staying.macAddress, got: left },
      );
    },
  },
];
