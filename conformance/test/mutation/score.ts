// The score: how many wrong drivers the kit finds, and which requirements find one by their own id.
import { readFileSync } from "node:fs";

import { specModel } from "@virt-driver-kit/spec";

import { allChecks } from "../../src/checks/index.ts";
import type { Sampling } from "./sample.ts";
import type { Hint } from "./try-site.ts";

/** How many were tried, and how many were found. */
export interface Tally {
  readonly tried: number;
  readonly killed: number;
}

/** The tally of a class of sites. */
export interface ClassTally extends Tally {
  /** All that the generator gives. */
  readonly sites: number;
  /** Those that a rule excludes. */
  readonly excluded: number;
}

/** The score that is kept in the repository. */
export interface Score {
  readonly sampling: Sampling;
  /** By class. */
  readonly generated: Readonly<Record<string, ClassTally>>;
  readonly handWritten: Tally;
  /** The bugs of real drivers. */
  readonly historical: Tally;
  readonly requirements: {
    /** Those that the kit checks. */
    readonly checked: number;
    /** Those of them that found a wrong driver by their own id. */
    readonly finding: number;
  };
  /** Of the sample: by site, what found it. */
  readonly killed: Readonly<Record<string, Hint>>;
}

/** What the sample must come to at least. */
export const LEAST_SHARE = 0.95;

/** Where the score is kept. */
export const SCORE: URL = new URL("score.json", import.meta.url);

/** Reads the score that is kept; undefined if there is none yet. */
export function keptScore(): Score | undefined {
  try {
    return JSON.parse(readFileSync(SCORE, "utf8")) as Score;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Adds tallies up. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  return { tried: sum(({ tried }) => tried), killed: sum(({ killed }) => killed) };
}

/** The part that was found, 0 to 1; 1 of nothing. */
export function shareOf({ tried, killed }: Tally): number {
  return tried === 0 ? 1 : killed / tried;
}

/** The requirements on drivers that the kit checks. */
export function checkedRequirements(): string[] {
  const checked = new Set<string>(allChecks.map(({ requirement }) => requirement));
  return Object.values(specModel.requirements)
    .filter(({ id, on }) => on === "driver" && checked.has(id))
    .map(({ id }) => id);
}
