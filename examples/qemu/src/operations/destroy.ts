// destroy: whatever is there of an instance goes, in an order that a second call can take up wherever the first one stopped.
import type { Call, DestroyParams, DestroyResult } from "@virt-driver-kit/spec";

import type { QemuNode } from "../node/qemu-node.ts";
import { attempting, causeOf } from "./instance-operation.ts";

/** Removes an instance. See `ComputeDriver.destroy`. */
export async function destroyInstance(node: QemuNode, params: DestroyParams, call: Call): Promise<DestroyResult> {
  const { instanceUuid, destroyDisks } = params;
  await node.check();
  await attempting(`destroy instance "${instanceUuid}"`, "partial", call, async () => {
    await node.guests.endProcess(instanceUuid);
    await node.store.remove(instanceUuid, !destroyDisks);
  });
  node.claims.release(instanceUuid);
  if (!node.instances.delete(instanceUuid)) return {};
  node.tell({ instanceUuid, transition: "destroyed", powerState: "absent", ...causeOf(call) });
  return {};
}
