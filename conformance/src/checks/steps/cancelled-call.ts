// A call that is broken off half way, on a simulator: the clock is held, moved to the moment wanted, and let go afterwards.
import type { DriverError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { durationOf } from "./guest-time.ts";
import { refusalOf } from "./refusal.ts";

/** A call that stays half way as long as the clock is held. */
export interface HeldCall {
  readonly refusal: Promise<DriverError | undefined>;
}

/** Makes a call and moves the held clock to a moment of it, in milliseconds from its beginning. */
export async function startHeld(t: CheckContext, atMs: number, call: () => Promise<unknown>): Promise<HeldCall> {
  await t.simulation.hold();
  const refusal = refusalOf(call());
  refusal.catch(() => undefined);
  await t.simulation.advance(Math.round(atMs));
  return { refusal };
}

/** A call that is told its identity. */
export type IdentifiedCall = (options: { readonly operationId: string }) => Promise<unknown>;

/** Makes a call, cancels it at a moment, and returns its refusal if it was refused. */
export async function cancelAt(t: CheckContext, atMs: number, call: IdentifiedCall): Promise<DriverError | undefined> {
  const operationId = t.uuid();
  const { refusal } = await startHeld(t, atMs, () => call({ operationId }));
  t.connection.cancelOperation(operationId);
  await t.simulation.release();
  return refusal;
}

/** The moments at which a call is cancelled, as parts of the time that it takes. */
const MOMENTS = [0, 0.25, 0.5, 0.75, 0.95];

/**
 * Cancels a call at several moments, and has each one judged that was refused for it.
 *
 * @param prepare - Makes what the call works on, before each try.
 * @throws NotApplicable if none was refused for it.
 */
export async function cancelAtEachMoment<T>(
  t: CheckContext,
  operation: string,
  prepare: () => Promise<T>,
  call: (prepared: T, options?: { readonly operationId: string }) => Promise<unknown>,
  judge: (prepared: T, refusal: DriverError) => Promise<void>,
): Promise<void> {
  const first = await prepare();
  const usualMs = await durationOf(t, () => t.given(operation, () => call(first)));
  let cancelled = 0;
  for (const moment of MOMENTS) {
    const prepared = await prepare();
    const refusal = await cancelAt(t, moment * usualMs, (options) => call(prepared, options));
    if (refusal?.code !== "OPERATION_CANCELLED") continue;
    cancelled += 1;
    await judge(prepared, refusal);
  }
  if (cancelled === 0) t.notApplicable(`No ${operation} answered OPERATION_CANCELLED`);
}
