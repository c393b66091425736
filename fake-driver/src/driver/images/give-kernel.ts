import type { Call, ImageMeta } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { DriverContext } from "../driver-context.ts";
import type { UndoList } from "../undo-list.ts";
import { fetchKernel } from "./fetch-image.ts";

/**
 * Has an instance boot with the kernel of its image from now on, or with what is on its disk if the image has none.
 *
 * @param undo - Is told how to take it back.
 * @throws As `fetchKernel` does; nothing has then been changed.
 * @see Requirements `placement/kernel-is-the-one-given`, `placement/kernel-is-checked`
 */
export async function giveKernel(
  context: DriverContext,
  step: StepContext,
  call: Call,
  record: InstanceRecord,
  image: ImageMeta,
  undo: UndoList,
): Promise<void> {
  const { hypervisor } = context;
  const before = record.kernel;
  const kernel = await fetchKernel(context, step, call, record.node, image);
  if (kernel === null && before === null) return;
  record.kernel = kernel;
  hypervisor.changed(record);
  undo.push(() =>
    hypervisor.undo("defineInstance", step, () => {
      record.kernel = before;
      hypervisor.changed(record);
    }),
  );
}
