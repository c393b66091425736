// The conformance kit: certifies a driver in a team's own vitest run. The command is `vdk`.
export { describeConformance, type ConformanceOptions } from "./engine/describe-conformance.ts";
export {
  defineConfig,
  type DriverAddress,
  type DriverCommand,
  type DriverConfig,
  type DriverModule,
  type KitConfig,
  type TimeoutConfig,
} from "./engine/kit-config.ts";
export type { KnownFailure } from "./engine/known-failing.ts";
export type {
  Counts,
  Finding,
  NextStep,
  OverdueEntries,
  RequirementResult,
  RequirementStatus,
  RunFacts,
  RunResult,
  RunVerdict,
} from "./engine/run-result.ts";
export type { UnmetDemand } from "./engine/profile.ts";
export type { DriverReport } from "./engine/run-record.ts";
export type { Selection, Shard } from "./engine/selection.ts";
export { UsageError } from "./engine/usage-error.ts";
export type { JournalEntry } from "./harness/journal.ts";
export type { Cause, CheckOutcome, Incident, Problem, TranscriptLine, Verdict } from "./harness/outcome.ts";
