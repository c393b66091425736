// Instances that their hypervisor has lost.
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectState } from "./power-state.ts";

/** Has the hypervisor lose an instance that is on, and nothing of what the host is connected to for it. Needs the fault `instanceLost`. */
export async function loseInstance(t: CheckContext, instance: Pick<TestInstance, "uuid">): Promise<void> {
  await t.fault({ kind: "instanceLost", instanceUuid: instance.uuid });
  await t.given("getInfo", () => expectState(t, instance.uuid, "absent", "after its hypervisor lost it"));
}
