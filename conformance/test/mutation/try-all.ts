// Tries many mutants, in several threads at once.
import { Worker } from "node:worker_threads";

import type { Baseline } from "./baseline.ts";
import type { RecordedWork } from "./recorded-work.ts";
import type { Thoroughness } from "./try-site.ts";
import type { MutantVerdict } from "./verdict.ts";
import type { WorkerSetUp, WorkerTask } from "./worker.ts";

/** A mutant whose thread says nothing for so long hangs in a loop, in real milliseconds. */
const LOOP_MS = 300_000;

/** How mutants are tried. */
export interface TryAllOptions {
  readonly baselines: readonly Baseline[];
  readonly work: RecordedWork;
  readonly thoroughness?: Thoroughness;
  /** How many threads. */
  readonly jobs: number;
  /** Called with each verdict as it comes. */
  readonly onVerdict?: (id: string, verdict: MutantVerdict) => void;
}

/** Tries mutants, and gives the verdicts by their ids. */
export async function tryAll(
  tasks: readonly WorkerTask[],
  options: TryAllOptions,
): Promise<ReadonlyMap<string, MutantVerdict>> {
  const queue = [...tasks];
  const verdicts = new Map<string, MutantVerdict>();
  const note = (id: string, verdict: MutantVerdict): void => {
    verdicts.set(id, verdict);
    options.onVerdict?.(id, verdict);
  };
  await Promise.all(
    Array.from({ length: Math.min(options.jobs, queue.length) }, () => workThrough(queue, options, note)),
  );
  return verdicts;
}

/** Works in one thread at a time until nothing is left; a thread that dies or hangs is replaced. */
async function workThrough(
  queue: WorkerTask[],
  options: TryAllOptions,
  note: (id: string, verdict: MutantVerdict) => void,
): Promise<void> {
  let thread: Worker | undefined;
  for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
    thread ??= startThread(options);
    const answer = await ask(thread, task);
    note(task.id, "verdict" in answer ? answer.verdict : { isKilled: false, candidates: 0, trouble: answer.trouble });
    if ("verdict" in answer) continue;
    await thread.terminate();
    thread = undefined;
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  thread?.postMessage(undefined);
}

function startThread({ baselines, work, thoroughness }: TryAllOptions): Worker {
  const workerData: WorkerSetUp = { baselines, work, ...(thoroughness && { thoroughness }) };
  return new Worker(new URL("worker.ts", import.meta.url), { workerData });
}

type ThreadAnswer = { readonly verdict: MutantVerdict } | { readonly trouble: string };

function ask(thread: Worker, task: WorkerTask): Promise<ThreadAnswer> {
  const answer = Promise.withResolvers<ThreadAnswer>();
  const heard = ({ verdict }: { verdict: MutantVerdict }): void => answer.resolve({ verdict });
  const died = (error: unknown): void => answer.resolve({ trouble: `the thread died: ${String(error)}` });
  const looped = (): void => answer.resolve({ trouble: `the thread said nothing for ${LOOP_MS} ms` });
  const timer = setTimeout(looped, LOOP_MS);
  thread.once("message", heard).once("error", died).once("exit", died);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  thread.postMessage(task);
  return answer.promise.finally(() => {
    clearTimeout(timer);
    thread.off("message", heard).off("error", died).off("exit", died);
  });
}
