// The conclusions of a run: what results.json holds and every report shows. `schemas/results.schema.json` describes it.
import type { PeerInfo } from "@virt-driver-kit/spec";

import type { Coverage } from "../coverage/coverage-of.ts";
import type { JournalEntry, JournalFault } from "../harness/journal.ts";
import type { LedgerReport } from "../harness/ledger-report.ts";
import type { KnownFailure } from "./known-failing.ts";
import type { KnownEntry } from "./known-failures.ts";
import type { Lacking } from "./lacking.ts";
import type { SiteFacts } from "./site-facts.ts";
import type { CheckOutcome, Problem, TranscriptLine, Verdict } from "../harness/outcome.ts";
import type { UnmetDemand } from "./profile.ts";
import type { DriverReport } from "./run-record.ts";
import type { Shard } from "./selection.ts";

/** What the kit says of the driver. Only `conforms` is a claim of conformance. */
export type RunVerdict =
  /** Everything that the profile asks for and that applies was tried, and nothing failed. */
  | "conforms"
  /** Something failed, was blocked or was left behind. */
  | "does-not-conform"
  /** Nothing failed that is not on the list of known failures. */
  | "known-failures-only"
  /** Nothing failed, but only a part was run. */
  | "part-passed"
  /** The kit failed, or the run was cancelled. */
  | "inconclusive";

/** One thing that is wrong, however many checks met it. */
export interface Finding {
  /** Stable within a run. */
  readonly key: string;
  /** The gravest verdict of those that met it. */
  readonly verdict: Extract<Verdict, "fail" | "warn" | "blocked" | "harness-error">;
  /** The finding as a sentence. */
  readonly headline: string;
  /** The requirements it breaks. */
  readonly requirements: readonly string[];
  /** The checks that failed by it. */
  readonly failed: readonly string[];
  /** The checks that could not be tried because of it. */
  readonly blocked: readonly string[];
  /** The check in which it showed, to replay. */
  readonly replay?: string;
  /** The operation that stands in the way, if it is one. */
  readonly operation?: string;
  /** What one check saw of it. */
  readonly problem: Problem;
  /** The messages of that check. */
  readonly transcript?: readonly TranscriptLine[];
  /** Whether all of it is on the list of known failures. */
  readonly known: boolean;
}

/** Where a requirement stands after a run. */
export type RequirementStatus =
  | "met"
  | "broken"
  | "warned"
  | "blocked"
  /** It concerns the driver, and nothing tried it. */
  | "untested"
  /** It concerns only drivers that declare another capability. */
  | "not-applicable"
  | "excluded"
  | "harness-error";

/** One requirement and what became of it. */
export interface RequirementResult {
  /** The requirement's id. */
  readonly id: string;
  /** How binding it is. */
  readonly level: "MUST" | "SHOULD" | "MAY";
  /** What became of it. */
  readonly status: RequirementStatus;
  /** Why it is untested, not applicable or excluded. */
  readonly reason?: string;
  /** The checks that tried it. */
  readonly checks: readonly string[];
}

/** One thing to do next for the driver's author. */
export interface NextStep {
  /** What to do, as a sentence. */
  readonly text: string;
  /** More about it. */
  readonly detail: string;
  /** How many checks wait for it. */
  readonly unlocks: number;
  /** The operation to implement, if that is it. */
  readonly operation?: string;
}

/** How many checks got each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

/** The conclusions of a run. */
export interface RunResult {
  /** The format of results.json. */
  readonly format: "virt-driver-kit/results/1";
  /** What the kit says of the driver. */
  readonly verdict: RunVerdict;
  /** The verdict as a sentence. */
  readonly statement: string;
  /** The kit that ran. */
  readonly kit: PeerInfo;
  /** The version of the spec that the kit judges by. */
  readonly specVersion: string;
  /** What decided the run. */
  readonly run: RunFacts;
  /** The driver, as it described itself; absent if no session could be opened. */
  readonly driver?: DriverReport;
  /** What the profile asks to be declared and is not. */
  readonly unmetDemands: readonly UnmetDemand[];
  /** The capabilities that the driver declares and of whose requirements none was tried. */
  readonly untriedCapabilities: readonly string[];
  /** How many checks got each verdict. */
  readonly counts: Counts;
  /** What is wrong, the gravest first. */
  readonly findings: readonly Finding[];
  /** Every requirement on the driver. */
  readonly requirements: readonly RequirementResult[];
  /** Every check of the run, by id. */
  readonly checks: readonly CheckOutcome[];
  /** How much of the contract was tried, and what was not. */
  readonly coverage: Coverage;
  /** The list of known failures, and its entries that are not what they should be. */
  readonly knownFailing: OverdueEntries & {
    /** Every entry, with what has become of it. */
    readonly entries: readonly KnownEntry[];
  };
  /** How the run was kept to its site. */
  readonly site: SiteFacts;
  /** What was not tried only because the configuration names too little. */
  readonly lacking: readonly Lacking[];
  /** Instances of the run that are, or may be, still on the driver. */
  readonly leftovers: readonly JournalEntry[];
  /** Faults that hooks have brought about and not ended. */
  readonly faultsLeft: readonly JournalFault[];
  /** What to do next, the most useful first. */
  readonly nextSteps: readonly NextStep[];
  /** What was watched for leaks; absent if no session could be opened. */
  readonly ledger?: LedgerReport;
}

/** Entries of the list of known failures that have had their day. */
export interface OverdueEntries {
  /** Of which every check passed. */
  readonly stale: readonly KnownFailure[];
  /** Whose last day is over. */
  readonly expired: readonly KnownFailure[];
}

/** What decided the run, so that it can be repeated. */
export interface RunFacts {
  /** The run's id, with which its uuids begin. */
  readonly id: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Of real time. */
  readonly durationMs: number;
  /** The profile that the driver was held to. */
  readonly profile: string;
  /** How the driver was attached, as the user wrote it. */
  readonly attachment: string;
  /** What decided the order of the checks. */
  readonly seed: number;
  /** How often each check was run. */
  readonly repeat: number;
  /** Patterns of what was run; empty for all. */
  readonly only: readonly string[];
  /** Patterns of what was not run. */
  readonly skip: readonly string[];
  /** The steps that the checks of random sequences played instead of drawing some. */
  readonly sequence?: string;
  /** The part that was run. */
  readonly shard?: Shard;
  /** Why the run ended early, if it did. */
  readonly interrupted?: string;
  /** Where the journal is, if it was kept. */
  readonly journal?: string;
}
