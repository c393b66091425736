// Tries a mutant: first with the checks that come to where it is wrong, the likeliest first, and if none says anything with the whole kit.
import { allChecks } from "../../src/checks/index.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import { type Baseline, type Candidates, candidatesIn } from "./baseline.ts";
import { brokenIn, runIn } from "./run-in.ts";
import type { MutationSite } from "./site.ts";
import { SILENCE_MS, SURROUNDINGS, type Surroundings } from "./surroundings.ts";
import type { Killed, MutantVerdict, Survived } from "./verdict.ts";

/** How long a mutant is tried, in real milliseconds. One that is not found by then has survived. */
const LIMIT_MS = 180_000;

/** Where and by what a mutant was found the last time. */
export interface Hint {
  readonly where: string;
  readonly by: string;
}

/** How far the search for a check goes that finds a mutant. */
export interface Thoroughness {
  /** How many of the checks that come to it are tried, in each surroundings. */
  readonly most: number;
  /** Whether the whole kit follows. */
  readonly whole: boolean;
}

const THOROUGH: Thoroughness = { most: Infinity, whole: true };

/** A kind of site with what is known of right drivers there. */
interface Place {
  readonly surroundings: Surroundings;
  readonly baseline: Baseline;
  readonly candidates: Candidates;
}

function survived(candidates: number, trouble: string | undefined): Survived {
  return { isKilled: false, candidates, ...(trouble !== undefined && { trouble }) };
}

/** Tries mutants. */
export class Trials {
  readonly #thoroughness: Thoroughness;
  readonly #places: readonly Place[];
  readonly #checks = new Map(allChecks.map((check) => [check.id, check]));

  constructor(baselines: readonly Baseline[], thoroughness: Thoroughness = THOROUGH) {
    this.#thoroughness = thoroughness;
    this.#places = baselines.flatMap((baseline) => {
      const surroundings = SURROUNDINGS.find(({ name }) => name === baseline.surroundings);
      return surroundings === undefined
        ? []
        : [{ surroundings, baseline, candidates: candidatesIn(surroundings, baselines) }];
    });
  }

  /** Tries a mutant. */
  async try(site: MutationSite, hint?: Hint): Promise<MutantVerdict> {
    const deadline = performance.now() + LIMIT_MS;
    let candidates = 0;
    let trouble: string | undefined;
    for (const place of this.#places) {
      if (!place.surroundings.takes(site.mutation)) continue;
      const tried = await this.#tryIn(place, site, hint, deadline);
      if (tried.isKilled) return tried;
      candidates += tried.candidates;
      trouble ??= tried.trouble;
    }
    const whole = candidates === 0 || !this.#thoroughness.whole ? undefined : await this.#runAll(site, deadline);
    if (whole !== undefined) return whole;
    if (performance.now() > deadline) trouble ??= "the time was up";
    return survived(candidates, trouble);
  }

  async #tryIn(
    { surroundings, candidates }: Place,
    site: MutationSite,
    hint: Hint | undefined,
    deadline: number,
  ): Promise<MutantVerdict> {
    const found = candidates(site).map(({ id }) => id);
    const hinted = hint?.where === surroundings.name ? found.filter((id) => id === hint.by) : [];
    const ids = [...new Set([...hinted, ...found])].slice(0, this.#thoroughness.most);
    const result = await this.#run(surroundings, site, ids, deadline);
    const killed = result && killedBy(result, surroundings);
    return killed ?? survived(found.length, result && troubleIn(result));
  }

  /** A defect may show in a check that does not come to it: by what earlier ones have left behind. */
  async #runAll(site: MutationSite, deadline: number): Promise<Killed | undefined> {
    const [first] = this.#places;
    if (first === undefined || !first.surroundings.takes(site.mutation)) return undefined;
    const ids = first.baseline.checks.map(({ id }) => id);
    const result = await this.#run(first.surroundings, site, ids, deadline);
    return result && killedBy(result, first.surroundings);
  }

  async #run(
    surroundings: Surroundings,
    { mutation }: MutationSite,
    ids: readonly string[],
    deadline: number,
  ): Promise<RunResult | undefined> {
    const checks = ids.map((id) => this.#checks.get(id)).filter((check): check is Check => check !== undefined);
    if (checks.length === 0 || performance.now() > deadline) return undefined;
    return runIn((directory) => surroundings.attach(mutation, directory), checks, {
      answerWithinMs: SILENCE_MS,
      until: (outcome) => brokenIn(outcome).length > 0 || performance.now() > deadline,
    });
  }
}

/** The kit finds a driver if it says that a requirement is broken, or cannot come to one because the driver stands in the way. */
export function killedBy(result: RunResult, { name }: Surroundings): Killed | undefined {
  const red = result.checks.find((outcome) => brokenIn(outcome).length > 0);
  if (red !== undefined) return { isKilled: true, where: name, by: red.id, requirements: brokenIn(red) };
  if (result.verdict !== "does-not-conform") return undefined;
  const blocked = result.checks.find(({ verdict }) => verdict === "blocked");
  const requirements = result.findings.flatMap((finding) => finding.requirements);
  return { isKilled: true, where: name, by: blocked?.id ?? "session", requirements };
}

function troubleIn({ checks }: RunResult): string | undefined {
  const isOurs = ({ verdict }: CheckOutcome): boolean => verdict === "harness-error";
  const own = checks.find(isOurs);
  return own && `${own.id}: ${own.problem?.message}`;
}
