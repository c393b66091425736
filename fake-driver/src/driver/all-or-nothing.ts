import type { UndoList } from "./undo-list.ts";
import { withEffect } from "./with-effect.ts";

/**
 * Carries out an operation that leaves nothing if it does not come to its end.
 *
 * @param undo - What `work` notes, to be taken back.
 * @returns What `work` returned.
 * @throws What `work` threw, with the effect that is left: `none`, or `partial` if something could not be taken back yet.
 */
export async function allOrNothing<T>(undo: UndoList, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw withEffect(thrown, undo.run() ? "none" : "partial");
  }
}
