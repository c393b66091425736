// Groups what went wrong by its cause, so that one missing operation is one finding and not eighty.
import type { CheckOutcome, Problem, TranscriptLine, Verdict } from "../harness/outcome.ts";
import type { Finding } from "./run-result.ts";

type Gravity = Finding["verdict"];

/** One failure of one check, or one thing seen beside it. */
interface Mishap {
  /** What it is grouped by if it has no cause in common with others. */
  readonly key: string;
  readonly verdict: Gravity;
  readonly requirement?: string | undefined;
  readonly check?: string;
  readonly problem: Problem;
  readonly transcript?: readonly TranscriptLine[];
  readonly known: boolean;
}

/** What the grouping needs to know beside the outcomes. */
export interface FindingContext {
  /** Whether breaking a requirement fails the driver or only warns. */
  readonly gravityOf: (requirement: string) => "fail" | "warn";
  /** Whether a failure is on the list of known failures; `isBeside` of what was seen beside a check. */
  readonly isKnown: (check: string, requirement: string, isBeside?: boolean) => boolean;
  /** What to look at first where the check itself does not say. */
  readonly whereToLook: (requirement: string) => string;
}

const ORDER: readonly Gravity[] = ["harness-error", "fail", "blocked", "warn"];

/**
 * Groups the outcomes of a run into findings, the gravest first, then those that block most.
 *
 * Outcomes with the same cause form one finding; without a cause, those of the same requirement do.
 */
export function findingsOf(outcomes: readonly CheckOutcome[], context: FindingContext): Finding[] {
  const mishaps = outcomes.flatMap((outcome) => mishapsOf(outcome, context));
  const blocking = new Set(
    mishaps.filter(({ verdict }) => verdict === "blocked").map(({ problem }) => problem.cause?.key),
  );
  const groups = Map.groupBy(mishaps, ({ key, problem: { cause } }) =>
    cause && (cause.decisive || blocking.has(cause.key)) ? cause.key : key,
  );
  const findings = [...groups].map(([key, group]) => findingOf(key, group, context));
  return findings.toSorted(
    (a, b) =>
      Number(a.known) - Number(b.known) ||
      ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) ||
      b.blocked.length + b.failed.length - (a.blocked.length + a.failed.length) ||
      (a.key < b.key ? -1 : 1),
  );
}

function mishapsOf(outcome: CheckOutcome, context: FindingContext): Mishap[] {
  const seen = (outcome.incidents ?? []).map((incident): Mishap => {
    const { problem, requirement, culprit = outcome.id } = incident;
    return {
      key: incident.key,
      // What breaks no requirement is worth knowing, and no more.
      verdict: requirement === undefined ? "warn" : context.gravityOf(requirement),
      requirement,
      check: culprit,
      problem,
      ...(outcome.transcript && { transcript: outcome.transcript }),
      known: requirement !== undefined && context.isKnown(culprit, requirement, true),
    };
  });
  const own = ownMishap(outcome, context);
  return own === undefined ? seen : [own, ...seen];
}

function ownMishap(outcome: CheckOutcome, context: FindingContext): Mishap | undefined {
  const { problem, verdict, requirement, id, transcript } = outcome;
  if (problem === undefined || !isGrave(verdict)) return undefined;
  return {
    key: verdict === "harness-error" ? `harness:${id}` : `requirement:${requirement}`,
    verdict,
    requirement,
    check: id,
    problem,
    ...(transcript && { transcript }),
    known: context.isKnown(id, requirement),
  };
}

function isGrave(verdict: Verdict): verdict is Gravity {
  return (ORDER as readonly Verdict[]).includes(verdict);
}

function findingOf(key: string, mishaps: readonly Mishap[], { whereToLook }: FindingContext): Finding {
  const ordered = mishaps.toSorted(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || lengthOf(a.transcript) - lengthOf(b.transcript),
  );
  // The one that shows it in the fewest messages.
  const [first] = ordered as [Mishap];
  const { verdict, transcript, check } = first;
  const problem = hinted(first, whereToLook);
  const cause = problem.cause?.key === key ? problem.cause : undefined;
  const broken = ordered.filter((mishap) => mishap.verdict === "fail" || mishap.verdict === "warn");
  const blocked = ordered.filter((mishap) => mishap.verdict === "blocked");
  return {
    key,
    verdict,
    headline: cause?.text ?? problem.message,
    requirements: unique(broken.map((mishap) => mishap.requirement)),
    failed: unique(ordered.filter((mishap) => mishap.verdict !== "blocked").map((mishap) => mishap.check)),
    blocked: unique(blocked.map((mishap) => mishap.check)),
    ...(check?.startsWith("session/") === false && { replay: check }),
    ...(problem.cause?.operation !== undefined && { operation: problem.cause.operation }),
    problem,
    ...(transcript && { transcript }),
    known: mishaps.every((mishap) => mishap.known),
  };
}

/** How many messages it took; those of a repeat that keeps none are too many. */
function lengthOf(transcript: readonly TranscriptLine[] | undefined): number {
  return transcript?.length ?? Number.MAX_SAFE_INTEGER;
}

/** A problem that does not say where to look says where its requirement comes from. */
function hinted({ problem, requirement }: Mishap, whereToLook: FindingContext["whereToLook"]): Problem {
  return requirement === undefined || problem.hint !== undefined
    ? problem
    : { ...problem, hint: whereToLook(requirement) };
}

/** The session's own outcomes are no checks. */
function unique(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined && !id.startsWith("session/")))] as string[];
}
