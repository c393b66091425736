// Takes one instance through the states that it can be in, and calls operations on it in each.
import type { OperationModel } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../../harness/check-context.ts";
import { NotApplicable } from "../../../harness/not-applicable.ts";
import type { TestInstance } from "../../../harness/test-instance.ts";
import { cutOff } from "../guest.ts";
import { expectState, type SeenState, stateInGetInfo } from "../power-state.ts";
import type { CallIn, CallState, InstanceCall } from "./instance-call.ts";

/** A call that is ready to be made. */
export interface PreparedCall {
  readonly call: InstanceCall;
  readonly callIn: CallIn;
}

/**
 * Prepares calls on a running instance; those that the kit cannot make on this driver are left out.
 *
 * @throws NotApplicable with the reason of the first if it can make none.
 */
export async function prepareCalls(
  t: CheckContext,
  instance: TestInstance,
  calls: readonly InstanceCall[],
): Promise<readonly PreparedCall[]> {
  const prepared: PreparedCall[] = [];
  let reason: NotApplicable | undefined;
  for (const call of calls) {
    try {
      prepared.push({ call, callIn: await call.prepare(t, instance) });
    } catch (error) {
      if (!(error instanceof NotApplicable)) throw error;
      reason ??= error;
    }
  }
  if (prepared.length === 0 && reason !== undefined) throw reason;
  return prepared;
}

/** Whether the driver serves an operation. */
export function isServed({ session }: CheckContext, { capability }: OperationModel): boolean {
  return capability === undefined || (session.capabilities as Record<string, unknown>)[capability] === true;
}

/** The states that the kit can bring an instance of this driver to, the last of which is `absent`. */
export function statesOf({ session: { capabilities } }: CheckContext): readonly CallState[] {
  return [
    "running",
    ...(capabilities.supportsPause ? (["paused"] as const) : []),
    ...(capabilities.supportsSuspend ? (["suspended"] as const) : []),
    "shutdown",
    ...(capabilities.supportsSimulation ? (["crashed"] as const) : []),
    "absent",
  ];
}

/**
 * Brings an instance to a state from whichever it is in. Blocks the check if it does not get there.
 *
 * @returns The state that reads show: a guest that crashed may be told as `shutdown`.
 */
export async function bringTo(t: CheckContext, instance: TestInstance, wanted: CallState): Promise<CallState> {
  const present = await t.given("getInfo", () => stateInGetInfo(t, instance));
  if (present === wanted) return wanted;
  if (wanted === "absent") {
    await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: true }));
    return wanted;
  }
  if (wanted === "shutdown") await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
  else {
    await start(t, instance, present);
    if (wanted === "paused") await t.given("pause", () => t.driver.pause(instance.target));
    if (wanted === "suspended") await t.given("suspend", () => t.driver.suspend(instance.target));
    if (wanted === "crashed") await t.fault({ kind: "guestCrash", instanceUuid: instance.uuid });
  }
  const accepted: readonly SeenState[] = wanted === "crashed" ? ["crashed", "shutdown"] : [wanted];
  return t.given("getInfo", async () => {
    await expectState(t, instance, accepted, `when it was to be ${wanted}`);
    return stateInGetInfo(t, instance);
  });
}

/** Has a guest run. */
async function start(t: CheckContext, { target, params }: TestInstance, present: SeenState): Promise<void> {
  if (present === "running") return;
  if (present === "paused") await t.given("unpause", () => t.driver.unpause(target));
  else if (present === "suspended") await t.given("resume", () => t.driver.resume(target));
  else if (present === "absent") await t.given("spawn", () => t.driver.spawn(params));
  else await t.given("powerOn", () => t.driver.powerOn(target));
}
