// Instances that their hypervisor has lost, on a simulator.
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "./guest.ts";
import { expectState } from "./power-state.ts";

/** Has the hypervisor lose an instance, and nothing of what the host is connected to for it. */
export async function loseInstance(t: CheckContext, instance: TestInstance): Promise<void> {
  await t.simulation.injectFault({
    kind: "stepFault",
    trigger: { operation: "powerOff", step: "stopGuest", instanceUuid: instance.uuid },
    action: "also",
    deed: "forgetInstance",
  });
  await t.driver.powerOff(cutOff(instance)).catch(() => undefined);
  await t.simulation.clearFaults();
  await t.given("simulation/injectFault", () => expectState(t, instance, "absent", "after its hypervisor lost it"));
}
