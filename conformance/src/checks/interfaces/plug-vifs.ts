// Checks of `plugVifs`: the host's side of each interface is there, before the guest and under it.
import type { Check } from "../../harness/check.ts";
import { expectInterfaces, givenHostdevInterfaces } from "../steps/guest-devices.ts";
import { expectUndisturbed, givenTickingGuest } from "../steps/guest.ts";
import { expectTaken, newOwner, plug } from "../steps/ports.ts";
import { refusalOf } from "../steps/refusal.ts";

/** The checks of `plugVifs`. */
export const plugVifsChecks: readonly Check[] = [
  {
    id: "plugVifs/plugs-every-interface[host-devices]",
    requirement: "plugVifs/plugs-every-interface",
    title: "plugVifs() of interfaces that are devices of the host keeps each of them from others",
    needs: { capabilities: ["supportsPciPassthrough"] },
    run: async (t) => {
      const ports = await givenHostdevInterfaces(t, 2);
      await plug(t, newOwner(t), ...ports);
      for (const port of ports)
        await expectTaken(t, port, "after plugVifs", "Plug all the interfaces of the request, and not the first only.");
    },
  },
  {
    id: "plugVifs/plugs-every-interface[failing-host]",
    requirement: "plugVifs/plugs-every-interface",
    title:
      "plugVifs() fails if the host fails at an interface, also beside others that are plugged, and succeeds when repeated",
    needs: { simulation: true },
    run: async (t) => {
      const owner = newOwner(t);
      const [first, second] = [1, 2].map(() => t.networkInterface({}, { hasHostSide: true }));
      if (first === undefined || second === undefined) return;
      for (const ports of [[first], [first, second]]) {
        await t.simulation.injectFault({ kind: "failStep", step: 1 });
        const refusal = await refusalOf(plug(t, owner, ...ports));
        await t.simulation.clearFaults();
        t.expectThat(refusal !== undefined, "plugVifs succeeded although the host failed to plug an interface", {
          expected: "INTERFACE_PLUG_FAILED",
          hint: "Look at each interface of the request, and make what is missing of it.",
        });
        t.expectEqual(refusal?.code, "INTERFACE_PLUG_FAILED", "answer to plugVifs that the host failed at");
        await plug(t, owner, ...ports);
      }
    },
  },
  {
    id: "plugVifs/plugs-every-interface[running-guest]",
    requirement: "plugVifs/plugs-every-interface",
    title: "plugVifs() of an interface of a running guest, as it is and as it was changed, leaves the guest connected",
    needs: { probeGuest: true, capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const port = t.networkInterface();
      const { instance, boot } = await givenTickingGuest(t, { devices: { networkInterfaces: [port] } });
      const owner = { instanceUuid: instance.uuid, node: t.node.uuid };
      for (const changed of [port, { ...port, mtu: 1_400 }]) {
        await t.driver.plugVifs({ ...owner, networkInterfaces: [changed] });
        await expectInterfaces(t, instance, [port], "after plugVifs", "Bring it up to date without unplugging it.");
      }
      await expectUndisturbed(t, instance, boot, "by plugVifs");
    },
  },
  {
    id: "plugVifs/works-before-spawn",
    requirement: "plugVifs/works-before-spawn",
    title: "plugVifs() for an instance that is not there yet succeeds, and so does spawn() with the same interfaces",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const ports = [t.networkInterface({}, { hasHostSide: true }), t.networkInterface()];
      const params = await t.newInstance({ devices: { networkInterfaces: ports } });
      const instanceUuid = params.instance.uuid;
      await plug(t, { instanceUuid, node: params.node }, ...ports);
      await t.driver.spawn(params);
      await expectInterfaces(t, { target: { instanceUuid } }, ports, "after spawn with interfaces that were plugged");
    },
  },
];
