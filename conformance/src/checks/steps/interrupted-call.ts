// Calls in the middle of which the driver is killed, and started again. Many calls, each on an instance of its own, are in the middle at
// the same time, so that one death tries all of them: a restart is what takes longest.
import type { OperationName, SimulatedFault } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { NotApplicable } from "../../harness/not-applicable.ts";
import { durationOf, simulates } from "./guest-time.ts";
import { refusalOf } from "./refusal.ts";

/** The moments at which a call is cut short where its steps cannot be told apart, as parts of the time that it usually takes. */
const MOMENTS = [0.85, 0.5, 0.15];
/** More hypervisor calls than any operation makes. */
const MOST_STEPS = 25;
/** How many calls are in the middle at a time at most; they take room. */
const MOST_AT_ONCE = 24;
/** How much longer than usual a call may take that is to come to its next step. */
const SLACK = 2;
const AT_LEAST_MS = 1_000;

/** An operation that is cut short. */
export interface Interruptible {
  readonly operation: OperationName;
  /** Makes what a call works on, each time another. */
  readonly prepare: () => Promise<InterruptibleCall>;
}

/** One call of it. */
export interface InterruptibleCall {
  /** The instance that it works on. */
  readonly uuid: string;
  readonly call: () => Promise<unknown>;
  /** Judges what is there after the driver was started again. */
  readonly judge: (when: string) => Promise<void>;
}

/** A call that is in progress. */
interface Cut extends InterruptibleCall {
  /** The end of a sentence. */
  readonly when: string;
}

/**
 * Kills the driver in the middle of calls of some operations and starts it again: at each of their steps where a simulator can keep them
 * there, and else at several moments.
 *
 * @throws Blocked if a call does not succeed when nobody kills the driver, or the driver does not come back.
 */
export async function killDuring(t: CheckContext, operations: readonly Interruptible[]): Promise<void> {
  if (simulates(t)) letGoAtTheEnd(t);
  let cut: Cut[] = [];
  const killed = async (): Promise<void> => {
    const all = cut;
    cut = [];
    if (all.length > 0) await killAndJudge(t, all);
  };
  for (const subject of operations) {
    const usualMs = await usualDuration(t, subject);
    let steps = 0;
    for await (const one of simulates(t) ? atEachStep(t, subject, usualMs) : []) {
      steps = cut.push(one);
      if (cut.length === MOST_AT_ONCE) await killed();
    }
    if (steps > 0) continue;
    await killed();
    await killAndJudge(t, await atMoments(t, subject, usualMs));
  }
  await killed();
}

async function killAndJudge(t: CheckContext, cut: readonly Cut[]): Promise<void> {
  await t.restartDriver("kill");
  // The new process does not know of a hold.
  if (simulates(t)) await t.simulation.release();
  for (const { judge, when } of cut) await judge(when);
}

async function usualDuration(t: CheckContext, { operation, prepare }: Interruptible): Promise<number> {
  const { call } = await prepare();
  return durationOf(t, () => t.given(operation, call));
}

/** Keeps one call after the other at its first step, its second and so on, until one is through. None if the simulator cannot keep any. */
async function* atEachStep(t: CheckContext, subject: Interruptible, usualMs: number): AsyncGenerator<Cut> {
  for (let step = 1; step <= MOST_STEPS; step++) {
    const one = await another(subject, step > 1);
    if (one === undefined || !(await canHang(t, subject.operation, one.uuid, step))) return;
    const isOver = begin(one);
    await t.simulation.advance(SLACK * usualMs + AT_LEAST_MS);
    // What came of the advance in the driver has been read by the kit when a later call is answered.
    await t.given("probe", () => t.driver.probe({}));
    if (isOver()) return;
    yield { ...one, when: afterDeathIn(`${subject.operation}, at its hypervisor call number ${step},`) };
  }
}

/** Has calls that are kept from going on let go when the check ends, however it does. */
export function letGoAtTheEnd(t: CheckContext): void {
  t.onCleanup(() => t.simulation.clearFaults().catch(() => undefined));
}

/**
 * Has the hypervisor not come to the end of a step.
 *
 * @returns Whether the simulator can do that.
 */
export async function canHang(
  t: CheckContext,
  operation: OperationName,
  instanceUuid: string,
  step: number,
): Promise<boolean> {
  const trigger = { operation, instanceUuid, nth: step };
  const fault: SimulatedFault = { kind: "stepFault", trigger, action: "hang" };
  const refusal = await refusalOf(t.driver["simulation/injectFault"]({ fault }));
  if (refusal === undefined || refusal.code === "NOT_SUPPORTED") return refusal === undefined;
  return t.given("simulation/injectFault", () => Promise.reject(refusal));
}

/** Has calls in progress that were begun one after the other, so that each is at another moment. */
async function atMoments(t: CheckContext, subject: Interruptible, usualMs: number): Promise<Cut[]> {
  const cut: Cut[] = [];
  for (const _ of MOMENTS) {
    const one = await another(subject, cut.length > 0);
    if (one !== undefined) cut.push({ ...one, when: afterDeathIn(subject.operation) });
  }
  const moments = MOMENTS.slice(0, cut.length);
  if (simulates(t)) await t.simulation.hold();
  for (const [index, one] of cut.entries()) {
    begin(one);
    // The driver has read the call once it has answered a later one.
    await t.given("probe", () => t.driver.probe({}));
    await passTime(t, Math.round(usualMs * ((moments[index] ?? 0) - (moments[index + 1] ?? 0))));
  }
  return cut;
}

function afterDeathIn(what: string): string {
  return `after the driver was killed in the middle of ${what} and started again`;
}

/** Makes what one more call works on; nothing if the site has no room for it and there are some already. */
async function another({ prepare }: Interruptible, areSome: boolean): Promise<InterruptibleCall | undefined> {
  try {
    return await prepare();
  } catch (error) {
    if (error instanceof NotApplicable && areSome) return undefined;
    throw error;
  }
}

/** Makes a call whose answer nobody waits for. Gives the way to see whether it has come. */
function begin({ call }: InterruptibleCall): () => boolean {
  let isOver = false;
  call()
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
    });
  return () => isOver;
}

function passTime(t: CheckContext, durationMs: number): Promise<void> {
  return simulates(t) ? t.simulation.advance(durationMs) : t.elapse(durationMs);
}
