// Which checks a run runs, and in which order.
import type { Check } from "../harness/check.ts";
import { seededRandom } from "../harness/random.ts";
import { globs } from "./glob.ts";

/** A part of all checks: the `index`-th of `count` parts of about the same size. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number;
  /** How many parts there are. */
  readonly count: number;
}

/** What decides the selection. */
export interface Selection {
  /** Patterns of check or requirement ids; only what matches one runs. Empty for all. */
  readonly only: readonly string[];
  /** Patterns of what does not run. */
  readonly skip: readonly string[];
  /** The part to run; absent for all. */
  readonly shard?: Shard;
  /** How often to run each check. */
  readonly repeat: number;
  /** Decides the order. */
  readonly seed: number;
  /** The steps that checks of random sequences play instead of drawing some. */
  readonly sequence?: string;
}

/** One check, once. */
export interface SelectedCheck {
  readonly check: Check;
  /** From 1 to the selection's `repeat`. */
  readonly repetition: number;
}

/** Whether a selection leaves anything out, so that its outcome says nothing on conformance. */
export function isPartial(selection: Selection): boolean {
  const { only, skip, shard, sequence } = selection;
  return only.length > 0 || skip.length > 0 || (shard?.count ?? 1) > 1 || sequence !== undefined;
}

/**
 * Selects and orders checks.
 *
 * The parts of a sharded run are the same whatever the seed, and together they are all. Each repetition has an order of its own.
 */
export function selectChecks(checks: readonly Check[], selection: Selection): SelectedCheck[] {
  const only = selection.only.length > 0 ? globs(selection.only) : () => true;
  const skip = globs(selection.skip);
  const wanted = checks.filter((check) => matchesEither(check, only) && !matchesEither(check, skip));
  const part = shardOf(wanted, selection.shard);
  const random = seededRandom(selection.seed);
  return Array.from({ length: selection.repeat }, (_, round) =>
    random.shuffle(part).map((check) => ({ check, repetition: round + 1 })),
  ).flat();
}

function matchesEither(check: Check, matches: (id: string) => boolean): boolean {
  return matches(check.id) || matches(check.requirement);
}

function shardOf(checks: readonly Check[], shard: Shard | undefined): readonly Check[] {
  if (shard === undefined) return checks;
  const ordered = checks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return ordered.filter((_, position) => position % shard.count === shard.index - 1);
}
