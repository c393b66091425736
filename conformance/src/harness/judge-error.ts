// From what a check threw to a verdict: whose fault it is, why, and which other checks share the cause.
import { DriverError, WireError } from "@virt-driver-kit/spec";
import type { RequirementId } from "@virt-driver-kit/spec";

import { abbreviate } from "./abbreviate.ts";
import { causeOfAbsence } from "./absent-operation.ts";
import { Blocked } from "./blocked.ts";
import { HookError } from "./hook-error.ts";
import { causeOfFault, incidentOf } from "./incident.ts";
import { NotApplicable } from "./not-applicable.ts";
import { Violation } from "./violation.ts";
import type { Cause, CheckOutcome, Problem } from "./outcome.ts";

/** What a check's error means. */
export type ErrorJudgement = Pick<CheckOutcome, "verdict" | "problem" | "reason" | "lacks" | "incidents">;

/** What is known of the circumstances. */
export interface ErrorContext {
  /** The check's requirement; absent if it is no check that failed. */
  readonly requirement?: string;
  /** The level of the check's requirement. */
  readonly level: "MUST" | "SHOULD" | "MAY";
  /** The operation whose call rejected with an error, if one did. */
  readonly operationOf: (error: unknown) => string | undefined;
  /** Operations that have answered with success before. */
  readonly succeeded: ReadonlySet<string>;
  /** An operation that the driver declares and does not have, if the check met one: that explains whatever has no other cause. */
  readonly absent?: string | undefined;
  /** Whether the run was cancelled. */
  readonly cancelled: boolean;
}

/** Judges what a check threw. */
export function judgeError(error: unknown, context: ErrorContext): ErrorJudgement {
  if (context.cancelled) return { verdict: "not-run", reason: "The run was cancelled" };
  if (error instanceof NotApplicable) return judgeNotApplicable(error);
  if (error instanceof WireError && error.blame === "caller")
    return { verdict: "harness-error", problem: harnessProblem(error) };
  if (error instanceof Blocked) return judgeBlocked(error, context);
  const problem = problemOf(error, context);
  if (problem === undefined) return { verdict: "harness-error", problem: harnessProblem(error) };
  return judgeProblem(error, problem, context);
}

function judgeNotApplicable({ message: reason, lacks }: NotApplicable): ErrorJudgement {
  return { verdict: "not-applicable", reason, ...(lacks !== undefined && { lacks }) };
}

function judgeProblem(error: unknown, problem: Problem, context: ErrorContext): ErrorJudgement {
  return judgeBreach(error, problem, context);
}

function judgeBreach(error: unknown, problem: Problem, context: ErrorContext): ErrorJudgement {
  if (error instanceof Violation && error.requirement !== undefined && error.requirement !== context.requirement)
    return judgeElsewhere(error.requirement, problem);
  // A driver that dies, hangs or sends garbage breaks a requirement of the wire; of the check's own nothing was learned.
  const incident = error instanceof WireError ? incidentOf(error.fault) : undefined;
  if (incident !== undefined && incident.requirement !== context.requirement)
    return { verdict: "blocked", problem, incidents: [incident] };
  return { verdict: context.level === "MUST" ? "fail" : "warn", problem };
}

/** A check that met the breach of another requirement learned nothing of its own. Both belong to the finding of that other one. */
function judgeElsewhere(requirement: RequirementId, found: Problem): ErrorJudgement {
  const cause = found.cause ?? { key: `requirement:${requirement}`, text: found.message, decisive: true };
  const problem = { ...found, cause };
  const incident = { requirement, key: `elsewhere:${requirement}:${found.message}`, problem };
  return { verdict: "blocked", problem, incidents: [incident] };
}

function judgeBlocked(blocked: Blocked, context: ErrorContext): ErrorJudgement {
  const { cause } = blocked;
  if (isDefect(cause)) return { verdict: "harness-error", problem: harnessProblem(cause) };
  const incident = cause instanceof WireError && cause.blame === "driver" ? incidentOf(cause.fault) : undefined;
  return {
    verdict: "blocked",
    problem: blockedProblem(blocked, context),
    ...(incident !== undefined && { incidents: [incident] }),
  };
}

const OURS = [HookError, TypeError, RangeError, ReferenceError] as const;

