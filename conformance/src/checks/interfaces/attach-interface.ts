// Checks of `attachInterface`: the guest has the interface for good, once, or there is nothing of it.
import type { NetworkInterface } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectInterfaces } from "../steps/guest-devices.ts";
import { cutOff } from "../steps/guest.ts";
import { expectReleased, givenVisiblePorts } from "../steps/ports.ts";
import { expectPowerCycles } from "./power-cycles.ts";

const STATES = ["running", "paused", "shutdown"] as const;

function needsOf(state: (typeof STATES)[number]): Needs {
  return { capabilities: ["supportsDiagnostics", ...(state === "paused" ? ["supportsPause" as const] : [])] };
}

async function attachAll(
  t: CheckContext,
  target: TestInstance["target"],
  ports: readonly NetworkInterface[],
): Promise<void> {
  for (const port of ports) await t.driver.attachInterface({ ...target, interface: port });
}

async function restart(t: CheckContext, instance: TestInstance): Promise<void> {
  await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
  await t.given("powerOn", () => t.driver.powerOn(instance.target));
}

/** The checks of `attachInterface`. */
export const attachInterfaceChecks: readonly Check[] = [
  ...STATES.map((powerState): Check => ({
    id: `attachInterface/guest-gets-the-interface[from-${powerState}]`,
    requirement: "attachInterface/guest-gets-the-interface",
    title: `attachInterface() of ${powerState === "shutdown" ? "an instance that is off" : `a ${powerState} instance`} gives its guest the interface, over power cycles too`,
    needs: needsOf(powerState),
    run: async (t) => {
      const [first, added] = [t.networkInterface(), t.networkInterface()];
      const instance = await t.givenInstance({ powerState, devices: { networkInterfaces: [first] } });
      await t.driver.attachInterface({ ...instance.target, interface: added });
      if (powerState !== "shutdown") await expectInterfaces(t, instance, [first, added], "after attachInterface");
      await expectPowerCycles(t, instance, [first, added], "attachInterface");
    },
  })),
  {
    id: "attachInterface/failed-attach-leaves-nothing",
    requirement: "attachInterface/failed-attach-leaves-nothing",
    title: "attachInterface() that failed at any step leaves nothing in the guest or on the host, and can be repeated",
    needs: { simulation: true, capabilities: ["supportsDiagnostics"] },
    run: (t) =>
      sweepSteps(t, {
        operation: "attachInterface",
        prepare: async () => ({ instance: await t.givenInstance(), ports: await givenVisiblePorts(t, 1) }),
        call: ({ instance: { target }, ports }) => attachAll(t, target, ports),
        judge: async ({ error, step, prepared: { instance, ports } }) => {
          const when = `after attachInterface failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await expectInterfaces(t, instance, [], when);
          for (const port of ports) await expectReleased(t, port, when);
          await attachAll(t, instance.target, ports);
          await expectInterfaces(t, instance, ports, `${when} and was repeated`);
          await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
        },
      }),
  },
  {
    id: "attachInterface/repeated-attach-adds-no-second",
    requirement: "attachInterface/repeated-attach-adds-no-second",
    title:
      "attachInterface() of an interface that a running guest has succeeds, and the guest has it once, also after a reboot",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [given, added] = [t.networkInterface(), t.networkInterface()];
      const instance = await t.givenInstance({ devices: { networkInterfaces: [given] } });
      await t.given("attachInterface", () => t.driver.attachInterface({ ...instance.target, interface: added }));
      for (const known of [added, given]) await t.driver.attachInterface({ ...instance.target, interface: known });
      await expectInterfaces(t, instance, [given, added], "after attachInterface of what it has");
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      await expectInterfaces(t, instance, [given, added], "after attachInterface of what it has and a hard reboot");
    },
  },
  {
    id: "attachInterface/repeated-attach-adds-no-second[from-shutdown]",
    requirement: "attachInterface/repeated-attach-adds-no-second",
    title: "attachInterface() twice on an instance that is off gives its guest one interface",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const added = t.networkInterface();
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await t.given("attachInterface", () => t.driver.attachInterface({ ...instance.target, interface: added }));
      await t.driver.attachInterface({ ...instance.target, interface: added });
      await restart(t, instance);
      await expectInterfaces(t, instance, [added], "after attachInterface of what it has, and a start");
    },
  },
];
