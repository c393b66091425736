// What a run saw, as plain data, before anyone draws conclusions from it.
import type { Capability, NodeInfo, PeerInfo } from "@virt-driver-kit/spec";

import type { SeenCall } from "../coverage/seen-call.ts";
import type { JournalEntry, JournalFault } from "../harness/journal.ts";
import type { LedgerReport } from "../harness/ledger-report.ts";
import type { CheckOutcome, Incident, Problem, TranscriptLine } from "../harness/outcome.ts";

/** How the first session came about. */
export interface AttachReport {
  /** What the driver said of itself; absent if no session could be opened. */
  readonly driver?: DriverReport;
  /** Why no session could be opened. */
  readonly problem?: Problem;
  /** Whether there is no driver at all: a command that does not exist, an address where nobody listens, a module without a driver. */
  readonly unusable?: boolean;
  readonly incidents?: readonly Incident[];
  readonly transcript?: readonly TranscriptLine[];
}

/** A driver, as it described itself. */
export interface DriverReport extends PeerInfo {
  /** The version of the spec that it agreed to. */
  readonly specVersion: string;
  /** What it declares. */
  readonly capabilities: readonly Capability[];
  /** The nodes that it lists; none if it cannot. */
  readonly nodes: readonly NodeInfo[];
}

/** How the last session ended. */
export interface DetachReport {
  /** Instances of the run that are, or may be, still there. */
  readonly leftovers: readonly JournalEntry[];
  /** Faults that hooks have brought about and not ended; none if absent. */
  readonly faultsLeft?: readonly JournalFault[];
  /** How often each hook was run. */
  readonly hookRuns?: Readonly<Record<string, number>>;
  /** Operations that answered a call with success at least once. */
  readonly operationsSeen: readonly string[];
  /** Every call of the run, those that were alike counted together; absent if the run ended before it could tell. */
  readonly calls?: readonly SeenCall[];
  readonly incidents: readonly Incident[];
  /** What was watched for leaks; absent if there was no session. */
  readonly ledger?: LedgerReport;
}

/** All that a run saw. */
export interface RunRecord {
  readonly attach: AttachReport;
  readonly outcomes: readonly CheckOutcome[];
  readonly detach: DetachReport;
  /** Why the run ended early, if it did. */
  readonly interrupted?: string;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly durationMs: number;
}
