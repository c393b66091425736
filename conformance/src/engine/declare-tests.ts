// Turns checks into tests. One of the three files that know vitest; the others start it and are started by it.
import { afterAll, describe, test } from "vitest";

import type { CheckRunner } from "./check-runner.ts";
import type { KnownFailure } from "./known-failing.ts";
import type { CheckOutcome } from "../harness/outcome.ts";
import type { AttachReport, DetachReport } from "./run-record.ts";
import type { SelectedCheck } from "./selection.ts";
import { CheckFailure, settleTest } from "./settle-test.ts";

declare module "vitest" {
  interface TaskMeta {
    /** What came of the check. */
    vdkOutcome?: CheckOutcome;
    /** How the session began. */
    vdkAttach?: AttachReport;
    /** How the session ended. On the suite. */
    vdkDetach?: DetachReport;
  }
}

/** How the tests are to behave. */
export interface DeclareOptions {
  /** The suite's name. */
  readonly name: string;
  /**
   * `collect` only notes the outcomes, for a reporter that knows them; a failure costs nothing there.
   * `settle` also makes the tests fail or be skipped, for people who look at vitest's own report.
   */
  readonly mode: "collect" | "settle";
  /** Failures that are known; tests of theirs are skipped with the reason. */
  readonly known?: readonly KnownFailure[];
  /** Called with each report as it comes, before the test settles. */
  readonly onOutcome?: (outcome: CheckOutcome) => void;
  readonly onAttach?: (report: AttachReport) => void;
  /** Called after the last test and the clean-up. */
  readonly onDetach?: (report: DetachReport) => void | Promise<void>;
}

/** Declares one test per check in the current test file. They run one after the other, in the order given. */
export function declareTests(runner: CheckRunner, selected: readonly SelectedCheck[], options: DeclareOptions): void {
  const settle = options.mode === "settle" ? settleTest(options.known ?? []) : undefined;
  const { name } = options;
  // oxlint-disable-next-line vitest/valid-title -- the driver's team names its suite
  describe(name, { concurrent: false, retry: 0, shuffle: false, timeout: 0 }, () => {
    // A test and not a hook, since vitest tells what a hook notes only when all is over.
    test("session/begin", async ({ task }) => {
      const report = await runner.begin();
      task.meta.vdkAttach = report;
      options.onAttach?.(report);
      if (settle !== undefined && report.problem !== undefined)
        throw new CheckFailure({ id: "session/begin", verdict: "fail" }, report.problem);
    });

    for (const one of selected) {
      // oxlint-disable-next-line vitest/valid-title -- the title is the check's id
      test(titleOf(one), async ({ task, signal, skip }) => {
        const outcome = await runner.run(one, signal);
        task.meta.vdkOutcome = outcome;
        options.onOutcome?.(outcome);
        settle?.(outcome, skip);
      });
    }

    // oxlint-disable-next-line no-empty-pattern -- vitest reads the pattern to learn that no fixture is wanted
    afterAll(async ({}, suite) => {
      const report = await runner.end();
      suite.meta.vdkDetach = report;
      await options.onDetach?.(report);
    }, 0);
  });
}

function titleOf({ check, repetition }: SelectedCheck): string {
  return repetition === 1 ? check.id : `${check.id} #${repetition}`;
}
