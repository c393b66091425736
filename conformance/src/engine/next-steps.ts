// What the author of an unfinished driver should do next: what ends its sessions, then the operations that most checks wait
// for, then what else is broken.
import type { OperationModel, SpecModel } from "@virt-driver-kit/spec";

import type { CheckOutcome } from "../harness/outcome.ts";
import type { RunRecord } from "./run-record.ts";
import type { Finding, NextStep } from "./run-result.ts";

const MOST_STEPS = 5;

/** Keys of the faults by which a driver leaves. */
const GONE = /^wire:(?:driver-exited|connection-closed):/u;

/** Operations in the order in which a driver is best written: each needs the ones before it to be tried. */
const LADDER = [
  "initialize",
  "listNodes",
  "listInstances",
  "getInfo",
  "spawn",
  "destroy",
  "listInstanceStates",
  "powerOff",
  "powerOn",
  "reboot",
];

/**
 * Makes a list of what to do next, the most useful first. Empty if nothing failed.
 *
 * @param model - The spec.
 * @param record - What the run saw.
 * @param findings - What it found.
 */
export function nextSteps(model: SpecModel, record: RunRecord, findings: readonly Finding[]): NextStep[] {
  const open = findings.filter(
    (finding) => !finding.known && finding.verdict !== "warn" && finding.verdict !== "harness-error",
  );
  if (open.length === 0) return [];
  if (record.attach.driver === undefined) return open.slice(0, 1).map(repairStep);
  const missing = missingOperations(model, record)
    .map((operation) => operationStep(operation, record.outcomes, open))
    .filter((step) => step.unlocks > 0)
    .toSorted((a, b) => b.unlocks - a.unlocks);
  const named = new Set(missing.map((step) => step.operation));
  const repairs = open.filter((finding) => finding.operation === undefined || !named.has(finding.operation));
  const [ends, others] = [repairs.filter(endsSessions), repairs.filter((finding) => !endsSessions(finding))];
  return [...ends.map(repairStep), ...missing, ...others.map(repairStep)].slice(0, MOST_STEPS);
}

/**
 * Whether nothing can be tried before this is mended: the driver left, or what it wrote made its connection useless. What it
 * left untried waits for that, and not for its own operation.
 */
function endsSessions({ key, operation, blocked }: Finding): boolean {
  return GONE.test(key) || (key.startsWith("wire:") && operation === undefined && blocked.length > 0);
}

function missingOperations(model: SpecModel, { attach, detach }: RunRecord): OperationModel[] {
  const seen = new Set(detach.operationsSeen);
  const declared = new Set<string>(attach.driver?.capabilities);
  return Object.values(model.operations)
    .filter(
      ({ kind, servedBy, capability }) =>
        kind !== "notification" && servedBy === "driver" && (capability === undefined || declared.has(capability)),
    )
    .filter(({ name }) => !seen.has(name))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Operations that are not on the ladder come after it. */
function rank({ name }: OperationModel): number {
  return (LADDER.indexOf(name) + LADDER.length + 1) % (LADDER.length + 1);
}

function operationStep(
  operation: OperationModel,
  outcomes: readonly CheckOutcome[],
  findings: readonly Finding[],
): NextStep {
  const wasTried = findings.some((finding) => finding.operation === operation.name);
  const waiting = new Set(
    findings
      .filter((finding) => finding.operation === operation.name)
      .flatMap((finding) => [...finding.blocked, ...finding.failed]),
  );
  for (const outcome of outcomes) {
    if (
      outcome.requirement.startsWith(`${operation.name}/`) &&
      outcome.verdict !== "pass" &&
      outcome.verdict !== "not-applicable"
    )
      waiting.add(outcome.id);
  }
  return {
    text: wasTried ? `Make "${operation.name}" answer` : `Then "${operation.name}", which could not be tried yet`,
    detail: `${operation.summary} Parameters: ${signature(operation.params)}. Result: ${signature(operation.result)}.`,
    unlocks: waiting.size,
    operation: operation.name,
  };
}

function signature(schema: OperationModel["params"] | undefined): string {
  const names = Object.keys(schema?.properties ?? {}).map((name) =>
    schema?.required?.includes(name) ? name : `${name}?`,
  );
  return names.length === 0 ? "none" : names.join(", ");
}

function repairStep(finding: Finding): NextStep {
  const waiting = finding.blocked.length + finding.failed.length;
  return {
    text: finding.headline,
    detail: finding.problem.hint ?? "",
    unlocks: waiting,
    ...(finding.operation !== undefined && { operation: finding.operation }),
  };
}
