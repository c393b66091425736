// The check runner of the kit: harness and checks put together, with every failure turned into part of an outcome.
import type { Capability } from "@virt-driver-kit/spec";

import type { Check } from "../harness/check.ts";
import { judgeError } from "../harness/judge-error.ts";
import type { ErrorContext, ErrorJudgement } from "../harness/judge-error.ts";
import { unmetNeed } from "../harness/needs.ts";
import type { CheckOutcome, Incident } from "../harness/outcome.ts";
import { removeInstances } from "../harness/remove-instances.ts";
import type { RunServices } from "../harness/run-services.ts";
import { attemptCheck } from "./attempt-check.ts";
import type { Attempt } from "./attempt-check.ts";
import { beginRun } from "./begin-run.ts";
import type { CheckRunner } from "./check-runner.ts";
import { gateOf } from "./profile.ts";
import type { AttachReport, DetachReport } from "./run-record.ts";
import { sessionGate } from "./session-gate.ts";

/** Makes the runner of a run. It connects to nothing until it begins. */
export function kitRunner(services: RunServices): CheckRunner {
  const { clock, keeper, monitor, secrets, watch } = services;
  const gate = sessionGate(keeper);
  const told = new Set<string>();
  let capabilities: ReadonlySet<Capability> = new Set();
  let begun: Promise<AttachReport> | undefined;
  let ended: Promise<DetachReport> | undefined;

  const begin = async (): Promise<AttachReport> => {
    const { report, failure } = await beginRun(services);
    capabilities = new Set(report.driver?.capabilities);
    if (failure !== undefined) gate.shut(failure);
    return report;
  };

  const attempt = async (check: Check, signal: AbortSignal): Promise<Attempt> => {
    try {
      return await attemptCheck(services, check, await gate.open(), signal);
    } catch (error) {
      const judgement = judgeError(error, { level: "MUST", ...callsOf(services), cancelled: signal.aborted });
      return { judgement, incidents: [] };
    }
  };

  /** Begins anew with whoever listens, and runs a check; tells whether it failed while it was learnt what nodes hold. */
  const fresh = async (check: Check, signal: AbortSignal): Promise<Attempt & { readonly learnt: boolean }> => {
    listenAnew(services);
    const knew = watch.hasWholeNodes;
    const attempted = await attempt(check, signal);
    return { ...attempted, learnt: attempted.judgement.verdict !== "pass" && watch.hasWholeNodes !== knew };
  };

  /** The messages of a check, if they tell something that was not told before. */
  const evidence = (
    { verdict, problem }: ErrorJudgement,
    incidents: readonly Incident[],
    transcript: Attempt["transcript"],
  ): Pick<CheckOutcome, "transcript"> => {
    const key = problem?.cause?.key;
    const repeats = verdict === "blocked" && key !== undefined && told.has(key);
    if (key !== undefined) told.add(key);
    const silent = verdict === "pass" || verdict === "not-applicable" || verdict === "not-run" || repeats;
    return silent && incidents.length === 0 ? {} : { transcript: transcript ?? monitor.transcript.lines() };
  };

  return {
    begin: () => (begun ??= begin()),

    run: async ({ check, repetition }, signal) => {
      const { id, requirement, title } = check;
      const startedAt = clock.now();
      const outcome = { id, requirement, title, repetition, durationMs: 0 };
      if (signal.aborted) return { ...outcome, verdict: "not-run", reason: "The run was cancelled" };
      await (begun ??= begin());
      const reason = gate.isShut ? undefined : whyNotApplicable(services, check, capabilities);
      if (reason !== undefined) return { ...outcome, verdict: "not-applicable", reason };

      let attempted = await fresh(check, signal);
      // What was learnt of the nodes on the way is true of the next try.
      if (attempted.learnt) attempted = await fresh(check, signal);
      const { incidents: met = [], ...judgement } = attempted.judgement;
      const peerIncidents = services.peer?.monitor.takeIncidents() ?? [];
      const incidents = monitor.takeIncidents([...met, ...attempted.incidents, ...peerIncidents]);
      const shown = evidence(judgement, incidents, attempted.transcript);
      const facts = { ...(incidents.length > 0 && { incidents }), ...shown };
      return secrets.scrub({ ...outcome, ...judgement, ...facts, durationMs: clock.now() - startedAt });
    },

    end: () => (ended ??= endRun(services)),
  };
}

function listenAnew({ monitor, core, peer }: RunServices): void {
  peer?.monitor.begin();
  peer?.core.begin();
  core.begin();
  monitor.begin();
}

function callsOf({ watch }: RunServices): Pick<ErrorContext, "operationOf" | "succeeded"> {
  return { operationOf: watch.operationOf, succeeded: watch.succeeded };
}

function whyNotApplicable(
  { model, attachment, peer }: RunServices,
  check: Check,
  capabilities: ReadonlySet<Capability>,
): string | undefined {
  const requirement = model.requirements[check.requirement];
  const gate = requirement && (gateOf(model, requirement) as Capability | undefined);
  const { transport, startsDriver, canKill, canOpenSessions } = attachment;
  return unmetNeed(check, gate, {
    capabilities,
    transport,
    canKill,
    canRestart: startsDriver,
    canOpenSessions,
    hasPeer: peer !== undefined,
  });
}

async function endRun({ keeper, peer, monitor, journal, watch, clock, secrets }: RunServices): Promise<DetachReport> {
  monitor.begin();
  const left = journal.outstanding();
  if (left.length > 0) {
    // Without a session nothing can be removed; the journal keeps what is left, and the report lists it.
    await keeper
      .session()
      .then(({ connection }) =>
        removeInstances(left, watch.watch(connection.driver, new AbortController().signal), journal, clock),
      )
      .catch(() => undefined);
  }
  await keeper.close();
  await peer?.keeper.close();
  return {
    leftovers: journal.outstanding(),
    operationsSeen: [...watch.succeeded],
    incidents: secrets.scrub(monitor.takeIncidents()),
  };
}
