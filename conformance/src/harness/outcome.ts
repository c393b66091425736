// What came of one check, as plain data: it crosses from the test worker to the reports, and into results.json.
import type { JsonValue } from "@virt-driver-kit/spec";

/** What the kit says of one check. A verdict is a value, never an exception. */
export type Verdict =
  /** The driver does what the requirement says. */
  | "pass"
  /** The driver breaks a MUST. */
  | "fail"
  /** The driver breaks a SHOULD or a MAY. */
  | "warn"
  /** The requirement does not concern this driver, or cannot be tried over this attachment. */
  | "not-applicable"
  /** A preparation failed, so the requirement was not tried. */
  | "blocked"
  /** The kit itself failed. Never the driver's fault. */
  | "harness-error"
  /** The run was cancelled first. */
  | "not-run";

/** Every verdict, from the gravest to the lightest. */
export const VERDICTS: readonly Verdict[] = [
  "harness-error",
  "fail",
  "blocked",
  "not-run",
  "warn",
  "pass",
  "not-applicable",
];

/** Why a check did not pass. */
export interface Problem {
  /** What the driver did, as a sentence. */
  readonly message: string;
  /** What the requirement asks for. */
  readonly expected?: JsonValue;
  /** What came instead. */
  readonly got?: JsonValue;
  /** What to look at first. */
  readonly hint?: string;
  /** The steps that lead to it, if the check drew them by chance: `--sequence` plays them again. */
  readonly sequence?: string;
  /** What the problem comes from, where many checks may meet the same cause. */
  readonly cause?: Cause;
  /** The kit's own stack, for a harness error. */
  readonly stack?: string;
}

/** A cause that several checks can meet. Equal keys are the same cause. */
export interface Cause {
  /** What tells it from other causes. */
  readonly key: string;
  /** The operation that stands in the way, if it is one. */
  readonly operation?: string;
  /** The cause as a sentence. */
  readonly text: string;
  /** Whether all that meet it belong together. Otherwise they do only if it blocks checks as well. */
  readonly decisive: boolean;
}

/** Something that was seen while a check ran and is not what the check is about. */
export interface Incident {
  /** The requirement it breaks; absent if it breaks none, and is only worth knowing. */
  readonly requirement?: string;
  /** The check that is to blame, if it was found out after that had ended. */
  readonly culprit?: string;
  /** Equal keys are the same defect, reported once. */
  readonly key: string;
  /** What was seen. */
  readonly problem: Problem;
}

/** One message of a transcript, shortened and without secrets. */
export interface TranscriptLine {
  /** Milliseconds since the check began. */
  readonly atMs: number;
  /** `->` to the driver, `<-` from it, `--` a remark of the kit. */
  readonly direction: "->" | "<-" | "--";
  /** The message as JSON, or the remark. */
  readonly text: string;
}

/** What came of one check. */
export interface CheckOutcome {
  /** The check's id. */
  readonly id: string;
  /** The requirement that it tries. */
  readonly requirement: string;
  /** What it does, as a sentence. */
  readonly title: string;
  /** What the kit says of it. */
  readonly verdict: Verdict;
  /** Of real time, with its clean-up. */
  readonly durationMs: number;
  /** Which repetition this is, from 1. */
  readonly repetition: number;
  /** Why it is not applicable. */
  readonly reason?: string;
  /** The member of the configuration that would let it be tried, such as `resources.hosts`, where it is only a resource that it lacks. */
  readonly lacks?: string;
  /** Why it did not pass. */
  readonly problem?: Problem;
  /** What else was seen meanwhile. */
  readonly incidents?: readonly Incident[];
  /** The messages of the check, if it did not pass. */
  readonly transcript?: readonly TranscriptLine[];
}
