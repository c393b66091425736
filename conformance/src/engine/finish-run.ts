// The end of a run: conclusions, reports, and the run directory put away.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { specModel } from "@virt-driver-kit/spec";

import { allChecks } from "../checks/index.ts";
import { kitVersion } from "./kit-version.ts";
import type { KnownFailure } from "./known-failing.ts";
import type { RunPlan } from "./run-plan.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunResult } from "./run-result.ts";
import { summarize } from "./summarize.ts";

/** What the end of a run depends on. */
export interface FinishOptions {
  readonly known: readonly KnownFailure[];
  /** Where to write the reports, if anywhere. */
  readonly report?: string | undefined;
  /** How the driver was attached, for people. */
  readonly attachment: string;
}

/**
 * Judges a run, writes its reports and removes its directory.
 *
 * The directory stays if something was left behind on the driver or its site: its journal is what `vdk sweep` needs.
 */
export async function finishRun(
  plan: Omit<RunPlan, "driver">,
  record: RunRecord,
  options: FinishOptions,
): Promise<RunResult> {
  const { leftovers, faultsLeft = [] } = record.detach;
  const kept = leftovers.length > 0 || faultsLeft.length > 0;
  const result = summarize(record, {
    model: specModel,
    plan,
    known: options.known,
    checks: allChecks,
    kit: kitVersion(),
    attachment: options.attachment,
    ...(kept && { journal: join(plan.runDirectory, "journal.jsonl") }),
  });
  if (options.report !== undefined) {
    // What writes XML takes a while to load: only a report needs it.
    const { writeReports } = await import("../reports/write-reports.ts");
    writeReports(options.report, result);
  }
  if (!kept) rmSync(plan.runDirectory, { recursive: true, force: true });
  return result;
}
