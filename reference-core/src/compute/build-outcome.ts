/** What the end of a `spawn` makes of the instance. */
import type { DriverError } from "@virt-driver-kit/spec";
import type { OperationRecord } from "../persistence/operation-store.ts";
import { failAndRemove, failBuild } from "./build-failure.ts";
import { conclude } from "./compute-context.ts";
import type { ComputeContext } from "./compute-context.ts";
import type { MadeCall } from "./operation-runner.ts";
import { readInstance } from "./read-power-state.ts";
import type { Reading } from "./read-power-state.ts";

/**
 * Concludes a build. The instance's power state is read in every case but a failure, and never assumed.
 *
 * @returns `refused` if the node had no room and another may be tried; else `concluded`.
 * @throws SessionEndedError if this core is stopped or fenced first; the call's record is then still pending.
 * @see Requirements `getOperation/unknown-means-read-the-state`, `getInfo/answer-is-authoritative`
 */
export async function concludeSpawn(
  context: ComputeContext,
  { record, outcome }: MadeCall,
): Promise<"concluded" | "refused"> {
  if (outcome.kind === "failed") return concludeFailure(context, record, outcome.error);
  const reading = await readInstance(context, record.instanceUuid);
  const isBuilt = outcome.kind === "succeeded" ? reading !== "absent" : reading === "running";
  if (isBuilt && reading !== "absent") {
    becomeActive(context, record, reading);
  } else {
    const found = `the instance is ${reading}`;
    await failAndRemove(context, record, `The driver lost track of the build, and ${found}.`);
  }
  return "concluded";
}

/** An error with effect `none` has left nothing, by the driver's word. After any other the instance is removed. */
async function concludeFailure(
  context: ComputeContext,
  record: OperationRecord,
  error: DriverError,
): Promise<"concluded" | "refused"> {
  if (error.effect !== "none") {
    await failAndRemove(context, record, error.message);
    return "concluded";
  }
  if (error.recovery === "retry-elsewhere") {
    conclude(context, record, "failed", "spawning", { node: null });
    return "refused";
  }
  context.database.transaction(() => {
    context.operations.finish(record.operationId, "failed");
    failBuild(context, record.instanceUuid, error.message);
  });
  return "concluded";
}

function becomeActive(context: ComputeContext, record: OperationRecord, reading: Exclude<Reading, "absent">): void {
  conclude(context, record, "succeeded", "spawning", {
    vmState: "active",
    taskState: null,
    powerState: reading,
    progress: 100,
    launchedAtMs: context.clock.now(),
  });
}
