// Whether the destination of a move has or reaches local disks of the instance, by the call that an evacuation begins with.
import type { LiveMove } from "./live-move.ts";

/** What a check needs to find out. */
export const DISKS_THERE_CAPABILITY = "supportsEvacuate";

/**
 * Tells whether the destination reaches local disks of an instance. Blocks the check if it does not answer.
 *
 * @returns Undefined if its driver declares no such call.
 */
export async function hasDisksThere({ there, target }: LiveMove): Promise<boolean | undefined> {
  if (there.session.capabilities[DISKS_THERE_CAPABILITY] !== true) return undefined;
  return there.given("instanceOnDisk", async () => {
    return (await there.driver.instanceOnDisk({ ...target, node: there.node.uuid })).onDisk;
  });
}
