// Measures the kit: right drivers first, then the wrong ones.
import { faultPlanNames } from "@virt-driver-kit/fake-driver";

import { allMutants } from "../mutants/all-mutants.ts";
import { allSites } from "./all-sites.ts";
import { baselines, workIn } from "./baseline.ts";
import { excluder } from "./exclusions.ts";
import type { Measured } from "./gate.ts";
import { type RecordedWork } from "./recorded-work.ts";
import type { Sampling } from "./sample.ts";
import { checkedRequirements, type ClassTally, type Score, type Tally } from "./score.ts";
import type { MutationSite } from "./site.ts";
import { tryAll } from "./try-all.ts";
import type { Hint } from "./try-site.ts";
import type { Killed, MutantVerdict } from "./verdict.ts";
import type { WorkerTask } from "./worker.ts";

/** What is measured. */
export interface MeasureOptions {
  readonly sampling: Sampling;
  /** Chooses the sites to try, of those that no rule excludes. */
  readonly choose: (sites: readonly MutationSite[]) => readonly MutationSite[];
  /** Whether the hand-written mutants and the bugs of real drivers are tried too. */
  readonly isWhole: boolean;
  /** How many mutants are tried at once. */
  readonly jobs: number;
  /** What is known of where mutants show. */
  readonly hints: Readonly<Record<string, Hint>>;
  readonly onVerdict: (id: string, verdict: MutantVerdict, done: number, all: number) => void;
}

/** A measurement, with what the fake driver was seen to do on the way. */
export interface Measurement extends Measured {
  readonly work: RecordedWork;
}

/**
 * Measures.
 *
 * @throws Error if the kit is not green on right drivers.
 */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { sampling, choose, isWhole, jobs, hints, onVerdict } = options;
  const right = await baselines();
  const work = workIn(right);
  const sites = allSites(work);
  const exclude = excluder();
  const chosen = choose(sites.filter((site) => exclude(site) === undefined));
  const tasks: WorkerTask[] = chosen.map(({ id }) => ({ kind: "site", id, ...(hints[id] && { hint: hints[id] }) }));
  const mutants: WorkerTask[] = isWhole ? allMutants.map(({ id }) => ({ kind: "mutant", id })) : [];
  const plans: WorkerTask[] = isWhole ? faultPlanNames().map((id) => ({ kind: "plan", id })) : [];
  const queue = [...tasks, ...mutants, ...plans];
  let done = 0;
  const verdicts = await tryAll(queue, {
    baselines: right,
    work,
    jobs,
    onVerdict: (id, verdict) => onVerdict(id, verdict, ++done, queue.length),
  });

  const killed = (id: string): Killed | undefined => {
    const verdict = verdicts.get(id);
    return verdict?.isKilled === true ? verdict : undefined;
  };
  const finding = new Set([...verdicts.values()].flatMap((verdict) => (verdict.isKilled ? verdict.requirements : [])));
  const checked = checkedRequirements();
  const idle = checked.filter((id) => !finding.has(id));
  return {
    work,
    survived: chosen.map(({ id }) => id).filter((id) => killed(id) === undefined),
    ...(isWhole && { idle }),
    score: {
      sampling,
      generated: talliesOf(
        sites,
        chosen,
        (site) => exclude(site) !== undefined,
        (id) => killed(id) !== undefined,
      ),
      handWritten: tallyOf(mutants, (id) => killed(id) !== undefined),
      historical: tallyOf(plans, (id) => killed(id) !== undefined),
      requirements: { checked: checked.length, finding: checked.length - idle.length },
      killed: hintsOf(chosen, killed),
    },
  };
}

function tallyOf(tasks: readonly { readonly id: string }[], isKilled: (id: string) => boolean): Tally {
  return { tried: tasks.length, killed: tasks.filter(({ id }) => isKilled(id)).length };
}

function talliesOf(
  sites: readonly MutationSite[],
  chosen: readonly MutationSite[],
  isExcluded: (site: MutationSite) => boolean,
  isKilled: (id: string) => boolean,
): Score["generated"] {
  const classes = Map.groupBy(sites, (site) => site.class);
  const entries = [...classes].map(([name, all]): [string, ClassTally] => [
    name,
    {
      sites: all.length,
      excluded: all.filter(isExcluded).length,
      ...tallyOf(
        chosen.filter((site) => site.class === name),
        isKilled,
      ),
    },
  ]);
  return Object.fromEntries(entries);
}

function hintsOf(
  chosen: readonly MutationSite[],
  killed: (id: string) => Killed | undefined,
): Readonly<Record<string, Hint>> {
  const entries = chosen.flatMap(({ id }): [string, Hint][] => {
    const verdict = killed(id);
    return verdict === undefined ? [] : [[id, { where: verdict.where, by: verdict.by }]];
  });
  return Object.fromEntries(entries);
}
