// A run from beginning to end, under the command line.
import { systemClock } from "@virt-driver-kit/spec";

import { allChecks } from "../checks/index.ts";
import type { CheckOutcome } from "../harness/outcome.ts";
import { finishRun } from "./finish-run.ts";
import type { FinishOptions } from "./finish-run.ts";
import type { RunPlan } from "./run-plan.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunResult } from "./run-result.ts";
import { selectChecks } from "./selection.ts";
import type { RunListener, WorkerReport, runVitest } from "./run-vitest.ts";
import { UsageError } from "./usage-error.ts";

/** What came of a run: conclusions, or why there was no driver to run on. */
export type RunEnd = { readonly result: RunResult } | { readonly unusable: string; readonly hint?: string };

/**
 * Runs a plan, judges it and writes the reports.
 *
 * @param signal - Cancels the run; what was made is removed before this resolves.
 */
export async function executeRun(
  plan: RunPlan,
  options: FinishOptions,
  listener: RunListener,
  signal: AbortSignal,
): Promise<RunEnd> {
  const startedAtMs = systemClock.now();
  const engine = await loadEngine();
  const report = await engine.runVitest(plan, listener, signal);
  const record = recordOf(plan, report, startedAtMs, signal);
  const { unusable = false, problem } = record.attach;
  const result = await finishRun(plan, record, unusable ? { ...options, report: undefined } : options);
  if (!unusable) return { result };
  const { message = "No driver", hint } = problem ?? {};
  return { unusable: message, ...(hint !== undefined && { hint }) };
}

interface Engine {
  readonly runVitest: typeof runVitest;
}

/** Vitest is a peer, and takes a while to load: only a run needs it. */
async function loadEngine(): Promise<Engine> {
  try {
    return await import("./run-vitest.ts");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      `Cannot load vitest, which runs the checks: install it with npm install --save-dev vitest@5 (${(error as Error).message})`,
      { cause: error },
    );
  }
}

function recordOf(plan: RunPlan, report: WorkerReport, startedAtMs: number, signal: AbortSignal): RunRecord {
  const { attach, outcomes, detach, errors } = report;
  const missing = notRun(plan, outcomes);
  const error = errors[0] ?? (missing.length > 0 ? `${missing.length} checks came to no verdict` : undefined);
  const interrupted = signal.aborted
    ? "the run was cancelled"
    : error === undefined
      ? undefined
      : `the kit failed: ${error}`;
  return {
    attach: attach ?? {},
    outcomes: [...outcomes, ...missing],
    detach: detach ?? { leftovers: [], operationsSeen: [], incidents: [] },
    startedAtMs,
    durationMs: systemClock.now() - startedAtMs,
    ...(interrupted !== undefined && { interrupted }),
  };
}

/** Every selected check is accounted for, also in a run that ended early. */
function notRun(plan: RunPlan, outcomes: readonly CheckOutcome[]): CheckOutcome[] {
  const done = new Set(outcomes.map(({ id, repetition }) => `${id} ${repetition}`));
  return selectChecks(allChecks, plan.selection)
    .filter(({ check, repetition }) => !done.has(`${check.id} ${repetition}`))
    .map(({ check: { id, requirement, title }, repetition }) => {
      return {
        id,
        requirement,
        title,
        repetition,
        durationMs: 0,
        verdict: "not-run",
        reason: "The run ended before it",
      };
    });
}
