// The kit inside a driver team's own vitest run: every check becomes a test of the file that calls this.
import { systemClock } from "@virt-driver-kit/spec";
import type { DriverDefinition } from "@virt-driver-kit/spec";

import { allChecks } from "../checks/index.ts";
import type { CheckOutcome } from "../harness/outcome.ts";
import { answerLimitMs } from "../harness/settings.ts";
import { attachDefinition, attachDriver, describeSource } from "./attach-driver.ts";
import { configProblem } from "./check-config.ts";
import { declareTests } from "./declare-tests.ts";
import { driverSource } from "./driver-source.ts";
import { finishRun } from "./finish-run.ts";
import type { DriverConfig, KitConfig } from "./kit-config.ts";
import { loadKnownFailing } from "./load-known-failing.ts";
import { makePlan } from "./make-plan.ts";
import type { AttachReport } from "./run-record.ts";
import { runnerFor } from "./runner-for.ts";
import { selectChecks } from "./selection.ts";
import type { Selection } from "./selection.ts";
import { UsageError } from "./usage-error.ts";

/** What {@link describeConformance} runs and how. */
export interface ConformanceOptions extends Omit<KitConfig, "driver">, Partial<Selection> {
  /** The driver: a definition, or the command, address or module of one. */
  readonly driver: DriverDefinition | DriverConfig;
  /** The name of the suite. @defaultValue "conformance" */
  readonly name?: string;
}

/**
 * Declares the kit's checks as tests of the current vitest file, one test per check.
 *
 * A check that breaks a MUST is a failing test whose message says what was expected and what came; one that does not apply is skipped with
 * the reason; of the checks that one cause blocks, the first fails. Known failures, profile and settings are those of `vdk.config.ts`.
 *
 * @param options - The driver, and what should be otherwise than by default.
 * @throws UsageError if the options are not understood.
 *
 * @example
 * ```ts
 * // conformance.test.ts
 * import { describeConformance } from "@virt-driver-kit/conformance";
 * import { driver } from "../src/index.ts";
 *
 * describeConformance({ driver });
 * ```
 */
export function describeConformance(options: ConformanceOptions): void {
  const { driver, name = "conformance", only, skip, shard, repeat, seed, ...config } = options;
  const problem = configProblem(config);
  if (problem !== undefined) throw new UsageError(`Cannot run the conformance kit: option ${problem}`);
  const selection = definedMembers({ only, skip, shard, repeat, seed });
  const source = isDefinition(driver) ? undefined : driverSource(driver, process.cwd());
  const plan = makePlan({ driver: source ?? { kind: "module", url: "" }, config, selection, cwd: process.cwd() });
  const hangTimeoutMs = answerLimitMs(plan.settings, "initialize");
  const attachment = isDefinition(driver)
    ? attachDefinition(() => driver, hangTimeoutMs)
    : attachDriver(plan.driver, hangTimeoutMs);
  const known = loadKnownFailing(config.knownFailing, process.cwd());

  const startedAtMs = systemClock.now();
  const outcomes: CheckOutcome[] = [];
  let attach: AttachReport = {};
  const peer = plan.peer && attachDriver(plan.peer, hangTimeoutMs);
  declareTests(runnerFor(plan, attachment, peer), selectChecks(allChecks, plan.selection), {
    name,
    mode: "settle",
    known,
    onAttach: (report) => {
      attach = report;
    },
    onOutcome: (outcome) => outcomes.push(outcome),
    onDetach: async (detach) => {
      const record = { attach, outcomes, detach, startedAtMs, durationMs: systemClock.now() - startedAtMs };
      const described = source === undefined ? (driver as DriverDefinition).name : describeSource(source);
      const { verdict, statement } = await finishRun(plan, record, {
        known,
        report: config.report,
        attachment: described,
      });
      // Stale entries and leftovers belong to no test, and must not go unseen.
      if (verdict === "does-not-conform") throw new ConformanceError(statement);
    },
  });
}

/** The driver does not conform; the message is the verdict. */
class ConformanceError extends Error {
  override readonly name = "ConformanceError";
}

function isDefinition(driver: DriverDefinition | DriverConfig): driver is DriverDefinition {
  return "create" in driver;
}

function definedMembers(members: { readonly [K in keyof Selection]?: Selection[K] | undefined }): Partial<Selection> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
