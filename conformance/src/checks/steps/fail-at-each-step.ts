// Failing an operation at its first hypervisor call, its second, and so on, until it is through.
import type { DriverError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { Change, PreparedChange } from "./change.ts";
import { refusalOf } from "./refusal.ts";

/** One failure of an operation. */
export interface StepFailure {
  /** What it answered. */
  readonly error: DriverError;
  /** Which of its hypervisor calls had failed, counted from 1. */
  readonly step: number;
}

/** An operation that is made to fail, and how its failures are judged. */
export interface Sweep<T> {
  readonly operation: string;
  /** Makes what the operation works on, before each try. */
  readonly prepare: () => Promise<T>;
  /** Calls it. */
  readonly call: (prepared: T) => Promise<unknown>;
  readonly judge: (failure: StepFailure & { readonly prepared: T }) => Promise<void>;
}

/** More hypervisor calls than any operation of a simulator makes. */
const MOST_STEPS = 50;

/**
 * Makes an operation fail at each of its steps in turn. Each hypervisor call fails once and works when it is made again.
 *
 * @throws Blocked if the driver does not offer the operation, or if the simulator lets it succeed although its first hypervisor call
 *   failed, or never lets it succeed.
 */
export async function sweepSteps<T>(t: CheckContext, { operation, prepare, call, judge }: Sweep<T>): Promise<void> {
  const blocked = (reason: string): Promise<never> => t.given("simulation/injectFault", async () => t.fail(reason));
  for (let step = 1; step <= MOST_STEPS; step++) {
    const prepared = await prepare();
    await t.simulation.injectFault({ kind: "failStep", step });
    const error = await refusalOf(call(prepared));
    await t.simulation.clearFaults();
    if (error === undefined && step > 1) return;
    // It did not come to a hypervisor call.
    if (error?.code === "NOT_SUPPORTED") return t.given(operation, () => Promise.reject(error));
    if (error === undefined) return blocked(`${operation} succeeded although its first hypervisor call failed`);
    await judge({ error, step, prepared });
  }
  return blocked(`${operation} still fails when its hypervisor call number ${MOST_STEPS} does`);
}

/**
 * Makes a change fail at each of its steps in turn, each time on an instance that no earlier failure has touched.
 *
 * @param judge - Judges each failure.
 * @throws Blocked as {@link sweepSteps} does.
 */
export async function failAtEachStep(
  t: CheckContext,
  { operation, prepare }: Change,
  judge: (failure: StepFailure & PreparedChange) => Promise<void>,
): Promise<void> {
  await sweepSteps(t, {
    operation,
    prepare: () => prepare(t),
    call: ({ call }) => call(),
    judge: async ({ prepared, ...failure }) => {
      await judge({ ...failure, ...prepared });
      await t.given("destroy", () => t.driver.destroy({ ...prepared.instance.target, destroyDisks: true }));
    },
  });
}
