// Checks of the network interfaces of a guest that is started by a request which says nothing of them.
import type { Check } from "../../harness/check.ts";
import { expectInterfaces } from "../steps/guest-devices.ts";
import { expectTaken, givenVisiblePorts } from "../steps/ports.ts";
import { STARTS } from "../steps/starts.ts";

const HINT = "What the request leaves out stays as it was.";

/** The checks of interfaces that a start is not told of. */
export const interfacesKeptChecks: readonly Check[] = STARTS.flatMap(({ operation, from, call }): Check[] => [
  {
    id: `powerOn/interfaces-left-out-stay[${operation}]`,
    requirement: "powerOn/interfaces-left-out-stay",
    title: `${operation}() that says nothing of interfaces leaves the guest those that it has, whether or not it says something of devices`,
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const networkInterfaces = [t.networkInterface(), t.networkInterface()];
      for (const devices of [undefined, {}]) {
        const instance = await t.givenInstance({ powerState: from, devices: { networkInterfaces } });
        await call(t, instance, devices);
        await expectInterfaces(t, instance, networkInterfaces, `after ${operation} that said nothing of them`, HINT);
        await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
      }
    },
  },
  {
    id: `powerOn/interfaces-left-out-stay[${operation}-unplugged]`,
    requirement: "powerOn/interfaces-left-out-stay",
    title: `${operation}() that says nothing of interfaces plugs those that were unplugged on the host`,
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [port] = await givenVisiblePorts(t, 1);
      if (port === undefined) return;
      const instance = await t.givenInstance({ powerState: from, devices: { networkInterfaces: [port] } });
      const owner = { instanceUuid: instance.uuid, node: t.node.uuid };
      await t.given("unplugVifs", () => t.driver.unplugVifs({ ...owner, networkInterfaces: [port] }));
      await call(t, instance);
      const when = `after ${operation} of an instance whose interface had been unplugged`;
      await expectInterfaces(t, instance, [port], when, HINT);
      await expectTaken(t, port, when, "Plug what is not plugged before the guest starts.");
    },
  },
]);
