// From all that was found to one sentence on the driver. "Conforms" is said of a whole profile only.
import type { KnownFailure } from "./known-failing.ts";
import type { UnmetDemand } from "./profile.ts";
import type { RunRecord } from "./run-record.ts";
import type { Finding, RequirementResult, RunVerdict } from "./run-result.ts";

/** What the verdict depends on. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly requirements: readonly RequirementResult[];
  /** What the profile asks to be declared and is not. */
  readonly unmet: readonly UnmetDemand[];
  /** The capabilities declared of which nothing was tried. */
  readonly untried: readonly string[];
  readonly stale: readonly KnownFailure[];
  readonly expired: readonly KnownFailure[];
  readonly record: RunRecord;
  /** Whether the run left checks out on purpose. */
  readonly partial: boolean;
  readonly profile: string;
}

/** A verdict and the sentence that says it. */
export interface Judgement {
  readonly verdict: RunVerdict;
  readonly statement: string;
}

/** Gives the verdict on a run. */
export function judge(judged: Judged): Judgement {
  const { findings, record, partial, profile, requirements } = judged;
  const counting = findings.filter(
    (finding) => !finding.known && (finding.verdict === "fail" || finding.verdict === "blocked"),
  );
  const reasons = [
    counted(counting.length, "finding"),
    partial ? undefined : counted(judged.unmet.length, "capability", "capabilities", " missing"),
    counted(judged.stale.length, "stale entry", "stale entries", " in the list of known failures"),
    counted(judged.expired.length, "expired entry", "expired entries", " in the list of known failures"),
    counted(record.detach.leftovers.length, "instance", "instances", " left behind"),
  ].filter((reason) => reason !== undefined);
  if (reasons.length > 0)
    return {
      verdict: "does-not-conform",
      statement: `Does not conform to profile "${profile}": ${reasons.join(", ")}`,
    };

  const broken = findings.some((finding) => finding.verdict === "harness-error");
  if (broken)
    return { verdict: "inconclusive", statement: "No verdict: the kit itself failed, which is no fault of the driver" };
  if (record.interrupted !== undefined)
    return { verdict: "inconclusive", statement: `No verdict: ${record.interrupted}` };

  const tested = requirements.filter(({ status }) => status === "met" || status === "warned").length;
  const untested = requirements.filter(({ status }) => status === "untested").length;
  const notAsked = requirements.filter(({ status }) => status === "not-applicable").length;
  const share = `${tested} requirements tested, ${untested} untested, ${notAsked} not asked of it`;
  const taken = judged.untried.length === 0 ? "" : `; nothing was tried of ${judged.untried.join(", ")}`;
  const known = findings.filter((finding) => finding.known).length;
  if (known > 0)
    return {
      verdict: "known-failures-only",
      statement: `No new failure, but ${counted(known, "known one")} against profile "${profile}": ${share}`,
    };
  if (partial)
    return {
      verdict: "part-passed",
      statement: `All that was run passed. This was a part, so it says nothing on conformance: ${share}`,
    };
  return { verdict: "conforms", statement: `Conforms to profile "${profile}": ${share}${taken}` };
}

function counted(count: number, one: string, many: string = `${one}s`, after: string = ""): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}${after}`;
}

/** The exit code that a verdict means: 0 conforms or passed, 1 does not, 2 no verdict. */
export function exitCodeOf(verdict: RunVerdict): 0 | 1 | 2 {
  if (verdict === "does-not-conform") return 1;
  return verdict === "inconclusive" ? 2 : 0;
}
