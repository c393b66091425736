// Runs one check and cleans up after it, whatever happens.
import type { Capability, WireFault } from "@virt-driver-kit/spec";

import { absentOperation } from "../harness/absent-operation.ts";
import { abortable } from "../harness/abortable.ts";
import { Blocked } from "../harness/blocked.ts";
import { cleanUp } from "../harness/clean-up.ts";
import { HookError } from "../harness/hook-error.ts";
import { incidentOf } from "../harness/incident.ts";
import type { Doings } from "../harness/ledger.ts";
import { judgeError } from "../harness/judge-error.ts";
import type { ErrorJudgement } from "../harness/judge-error.ts";
import type { Incident, TranscriptLine } from "../harness/outcome.ts";
import type { RunServices } from "../harness/run-services.ts";
import { RunningCheck } from "../harness/running-check.ts";
import type { OpenSession } from "../harness/session-keeper.ts";
import type { Check } from "../harness/check.ts";
import type { Settings } from "../harness/settings.ts";
import type { SelectedCheck } from "./selection.ts";

/** A check that takes longer, in milliseconds of real time before scaling, is broken itself: all its calls end by themselves. */
const LIMIT_MS = 600_000;
/** A timer of the runtime that is set for longer goes off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** How long a check may take. A soak goes round and round: each time has as much as a check. */
function limitOf({ needs }: Check, { soakCycles = 1, timeScale }: Settings): number {
  const rounds = needs?.soak ? soakCycles : 1;
  return Math.min(LIMIT_MS * rounds * Math.max(1, timeScale), LONGEST_TIMER_MS);
}

/** What came of a check. */
export interface Attempt {
  readonly judgement: ErrorJudgement;
  readonly incidents: readonly Incident[];
  /** The messages up to the failure, without those of the clean-up; absent if the check passed. */
  readonly transcript?: readonly TranscriptLine[];
  /** What the check did that may have left something behind; absent if it was not begun. */
  readonly doings?: Doings;
}

/**
 * Runs one check in a session and removes what it made.
 *
 * @param signal - Ends the check early; the clean-up happens all the same.
 */
export async function attemptCheck(
  services: RunServices,
  { check, repetition }: SelectedCheck,
  session: OpenSession,
  signal: AbortSignal,
): Promise<Attempt> {
  const { model, clock, keeper, watch, monitor, settings } = services;
  const level = model.requirements[check.requirement]?.level ?? "MUST";
  const { hangs: hangsBefore, refused: refusedBefore, absences, succeeded } = watch;
  const { length: absencesBefore } = absences;
  const judge = (error: unknown): ErrorJudgement => {
    const { requirement } = check;
    const context = { requirement, level, operationOf: watch.operationOf, succeeded, cancelled: signal.aborted };
    const { capabilities } = session.info;
    const declares = (capability: string): boolean => capabilities[capability as Capability] === true;
    const absent = absentOperation(absences.slice(absencesBefore), declares, succeeded);
    return judgeError(error, { ...context, absent });
  };

  const limitMs = limitOf(check, settings);
  const overtime = new AbortController();
  const timer = clock.setTimer(limitMs, () =>
    overtime.abort(new TypeError(`The check "${check.id}" did not end within ${limitMs} ms`)),
  );
  const ends = AbortSignal.any([signal, overtime.signal]);

  watch.admission.begin();
  const { changes: changesBefore } = watch.sent;
  const node = await services
    .nodes()
    .then(([preferred]) => preferred)
    .catch((error: unknown) => (error instanceof Blocked ? error : new Blocked("listNodes", error)));
  const made = new RunningCheck(services, check, { session, node, repetition, signal: ends });
  const outcome = await abortable(ends, () => check.run(made)).then(() => PASSED, judge);
  timer.cancel();
  // What a check makes of a call that the watch did not let through says nothing on the driver.
  const stopped = watch.refused !== refusedBefore && outcome.verdict !== "pass";
  const tried = stopped ? judge(watch.refused) : outcome;
  // A call that was not sent at all tried nothing, whatever the check concluded.
  const { withheld } = watch.admission;
  const judgement = withheld === undefined ? tried : judge(withheld);

  // A driver that did not answer one call may not answer the next either: a new session, or a new process, can.
  if (watch.hangs > hangsBefore) keeper.disturb();
  const lost = judgement.verdict === "pass" ? keeper.lost : undefined;
  const transcript = judgement.verdict === "pass" ? undefined : monitor.transcript.lines();
  const hasChanged = watch.sent.changes > changesBefore;
  const cleaned = await cleanUp(services, made);
  return {
    judgement: cleaned.errors.length > 0 ? afterCleanUp(judgement, cleaned.errors) : judgement,
    incidents: [...lostIncidents(lost), ...cleaned.incidents],
    ...(transcript && { transcript }),
    doings: { ...doingsOf(check, made), hasChanged, cleaned },
  };
}

function doingsOf(check: Check, made: RunningCheck): Omit<Doings, "hasChanged" | "cleaned"> {
  return {
    check: check.id,
    isShort: check.needs?.soak !== true,
    entries: made.instances.made,
    files: made.files,
    usedSecondHost: made.openedPeer !== undefined,
  };
}

const PASSED: ErrorJudgement = { verdict: "pass" };

/** A check's own clean-up that fails is the check's defect, and a hook's failure that of the site. */
function afterCleanUp(judgement: ErrorJudgement, errors: readonly unknown[]): ErrorJudgement {
  const context = {
    level: "MUST",
    operationOf: () => undefined,
    succeeded: new Set<string>(),
    cancelled: false,
  } as const;
  const { verdict } = judgement;
  const ofHook = errors.find((error) => error instanceof HookError);
  if (ofHook !== undefined && (verdict === "pass" || verdict === "not-applicable")) return judgeError(ofHook, context);
  if (verdict !== "pass") return judgement;
  const [error] = errors;
  return judgeError(new TypeError(`The clean-up of the check failed: ${String(error)}`, { cause: error }), context);
}

/** A driver that left after its last answer is told of by no call. */
function lostIncidents(fault: WireFault | undefined): Incident[] {
  const incident = fault === undefined ? undefined : incidentOf(fault);
  return incident === undefined ? [] : [incident];
}