/** What only the kit and its surroundings throw: a mistake in the program, or a system call that failed. */
function isDefect(error: unknown): boolean {
  const isOurs = OURS.some((kind) => error instanceof kind);
  return isOurs || (error instanceof Error && "errno" in error);
}

/**
 * Describes an error that is the driver's.
 *
 * @param context - Which operation it came from, and which operations are there.
 * @returns The problem, or `undefined` if the error is not the driver's.
 */
export function problemOf(
  error: unknown,
  context: Pick<ErrorContext, "operationOf" | "succeeded" | "absent">,
): Problem | undefined {
  if (error instanceof Violation) {
    const { message, expected, got, hint, sequence } = error;
    const cause = causeOfViolation(error, context);
    return {
      message,
      ...(cause && { cause }),
      ...(expected !== undefined && { expected: abbreviate(expected) }),
      ...(got !== undefined && { got: abbreviate(got) }),
      ...(hint !== undefined && { hint }),
      ...(sequence !== undefined && { sequence }),
    };
  }
  if (error instanceof WireError) {
    const { message, hint, excerpt } = error.fault;
    return { message, hint, cause: causeOfFault(error.fault), ...(excerpt !== undefined && { got: excerpt }) };
  }
  if (error instanceof DriverError) return refusalProblem(error, context);
  return undefined;
}

function causeOfViolation(
  { cause: refusal }: Violation,
  context: Pick<ErrorContext, "operationOf" | "succeeded" | "absent">,
): Cause | undefined {
  const cause = refusal instanceof DriverError ? causeOfRefusal(refusal, context) : undefined;
  // Which refusal it should have been matters only once the operation is there and works.
  if (cause?.decisive === true) return cause;
  return context.absent === undefined ? undefined : causeOfAbsence(context.absent);
}

function refusalProblem(error: DriverError, context: Pick<ErrorContext, "operationOf" | "succeeded">): Problem {
  const { code, effect, details, message } = error;
  const operation = context.operationOf(error);
  const cause = causeOfRefusal(error, context);
  return {
    message: `${operation === undefined ? "The driver" : `"${operation}"`} answered ${code}: ${message}`,
    expected: "the call to succeed",
    got: abbreviate({ code, effect, details }),
    ...(cause?.key.startsWith("missing:") && {
      hint: `Implement "${operation}"; vdk explain ${operation} tells what it has to do`,
    }),
    ...(cause && { cause }),
  };
}

/** A refusal belongs to the operation alone, whatever was tried, if it says that the operation is not there or broke down. */
function causeOfRefusal(
  error: DriverError,
  { operationOf, succeeded }: Pick<ErrorContext, "operationOf" | "succeeded">,
): Cause | undefined {
  const operation = operationOf(error);
  if (operation === undefined) return undefined;
  const { code, message } = error;
  if (code === "NOT_SUPPORTED" && !succeeded.has(operation)) return causeOfAbsence(operation);
  return {
    key: `refused:${operation}:${code}`,
    operation,
    decisive: code === "INTERNAL_ERROR",
    text: `"${operation}" answered ${code}: ${message}`,
  };
}

function blockedProblem(blocked: Blocked, context: ErrorContext): Problem {
  const operation = context.operationOf(blocked.cause) ?? blocked.operation;
  const operationOf = (): string => operation;
  const problem = problemOf(blocked.cause, { ...context, operationOf }) ?? {
    message: blocked.cause instanceof Error ? blocked.cause.message : String(blocked.cause),
  };
  const cause = problem.cause ?? {
    key: `given:${operation}:${problem.message}`,
    operation,
    decisive: true,
    text: `"${operation}" could not be used: ${problem.message}`,
  };
  return { ...problem, cause: { ...cause, operation: cause.operation ?? operation } };
}

function harnessProblem(error: unknown): Problem {
  if (error instanceof HookError) return hookProblem(error);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `Rejected with ${String(error)}`;
  return {
    message: `The kit failed: ${message}`,
    hint: "This is a defect of the kit and not of the driver; please report it with the stack",
    ...(error instanceof Error && error.stack !== undefined && { stack: error.stack }),
  };
}

function hookProblem({ message, output }: HookError): Problem {
  return {
    message,
    cause: { key: `hook:${message}`, text: message, decisive: true },
    ...(output !== "" && { got: output }),
    hint: "Mend the hook in the configuration; the driver was not tried, and this is no fault of it",
  };
}
