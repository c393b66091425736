// pause and unpause.
import type { Call, PauseParams, PauseResult, UnpauseParams, UnpauseResult } from "@virt-driver-kit/spec";

import type { QemuNode } from "../node/qemu-node.ts";
import { attempting, causeOf, invalidState } from "./instance-operation.ts";

/** Stops a guest's execution. See `ComputeDriver.pause`. */
export async function pauseInstance(node: QemuNode, { instanceUuid }: PauseParams, call: Call): Promise<PauseResult> {
  await node.find(instanceUuid, "pause");
  const powerState = await node.guests.powerState(instanceUuid);
  if (powerState === "paused") return {};
  if (powerState !== "running") throw invalidState("pause", instanceUuid, powerState);
  await attempting(`pause instance "${instanceUuid}"`, "none", call, async () => {
    await (await node.guests.get(instanceUuid))?.stop();
  });
  node.tell({ instanceUuid, transition: "paused", powerState: "paused", ...causeOf(call) });
  return {};
}

/** Lets a paused guest go on. See `ComputeDriver.unpause`. */
export async function unpauseInstance(
  node: QemuNode,
  { instanceUuid }: UnpauseParams,
  call: Call,
): Promise<UnpauseResult> {
  await node.find(instanceUuid, "unpause");
  const powerState = await node.guests.powerState(instanceUuid);
  if (powerState === "running") return {};
  if (powerState !== "paused") throw invalidState("unpause", instanceUuid, powerState);
  await attempting(`unpause instance "${instanceUuid}"`, "none", call, async () => {
    await (await node.guests.get(instanceUuid))?.run();
  });
  node.tell({ instanceUuid, transition: "unpaused", powerState: "running", ...causeOf(call) });
  return {};
}
