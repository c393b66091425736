// Checks of `destroy` of an instance with network interfaces: none stays plugged, or all do.
import type { Check } from "../../harness/check.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectReleased, expectTaken, givenVisiblePorts } from "../steps/ports.ts";

/** The checks of what `destroy` makes of interfaces. */
export const destroyInterfacesChecks: readonly Check[] = [
  ...(["running", "shutdown"] as const).map((powerState): Check => ({
    id: `destroy/unplugs-interfaces[from-${powerState}]`,
    requirement: "destroy/unplugs-interfaces",
    title: `destroy() of an instance that is ${powerState} leaves none of its interfaces plugged`,
    run: async (t) => {
      const networkInterfaces = await givenVisiblePorts(t, 2);
      const { target } = await t.givenInstance({ powerState, devices: { networkInterfaces } });
      await t.driver.destroy({ ...target, destroyDisks: true });
      for (const port of networkInterfaces) await expectReleased(t, port, "after destroy");
    },
  })),
  {
    id: "destroy/unplugs-interfaces[kept]",
    requirement: "destroy/unplugs-interfaces",
    title: "destroy() with destroyVifs false leaves the interfaces plugged",
    run: async (t) => {
      const networkInterfaces = await givenVisiblePorts(t, 2);
      const { target, uuid, node } = await t.givenInstance({ devices: { networkInterfaces } });
      const owner = { instanceUuid: uuid, node: node.uuid };
      t.onCleanup(async () => void (await t.driver.unplugVifs({ ...owner, networkInterfaces }).catch(() => undefined)));
      await t.driver.destroy({ ...target, destroyDisks: true, destroyVifs: false });
      for (const port of networkInterfaces)
        await expectTaken(t, port, "after destroy with destroyVifs false", "They are in use elsewhere: leave them.");
    },
  },
  {
    id: "destroy/unplugs-interfaces[repeated]",
    requirement: "destroy/unplugs-interfaces",
    title: "destroy() that failed at any step and is repeated leaves none of the interfaces plugged",
    needs: { simulation: true },
    run: async (t) => {
      const networkInterfaces = await givenVisiblePorts(t, 2);
      const params = await t.newInstance({ devices: { networkInterfaces } });
      const target = { instanceUuid: params.instance.uuid, destroyDisks: true };
      await sweepSteps(t, {
        operation: "destroy",
        prepare: () => t.given("spawn", () => t.driver.spawn(params)),
        call: () => t.driver.destroy(target),
        judge: async ({ step }) => {
          await t.driver.destroy(target);
          for (const port of networkInterfaces) {
            await expectReleased(
              t,
              port,
              `after destroy failed at its hypervisor call number ${step} and was repeated`,
            );
          }
        },
      });
    },
  },
];
