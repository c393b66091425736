// Randomness that a seed decides, so that a run can be repeated.

/** A source of numbers that look random. */
export interface Random {
  /** A number from 0 up to but without 1. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** One element of a list that is not empty. */
  pick<T>(values: readonly T[]): T;
  /** A copy of a list, in another order. */
  shuffle<T>(values: readonly T[]): T[];
}

/**
 * Makes a source of numbers (mulberry32).
 *
 * @param seed - A whole number. The same seed gives the same numbers, on every machine.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    pick: (values) => {
      if (values.length === 0) throw new RangeError("Cannot pick from an empty list");
      return values[integer(0, values.length - 1)] as (typeof values)[number];
    },
    shuffle: (values) => {
      const shuffled = [...values];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = integer(0, i);
        [shuffled[i], shuffled[j]] = [shuffled[j] as never, shuffled[i] as never];
      }
      return shuffled;
    },
  };
}

/**
 * Derives a seed for one part of a run, so that what one part draws does not move the draws of another.
 *
 * @param seed - The run's seed.
 * @param part - The part's name, such as a check's id.
 */
export function seedFor(seed: number, part: string): number {
  let hash = (seed ^ 0x811c9dc5) | 0;
  for (const char of part) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
