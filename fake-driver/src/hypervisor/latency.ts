/**
 * How long a call to the simulated hypervisor takes, in virtual time.
 *
 * Each step has a usual duration; the seed and the number of the call spread it by a tenth to either side. A call's duration depends on
 * nothing else, so it is the same after a restart.
 */

import { type HypervisorStep, USUAL_STEP_MS } from "./steps.ts";

const SPREAD = 0.1;

/** Tells how long the call of that number takes, in milliseconds of virtual time. */
export type Latency = (step: HypervisorStep, callNumber: number) => number;

/**
 * Makes the durations of a hypervisor.
 *
 * @param seed - Any integer; the same seed gives the same durations.
 * @param scale - Multiplies all of them. However small it is, a step takes a millisecond, so that a held clock can catch it half way.
 * @param usual - Usual durations that differ from the common ones, in milliseconds.
 */
export function seededLatency(
  seed: number,
  scale: number,
  usual: Readonly<Partial<Record<HypervisorStep, number>>> = {},
): Latency {
  return (step, callNumber) => {
    const spread = 1 + SPREAD * (2 * fraction(seed, callNumber) - 1);
    return Math.max(1, Math.round((usual[step] ?? USUAL_STEP_MS[step]) * scale * spread));
  };
}

/** A number from 0 up to 1 that looks random and is decided by its inputs (the mixing steps of MurmurHash3). */
function fraction(seed: number, callNumber: number): number {
  let bits = Math.imul(seed ^ Math.imul(callNumber, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  return ((bits ^ (bits >>> 13)) >>> 0) / 2 ** 32;
}
