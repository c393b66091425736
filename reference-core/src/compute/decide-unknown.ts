/**
 * What to conclude when the driver cannot say what became of a call, and its state has been read instead.
 *
 * Nothing is assumed: the reading alone decides whether the call has done its work, can be repeated, or has failed. Builds and removals
 * are decided in `build.ts` and `removal.ts`, since for them a failure has to be cleaned up.
 */
import type { PowerState } from "@virt-driver-kit/spec";
import type { Action } from "./actions.ts";

/** `done`: the instance is where the call leads. `repeat`: it is where the call begins. `failed`: it is elsewhere. */
export type UnknownDecision = "done" | "repeat" | "failed";

/**
 * Decides for one action.
 *
 * A reboot leads to where it begins, so for it the reading is not enough. If the driver has run without a break since the call was made and
 * has no record of it, the call never arrived and is repeated. After a restart of the driver it may have been carried out; a guest that
 * runs is then left alone, because one rebooted twice is rebooted once too often.
 *
 * @param action - What was asked.
 * @param powerState - What the driver reads now; `absent` if the hypervisor does not have the instance.
 * @param isSameRun - Whether the driver has not been restarted since the call was made.
 * @see Requirement `getOperation/unknown-means-read-the-state`
 * @see Nova nova/compute/manager.py _init_instance, _retry_reboot
 */
export function decideUnknown(action: Action, powerState: PowerState | "absent", isSameRun: boolean): UnknownDecision {
  if (powerState === "absent") return "failed";
  const neverArrived = action.operation === "reboot" && isSameRun;
  if (powerState === action.reaches && !neverArrived) return "done";
  return action.repeatableIn.includes(powerState) ? "repeat" : "failed";
}
