// Puts a run's parts together.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { specModel, systemClock } from "@virt-driver-kit/spec";

import { type CallLog, callLog } from "../coverage/call-log.ts";
import type { Attachment } from "../harness/attachment.ts";
import { callAdmission } from "../harness/call-admission.ts";
import { type CallWatch, callWatch } from "../harness/call-watch.ts";
import { coreStandIn } from "../harness/core-stand-in.ts";
import { connectionMonitor } from "../harness/connection-monitor.ts";
import { type HookRunner, hookRunner } from "../harness/hooks.ts";
import { imageStore } from "../harness/image-store.ts";
import { type InstanceBudget, instanceBudget } from "../harness/instance-budget.ts";
import { beginJournal, type Journal } from "../harness/journal.ts";
import { nodeFinder } from "../harness/node-finder.ts";
import type { PeerServices } from "../harness/peer.ts";
import { seededRandom } from "../harness/random.ts";
import type { RunServices } from "../harness/run-services.ts";
import { secrets } from "../harness/secrets.ts";
import { SessionKeeper } from "../harness/session-keeper.ts";
import { answerLimitMs } from "../harness/settings.ts";
import { siteVolumes } from "../harness/site-volumes.ts";
import { touchGuard } from "../harness/touch-guard.ts";
import { type Transcript, transcript } from "../harness/transcript.ts";
import { uuidSource } from "../harness/uuids.ts";
import { attachByHand } from "./attach-by-hand.ts";
import type { CheckRunner } from "./check-runner.ts";
import { kitRunner } from "./kit-runner.ts";
import type { RunPlan } from "./run-plan.ts";

const HOOK_WITHIN_MS = 60_000;

/**
 * Makes the runner of a plan.
 *
 * @param plan - The plan. Its run directory is made, and the journal is begun in it.
 * @param driver - The driver.
 * @param peer - The driver of a second host of the same site, if there is one.
 */
export function runnerFor(plan: Omit<RunPlan, "driver" | "peer">, driver: Attachment, peer?: Attachment): CheckRunner {
  const { runId, settings, selection, runDirectory } = plan;
  mkdirSync(runDirectory, { recursive: true });
  const clock = systemClock;
  const { journal, watch, usable } = accountsOf(plan, peer !== undefined);
  const hooks = hooksOf(plan, journal);
  const attachment = attachByHand(driver, hooks);
  const known = secrets();
  const messages = transcript(known);
  const calls = callLog(specModel);
  const monitor = connectionMonitor(messages, clock, calls.host());
  const core = coreStandIn();
  const keeper = new SessionKeeper(attachment, (connection) => monitor.observe(connection), clock, core.requests);
  const uuid = uuidSource(runId, seededRandom(selection.seed));
  const services: RunServices = {
    runId,
    seed: selection.seed,
    sequence: selection.sequence,
    settings,
    model: specModel,
    clock,
    attachment,
    keeper,
    monitor,
    core,
    ...(peer !== undefined && { peer: peerServices(peer, messages, { watch, calls, usable }) }),
    watch,
    calls,
    journal,
    images: imageStore({
      directory: settings.imageDirectory,
      siteImages: settings.images,
      pm1Base: settings.pm1Base,
      uuid,
    }),
    ...(settings.volumes !== undefined && { volumes: siteVolumes(settings.volumes, uuid) }),
    hooks,
    secrets: known,
    uuid,
    nodes: nodeFinder(keeper, watch, settings.nodes, usable),
  };
  return kitRunner(services);
}

/** What a run keeps account of, to touch nothing that it did not make and to make no more than it may. */
interface Accounts {
  readonly journal: Journal;
  readonly watch: CallWatch;
  /** The uuids of the nodes that may be used, as far as they were found. */
  readonly usable: Set<string>;
}

function accountsOf(
  { runId, settings, runDirectory }: Pick<RunPlan, "runId" | "settings" | "runDirectory">,
  hasPeer: boolean,
): Accounts {
  const header = { run: runId, pid: process.pid, prefix: `${settings.prefix}${runId}` };
  const budget = instanceBudget(settings.instancesAtOnce);
  const journal = givingBack(beginJournal(join(runDirectory, "journal.jsonl"), header), budget);
  const usable = new Set<string>();
  const mayUse = (node: string): boolean => settings.nodes === undefined || usable.size === 0 || usable.has(node);
  const isPlanned = (uuid: string): boolean => journal.outstanding().some((entry) => entry.uuid === uuid);
  const guard = touchGuard({ runId, isPlanned, mayUse });
  const watch = callWatch((operation) => answerLimitMs(settings, operation), callAdmission({ guard, budget, hasPeer }));
  return { journal, watch, usable };
}

/** What is gone counts no more. */
function givingBack(journal: Journal, budget: InstanceBudget): Journal {
  return {
    ...journal,
    gone: (uuid) => {
      journal.gone(uuid);
      budget.give(uuid);
    },
  };
}

function hooksOf(
  { runId, settings, runDirectory }: Pick<RunPlan, "runId" | "settings" | "runDirectory">,
  journal: Journal,
): HookRunner {
  const { hooks = {}, hookWithinMs = HOOK_WITHIN_MS, timeScale } = settings;
  const withinMs = hookWithinMs * timeScale;
  return hookRunner({ hooks, runId, directory: runDirectory, withinMs, clock: systemClock, journal });
}

/** The second host has a session, events and requests of its own; its messages stand in the same transcript. */
function peerServices(
  attachment: Attachment,
  messages: Transcript,
  { watch, calls, usable }: Pick<Accounts, "watch" | "usable"> & { readonly calls: CallLog },
): PeerServices {
  const monitor = connectionMonitor(messages, systemClock, calls.host());
  const core = coreStandIn();
  const keeper = new SessionKeeper(attachment, (connection) => monitor.observe(connection), systemClock, core.requests);
  return { keeper, monitor, core, nodes: nodeFinder(keeper, watch, undefined, usable), canKill: attachment.canKill };
}
