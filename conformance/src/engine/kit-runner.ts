// The check runner of the kit: harness and checks put together, with every failure turned into part of an outcome.
import type { Capability } from "@virt-driver-kit/spec";

import type { Check } from "../harness/check.ts";
import { ledger } from "../harness/ledger.ts";
import type { Ledger } from "../harness/ledger.ts";
import { ledgerReport } from "../harness/ledger-report.ts";
import { stockTaker } from "../harness/ledger-taker.ts";
import { judgeError } from "../harness/judge-error.ts";
import type { ErrorContext, ErrorJudgement } from "../harness/judge-error.ts";
import { type UnmetNeed, unmetNeed } from "../harness/needs.ts";
import type { CheckOutcome, Incident } from "../harness/outcome.ts";
import { hasProcessTable } from "../harness/process-table.ts";
import { removeInstances } from "../harness/remove-instances.ts";
import type { RunServices } from "../harness/run-services.ts";
import type { Secrets } from "../harness/secrets.ts";
import { attemptCheck } from "./attempt-check.ts";
import type { Attempt } from "./attempt-check.ts";
import { beginRun } from "./begin-run.ts";
import type { CheckRunner } from "./check-runner.ts";
import { gateOf } from "./profile.ts";
import type { AttachReport, DetachReport } from "./run-record.ts";
import type { SelectedCheck } from "./selection.ts";
import { sessionGate } from "./session-gate.ts";

/** An attempt, and whether it failed while it was learnt what nodes hold. */
interface FreshAttempt extends Attempt {
  readonly learnt: boolean;
}

/** Makes the runner of a run. It connects to nothing until it begins. */
export function kitRunner(services: RunServices): CheckRunner {
  const { clock, keeper, monitor, secrets, watch } = services;
  const gate = sessionGate(keeper);
  const books = ledger(stockTaker(services), { clock, timeScale: services.settings.timeScale });
  const evidence = evidenceOf(monitor);
  let isAttached = false;
  let capabilities: ReadonlySet<Capability> = new Set();
  let begun: Promise<AttachReport> | undefined;
  let ended: Promise<DetachReport> | undefined;

  const begin = async (): Promise<AttachReport> => {
    const { report, failure } = await beginRun(services);
    isAttached = report.driver !== undefined;
    capabilities = new Set(report.driver?.capabilities);
    if (failure !== undefined) gate.shut(failure);
    // A driver that cannot be read is judged by the checks.
    else await books.open().catch(() => undefined);
    return report;
  };

  const attempt = async (selected: SelectedCheck, signal: AbortSignal): Promise<Attempt> => {
    try {
      return await attemptCheck(services, selected, await gate.open(), signal);
    } catch (error) {
      const judgement = judgeError(error, { level: "MUST", ...callsOf(services), cancelled: signal.aborted });
      return { judgement, incidents: [] };
    }
  };

  /** Begins anew with whoever listens, and runs a check. */
  const fresh = async (selected: SelectedCheck, signal: AbortSignal): Promise<FreshAttempt> => {
    listenAnew(services);
    const knew = watch.hasWholeNodes;
    const attempted = await attempt(selected, signal);
    return { ...attempted, learnt: attempted.judgement.verdict !== "pass" && watch.hasWholeNodes !== knew };
  };

  return {
    begin: () => (begun ??= begin()),

    run: async ({ check, repetition }, signal) => {
      const { id, requirement, title } = check;
      const startedAt = clock.now();
      const outcome = { id, requirement, title, repetition, durationMs: 0 };
      if (signal.aborted) return { ...outcome, verdict: "not-run", reason: "The run was cancelled" };
      await (begun ??= begin());
      const untried = gate.isShut ? undefined : whyNotTried(services, check, capabilities);
      if (untried !== undefined) return { ...outcome, ...untried };

      let attempted = await fresh({ check, repetition }, signal);
      // What was learnt of the nodes on the way is true of the next try.
      if (attempted.learnt) attempted = await fresh({ check, repetition }, signal);
      const { incidents: met = [], ...judgement } = attempted.judgement;
      // Without a session there is nothing to be read; the next check says why.
      const leaks = await books.audit(attempted, () => fresh({ check, repetition }, signal)).catch(() => []);
      const peerIncidents = services.peer?.monitor.takeIncidents() ?? [];
      const incidents = monitor.takeIncidents([...met, ...attempted.incidents, ...leaks, ...peerIncidents]);
      const shown = evidence(judgement, incidents, attempted.transcript);
      const facts = { ...(incidents.length > 0 && { incidents }), ...shown };
      return withoutSecrets(secrets, { ...outcome, ...judgement, ...facts, durationMs: clock.now() - startedAt });
    },

    end: () => (ended ??= endRun(services, books, isAttached)),
  };
}

