// The conformance kit: certifies a driver in a team's own vitest run. The command is `vdk`.
export type { Coverage, CoverageCell, Share } from "./coverage/coverage-of.ts";
export type { StateOfCall } from "./coverage/seen-call.ts";
export { describeConformance, type ConformanceOptions } from "./engine/describe-conformance.ts";
export type { HookCommand, HooksConfig, LastingHook } from "./engine/hooks-config.ts";
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
export type { KnownEntry, KnownState } from "./engine/known-failures.ts";
export type { Lacking } from "./engine/lacking.ts";
export type {
  FlavorsConfig,
  ImageConfig,
  NetworkConfig,
  ResourcesConfig,
  VolumeConfig,
} from "./engine/resources-config.ts";
export type { SiteFacts } from "./engine/site-facts.ts";
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
export type { JournalEntry, JournalFault } from "./harness/journal.ts";
export type { LedgerReport } from "./harness/ledger-report.ts";
export type { Cause, CheckOutcome, Incident, Problem, TranscriptLine, Verdict } from "./harness/outcome.ts";
