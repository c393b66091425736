// triggerCrashDump: a non-maskable interrupt, of which the guest makes what it likes.
import type { Call, TriggerCrashDumpParams, TriggerCrashDumpResult } from "@virt-driver-kit/spec";

import type { QemuNode } from "../node/qemu-node.ts";
import { attempting, invalidState } from "./instance-operation.ts";

/** Interrupts a guest. See `ComputeDriver.triggerCrashDump`. */
export async function triggerCrashDump(
  node: QemuNode,
  { instanceUuid }: TriggerCrashDumpParams,
  call: Call,
): Promise<TriggerCrashDumpResult> {
  await node.find(instanceUuid, "interrupt");
  const powerState = await node.guests.powerState(instanceUuid);
  const guest = powerState === "running" ? await node.guests.get(instanceUuid) : undefined;
  if (guest === undefined) throw invalidState("interrupt", instanceUuid, powerState);
  await attempting(`interrupt instance "${instanceUuid}"`, "none", call, () => guest.interrupt());
  return {};
}