/** Gives the messages of a check, if they tell something that was not told before. */
function evidenceOf({ transcript: now }: RunServices["monitor"]): Evidence {
  const told = new Set<string>();
  return ({ verdict, problem }, incidents, transcript) => {
    const key = problem?.cause?.key;
    const repeats = verdict === "blocked" && key !== undefined && told.has(key);
    if (key !== undefined) told.add(key);
    const silent = verdict === "pass" || verdict === "not-applicable" || verdict === "not-run" || repeats;
    return silent && incidents.length === 0 ? {} : { transcript: transcript ?? now.lines() };
  };
}

type Evidence = (
  judgement: ErrorJudgement,
  incidents: readonly Incident[],
  transcript: Attempt["transcript"],
) => Pick<CheckOutcome, "transcript">;

/** Takes the secrets out of what a driver has had a word in. The kit's own names stay as they are: a secret may look like a part of one. */
function withoutSecrets(secrets: Secrets, outcome: CheckOutcome): CheckOutcome {
  const { problem, reason, transcript, incidents } = outcome;
  return {
    ...outcome,
    ...secrets.scrub({ ...(problem && { problem }), ...(reason !== undefined && { reason }) }),
    ...(transcript && { transcript: secrets.scrub(transcript) }),
    ...(incidents && { incidents: incidents.map((incident) => incidentWithout(secrets, incident)) }),
  };
}

function incidentWithout(secrets: Secrets, { key, problem, ...names }: Incident): Incident {
  return { ...names, ...secrets.scrub({ key, problem }) };
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

/** A site that a hook has left broken says nothing on the driver. */
function whyNotTried(
  services: RunServices,
  check: Check,
  capabilities: ReadonlySet<Capability>,
): Pick<CheckOutcome, "verdict" | "reason" | "lacks"> | undefined {
  const unmet = whyNotApplicable(services, check, capabilities);
  if (unmet !== undefined) return { verdict: "not-applicable", ...unmet };
  const { broken } = services.hooks;
  return broken && { verdict: "not-run", reason: `The site is not what it was: ${broken.message}` };
}

function whyNotApplicable(
  { model, attachment, peer, settings, hooks }: RunServices,
  check: Check,
  capabilities: ReadonlySet<Capability>,
): UnmetNeed | undefined {
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
    holdsProbe: settings.images?.every(({ holdsProbe }) => holdsProbe) ?? true,
    isSoak: settings.soakCycles !== undefined,
    hasHook: (fault) => hooks.has(fault),
  });
}

async function endRun(services: RunServices, books: Ledger, wasAttached: boolean): Promise<DetachReport> {
  const { attachment, keeper, peer, monitor, journal, watch, calls, clock, secrets } = services;
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
  const stillThere = new Set(journal.outstanding().map(({ uuid }) => uuid));
  const leaks = await books.close((uuid) => stillThere.has(uuid));
  await keeper.close();
  await peer?.keeper.close();
  return {
    leftovers: journal.outstanding(),
    faultsLeft: journal.faults(),
    hookRuns: Object.fromEntries(services.hooks.runs),
    operationsSeen: [...watch.succeeded],
    calls: calls.seen(),
    incidents: monitor.takeIncidents(leaks).map((incident) => incidentWithout(secrets, incident)),
    ...(wasAttached && { ledger: ledgerReport(attachment, hasProcessTable()) }),
  };
}
