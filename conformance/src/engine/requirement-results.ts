// Where every requirement on the driver stands after a run.
import type { RequirementModel } from "@virt-driver-kit/spec";

import type { CheckOutcome, Verdict } from "../harness/outcome.ts";
import type { RequirementResult, RequirementStatus } from "./run-result.ts";

/** What decides over a requirement beside the outcomes of its checks. */
export interface Circumstances {
  /** Tells the capability that a requirement needs and the driver does not declare, if there is one. */
  readonly missingGate: (requirement: RequirementModel) => string | undefined;
  /** Whether the run left checks out on purpose. */
  readonly partial: boolean;
}

const STATUS: readonly (readonly [Verdict, RequirementStatus])[] = [
  ["fail", "broken"],
  ["harness-error", "harness-error"],
  ["blocked", "blocked"],
  ["warn", "warned"],
  ["pass", "met"],
];

/**
 * Tells for each requirement what became of it.
 *
 * A requirement is met if one of its checks passed and none did worse. It is never met by what was not applicable or not run.
 *
 * @param requirements - Those to report on.
 * @param outcomes - All outcomes of the run, with their incidents.
 * @param circumstances - What the outcomes do not tell.
 */
export function requirementResults(
  requirements: readonly RequirementModel[],
  outcomes: readonly CheckOutcome[],
  circumstances: Circumstances = { missingGate: () => undefined, partial: true },
): RequirementResult[] {
  const byRequirement = Map.groupBy(outcomes, (outcome) => outcome.requirement);
  const incidents = new Set(
    outcomes.flatMap((outcome) => outcome.incidents ?? []).map((incident) => incident.requirement),
  );
  return requirements.map((requirement) => {
    const own = byRequirement.get(requirement.id) ?? [];
    const gate = circumstances.missingGate(requirement);
    const status = incidents.has(requirement.id) ? brokenStatus(requirement) : statusOf(requirement, own, gate);
    const reason =
      status === "not-applicable" ? `${gate} is not declared` : reasonFor(status, requirement, own, circumstances);
    return {
      id: requirement.id,
      level: requirement.level,
      status,
      ...(reason !== undefined && { reason }),
      checks: [...new Set(own.map((outcome) => outcome.id))],
    };
  });
}

function brokenStatus(requirement: RequirementModel): RequirementStatus {
  return requirement.level === "MUST" ? "broken" : "warned";
}

function statusOf(
  requirement: RequirementModel,
  outcomes: readonly CheckOutcome[],
  missingGate: string | undefined,
): RequirementStatus {
  const verdicts = new Set(outcomes.map((outcome) => outcome.verdict));
  const worst = STATUS.find(([verdict]) => verdicts.has(verdict));
  if (worst !== undefined) return worst[1];
  if (missingGate !== undefined) return "not-applicable";
  return typeof requirement.verification === "object" ? "excluded" : "untested";
}

function reasonFor(
  status: RequirementStatus,
  requirement: RequirementModel,
  outcomes: readonly CheckOutcome[],
  { partial }: Circumstances,
): string | undefined {
  if (status === "excluded" && typeof requirement.verification === "object") return requirement.verification.because;
  if (status !== "untested") return undefined;
  return (
    outcomes.find((outcome) => outcome.reason !== undefined)?.reason ??
    (partial ? "No check of it was run" : "This version of the kit has no check of it")
  );
}
