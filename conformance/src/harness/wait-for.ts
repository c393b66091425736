// Waiting for something to become true, in whichever time the driver's guests live.
import { DriverError } from "@virt-driver-kit/spec";

import { abbreviate } from "./abbreviate.ts";
import { Violation } from "./violation.ts";

/** How time passes. */
export interface Passage {
  /** How long to let pass between two looks, in milliseconds. */
  readonly stepMs: number;
  /** Milliseconds that have passed so far, on any scale that only grows. */
  elapsedMs(): number;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
}

/** What is waited for. */
export interface Awaited<T> {
  /** The end of the sentence "Expected that ...". */
  readonly description: string;
  /** Answers `undefined` or `false` until it is true. A `DriverError` means "not yet". */
  readonly probe: () => T | Promise<T>;
  /** How long, in milliseconds of `passage`. */
  readonly withinMs: number;
  /** What to look at first if it never comes true. */
  readonly hint?: string | undefined;
}

/**
 * Looks again and again until something is true.
 *
 * @returns What the probe answered.
 * @throws Violation when the time is up, with what the probe saw last.
 * @throws whatever the probe throws, if it is not a `DriverError`.
 */
export async function waitFor<T>(awaited: Awaited<T>, passage: Passage): Promise<Exclude<T, undefined | false>> {
  const start = passage.elapsedMs();
  for (;;) {
    const seen = await look(awaited.probe);
    if (seen.found !== undefined) return seen.found;
    const left = awaited.withinMs - (passage.elapsedMs() - start);
    if (left <= 0) throw timeIsUp(awaited, seen.refusal);
    await passage.pass(Math.min(passage.stepMs, left));
  }
}

interface Look<T> {
  readonly found?: Exclude<T, undefined | false>;
  readonly refusal?: DriverError;
}

async function look<T>(probe: () => T | Promise<T>): Promise<Look<T>> {
  try {
    const answer = await probe();
    return answer === undefined || answer === false ? {} : { found: answer as Exclude<T, undefined | false> };
  } catch (error) {
    if (error instanceof DriverError) return { refusal: error };
    throw error;
  }
}

function timeIsUp<T>(awaited: Awaited<T>, refusal: DriverError | undefined): Violation {
  return new Violation(`Waited ${awaited.withinMs} ms in vain until ${awaited.description}`, {
    expected: awaited.description,
    got: refusal === undefined ? "it did not happen" : abbreviate(refusal),
    hint: awaited.hint,
  });
}
