// Runs one check and cleans up after it, whatever happens.
import type { WireFault } from "@virt-driver-kit/spec";

import { abortable } from "../harness/abortable.ts";
import { Blocked } from "../harness/blocked.ts";
import type { Check } from "../harness/check.ts";
import { cleanUp } from "../harness/clean-up.ts";
import { incidentOf } from "../harness/incident.ts";
import { judgeError } from "../harness/judge-error.ts";
import type { ErrorJudgement } from "../harness/judge-error.ts";
import type { Incident, TranscriptLine } from "../harness/outcome.ts";
import type { RunServices } from "../harness/run-services.ts";
import { RunningCheck } from "../harness/running-check.ts";
import type { OpenSession } from "../harness/session-keeper.ts";

/** A check that takes longer, in milliseconds of real time before scaling, is broken itself: all its calls end by themselves. */
const LIMIT_MS = 600_000;

/** What came of a check. */
export interface Attempt {
  readonly judgement: ErrorJudgement;
  readonly incidents: readonly Incident[];
  /** The messages up to the failure, without those of the clean-up; absent if the check passed. */
  readonly transcript?: readonly TranscriptLine[];
}

/**
 * Runs one check in a session and removes what it made.
 *
 * @param signal - Ends the check early; the clean-up happens all the same.
 */
export async function attemptCheck(
  services: RunServices,
  check: Check,
  session: OpenSession,
  signal: AbortSignal,
): Promise<Attempt> {
  const { model, clock, keeper, watch, monitor, settings } = services;
  const level = model.requirements[check.requirement]?.level ?? "MUST";
  const judge = (error: unknown): ErrorJudgement =>
    judgeError(error, {
      requirement: check.requirement,
      level,
      operationOf: watch.operationOf,
      succeeded: watch.succeeded,
      cancelled: signal.aborted,
    });

  const limitMs = LIMIT_MS * Math.max(1, settings.timeScale);
  const overtime = new AbortController();
  const timer = clock.setTimer(limitMs, () =>
    overtime.abort(new TypeError(`The check "${check.id}" did not end within ${limitMs} ms`)),
  );
  const ends = AbortSignal.any([signal, overtime.signal]);

  const { hangs: hangsBefore, refused: refusedBefore } = watch;
  const node = await services
    .nodes()
    .then(([preferred]) => preferred)
    .catch((error: unknown) => (error instanceof Blocked ? error : new Blocked("listNodes", error)));
  const made = new RunningCheck(services, check, { session, node, signal: ends });
  const outcome = await abortable(ends, () => check.run(made)).then(() => PASSED, judge);
  timer.cancel();
  // What a check makes of a call that the watch did not let through says nothing on the driver.
  const stopped = watch.refused !== refusedBefore && outcome.verdict !== "pass";
  const judgement = stopped ? judge(watch.refused) : outcome;

  // A driver that did not answer one call may not answer the next either: a new session, or a new process, can.
  if (watch.hangs > hangsBefore) keeper.disturb();
  const lost = judgement.verdict === "pass" ? keeper.lost : undefined;
  const transcript = judgement.verdict === "pass" ? undefined : monitor.transcript.lines();
  const cleaned = await cleanUp(services, made);
  const broken =
    judgement.verdict === "pass" && cleaned.errors.length > 0 ? judgeCleanUp(cleaned.errors[0]) : judgement;
  return {
    judgement: broken,
    incidents: [...lostIncidents(lost), ...cleaned.incidents],
    ...(transcript && { transcript }),
  };
}

const PASSED: ErrorJudgement = { verdict: "pass" };

/** A check's own clean-up that fails is the check's defect. */
function judgeCleanUp(error: unknown): ErrorJudgement {
  return judgeError(new TypeError(`The clean-up of the check failed: ${String(error)}`, { cause: error }), {
    level: "MUST",
    operationOf: () => undefined,
    succeeded: new Set(),
    cancelled: false,
  });
}

/** A driver that left after its last answer is told of by no call. */
function lostIncidents(fault: WireFault | undefined): Incident[] {
  const incident = fault === undefined ? undefined : incidentOf(fault);
  return incident === undefined ? [] : [incident];
}
