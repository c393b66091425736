// Draws the conclusions of a run. A pure function: the same record always gives the same result.
import { timestampOf } from "@virt-driver-kit/spec";
import type { SpecModel } from "@virt-driver-kit/spec";

import { coverageOf } from "../coverage/coverage-of.ts";
import { findingsOf } from "./findings.ts";
import type { KnownFailure } from "./known-failing.ts";
import { knownFailures } from "./known-failures.ts";
import type { KnownEntry, KnownState, NamedCheck } from "./known-failures.ts";
import { lackingIn } from "./lacking.ts";
import { nextSteps } from "./next-steps.ts";
import { VERDICTS } from "../harness/outcome.ts";
import type { CheckOutcome, Verdict } from "../harness/outcome.ts";
import { driverRequirements, gateOf, unmetDemands } from "./profile.ts";
import { requirementResults } from "./requirement-results.ts";
import type { RunPlan } from "./run-plan.ts";
import type { RunRecord } from "./run-record.ts";
import type { Counts, RequirementResult, RunFacts, RunResult } from "./run-result.ts";
import { judge } from "./run-verdict.ts";
import { isPartial } from "./selection.ts";
import { siteFacts } from "./site-facts.ts";

/** What a run is judged by. */
export interface Judgement {
  readonly model: SpecModel;
  readonly plan: Pick<RunPlan, "runId" | "profile" | "selection" | "settings">;
  readonly known: readonly KnownFailure[];
  /** All checks that there are; those that were run if left out. */
  readonly checks?: readonly NamedCheck[];
  readonly kit: { readonly name: string; readonly version: string };
  /** How the driver was attached, for people. */
  readonly attachment: string;
  /** Where the journal is, if it was kept. */
  readonly journal?: string;
}

/** Judges a run. */
export function summarize(record: RunRecord, judgement: Judgement): RunResult {
  const { model, plan, kit } = judgement;
  const startedAt = timestampOf(record.startedAtMs);
  const known = knownFailures(judgement.known, startedAt.slice(0, 10));
  const seen = withSessionOutcomes(record);
  const levels = model.requirements;
  const findings = findingsOf(seen, {
    gravityOf: (requirement) => (levels[requirement]?.level === "MUST" ? "fail" : "warn"),
    isKnown: known.covers,
    whereToLook: (requirement) => `${levels[requirement]?.source ?? "The spec"}; vdk explain ${requirement}`,
  });
  const declared: readonly string[] = record.attach.driver?.capabilities ?? [];
  const requirements = requirementResults(driverRequirements(model), seen, {
    missingGate: (requirement) => {
      const gate = gateOf(model, requirement);
      return gate !== undefined && !declared.includes(gate) ? gate : undefined;
    },
    partial: isPartial(plan.selection),
  });
  const unmet = record.attach.driver === undefined ? [] : unmetDemands(model, plan.profile, declared);
  const untriedCapabilities = untried(declared, requirements, model);
  const entries = known.entries(seen, judgement.checks ?? record.outcomes);
  const [stale, expired] = [inState(entries, "stale"), inState(entries, "expired")];
  const judged = {
    findings,
    requirements,
    unmet,
    untried: untriedCapabilities,
    stale,
    expired,
    record,
    partial: isPartial(plan.selection),
    profile: plan.profile,
  };
  return {
    format: "virt-driver-kit/results/1",
    ...judge(judged),
    kit,
    specVersion: model.version,
    run: factsOf(record, judgement, startedAt),
    ...(record.attach.driver && { driver: record.attach.driver }),
    unmetDemands: unmet,
    untriedCapabilities,
    counts: countsOf(record.outcomes),
    findings,
    requirements,
    coverage: coverageOf(model, declared, record.detach.calls ?? [], requirements),
    checks: record.outcomes.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.repetition - b.repetition)),
    knownFailing: { stale, expired, entries },
    site: siteFacts(plan.settings, record.detach),
    lacking: lackingIn(record.outcomes),
    leftovers: record.detach.leftovers,
    faultsLeft: record.detach.faultsLeft ?? [],
    nextSteps: nextSteps(model, record, findings),
    ...(record.detach.ledger && { ledger: record.detach.ledger }),
  };
}

/** The entries that are in a state, as they stand in the list. */
function inState(entries: readonly KnownEntry[], wanted: KnownState): KnownFailure[] {
  return entries
    .filter(({ state }) => state === wanted)
    .map((entry) => {
      const { state: _, checks: __, ...failure } = entry;
      return failure;
    });
}

function factsOf(record: RunRecord, { plan, attachment, journal }: Judgement, startedAt: string): RunFacts {
  const { seed, sequence, repeat, only, skip, shard } = plan.selection;
  return {
    id: plan.runId,
    startedAt,
    durationMs: Math.round(record.durationMs),
    profile: plan.profile,
    attachment,
    seed,
    repeat,
    only,
    skip,
    ...(sequence !== undefined && { sequence }),
    ...(shard && { shard }),
    ...(record.interrupted !== undefined && { interrupted: record.interrupted }),
    ...(journal !== undefined && { journal }),
  };
}

/** The beginning and the end of the session count as outcomes too, where something was wrong with them. */
function withSessionOutcomes(record: RunRecord): CheckOutcome[] {
  const { problem, incidents, transcript } = record.attach;
  const begin: CheckOutcome[] =
    problem === undefined && incidents === undefined
      ? []
      : [
          {
            ...SESSION,
            id: "session/begin",
            title: "The driver opens a session",
            verdict: problem === undefined ? "pass" : "blocked",
            ...(problem && { problem }),
            ...(incidents && { incidents }),
            ...(transcript && { transcript }),
          },
        ];
  const end: CheckOutcome = {
    ...SESSION,
    id: "session/end",
    title: "The driver is left as it was found",
    verdict: "pass",
    incidents: record.detach.incidents,
  };
  return [...begin, ...record.outcomes, ...(record.detach.incidents.length > 0 ? [end] : [])];
}

const SESSION = { requirement: "session", durationMs: 0, repetition: 1 } as const;

function countsOf(outcomes: readonly CheckOutcome[]): Counts {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
  for (const { verdict } of outcomes) counts[verdict] += 1;
  return counts;
}

/** The capabilities declared that have requirements, of which nothing was tried. */
function untried(declared: readonly string[], results: readonly RequirementResult[], model: SpecModel): string[] {
  const statuses = new Map(results.map(({ id, status }) => [id, status]));
  return declared.filter((capability) => {
    const own = driverRequirements(model).filter((requirement) => gateOf(model, requirement) === capability);
    return own.length > 0 && own.every(({ id }) => ["untested", "excluded"].includes(statuses.get(id) ?? "untested"));
  });
}
