// Tries mutants in a thread of its own. It is told the baselines once, and then asked for one mutant after the other.
import { parentPort, workerData } from "node:worker_threads";

import { allMutants } from "../mutants/all-mutants.ts";
import { tryMutant } from "../mutants/findings.ts";
import { removeImages } from "../mutants/run-checks.ts";
import { brokenBy } from "../plans/broken-by.ts";
import { allSites } from "./all-sites.ts";
import type { Baseline } from "./baseline.ts";
import type { RecordedWork } from "./recorded-work.ts";
import { type Hint, type Thoroughness, Trials } from "./try-site.ts";
import type { MutantVerdict } from "./verdict.ts";

/** What the thread is made with. */
export interface WorkerSetUp {
  readonly baselines: readonly Baseline[];
  readonly work: RecordedWork;
  readonly thoroughness?: Thoroughness;
}

/** What it is asked to try; nothing to end. */
export type WorkerTask =
  | { readonly kind: "site"; readonly id: string; readonly hint?: Hint }
  /** A hand-written mutant, by its id. */
  | { readonly kind: "mutant"; readonly id: string }
  /** A fault plan that the fake driver brings along, by its name. */
  | { readonly kind: "plan"; readonly id: string };

const { baselines, work, thoroughness } = workerData as WorkerSetUp;
const sites = new Map(allSites(work).map((site) => [site.id, site]));
const mutants = new Map(allMutants.map((mutant) => [mutant.id, mutant]));
const trials = new Trials(baselines, thoroughness);
const port = parentPort;

function carryOut(task: WorkerTask): Promise<MutantVerdict> {
  switch (task.kind) {
    case "site":
      return trials.try(known(sites, task.id), task.hint);
    case "mutant":
      return tryHandWritten(task.id);
    case "plan":
      return brokenBy(task.id).then((requirements) => verdictOf(task.id, requirements));
  }
}

/** A mutant counts as found by its own requirement only. */
async function tryHandWritten(id: string): Promise<MutantVerdict> {
  const { requirement } = known(mutants, id);
  const { findings } = await tryMutant(known(mutants, id));
  const isOwn = findings.some((finding) => finding.requirement === requirement && finding.verdict !== "harness-error");
  return verdictOf(id, isOwn ? [requirement] : []);
}

function verdictOf(id: string, requirements: readonly string[]): MutantVerdict {
  return requirements.length === 0
    ? { isKilled: false, candidates: 0 }
    : { isKilled: true, where: "its own", by: id, requirements };
}

function known<T>(all: ReadonlyMap<string, T>, id: string): T {
  const found = all.get(id);
  if (found === undefined) throw new TypeError(`There is no wrong driver "${id}"`);
  return found;
}

port?.on("message", (task: WorkerTask | undefined) => {
  if (task !== undefined) return void carryOut(task).then((verdict) => port.postMessage({ verdict }));
  removeImages();
  port.close();
});
