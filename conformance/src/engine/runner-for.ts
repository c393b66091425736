// Puts a run's parts together.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { specModel, systemClock } from "@virt-driver-kit/spec";

import type { Attachment } from "../harness/attachment.ts";
import { type CallWatch, callWatch } from "../harness/call-watch.ts";
import { coreStandIn } from "../harness/core-stand-in.ts";
import { connectionMonitor } from "../harness/connection-monitor.ts";
import { imageStore } from "../harness/image-store.ts";
import { beginJournal } from "../harness/journal.ts";
import { nodeFinder } from "../harness/node-finder.ts";
import type { PeerServices } from "../harness/peer.ts";
import { seededRandom } from "../harness/random.ts";
import type { RunServices } from "../harness/run-services.ts";
import { secrets } from "../harness/secrets.ts";
import { SessionKeeper } from "../harness/session-keeper.ts";
import { type Transcript, transcript } from "../harness/transcript.ts";
import { uuidSource } from "../harness/uuids.ts";
import type { CheckRunner } from "./check-runner.ts";
import { kitRunner } from "./kit-runner.ts";
import type { RunPlan } from "./run-plan.ts";

/**
 * Makes the runner of a plan.
 *
 * @param plan - The plan. Its run directory is made, and the journal is begun in it.
 * @param attachment - The driver.
 * @param peer - The driver of a second host of the same site, if there is one.
 */
export function runnerFor(
  plan: Omit<RunPlan, "driver" | "peer">,
  attachment: Attachment,
  peer?: Attachment,
): CheckRunner {
  const { runId, settings, selection, runDirectory } = plan;
  mkdirSync(runDirectory, { recursive: true });
  const clock = systemClock;
  const watch = callWatch(settings.answerWithinMs * settings.timeScale);
  const known = secrets();
  const messages = transcript(known);
  const monitor = connectionMonitor(messages, clock);
  const core = coreStandIn();
  const keeper = new SessionKeeper(attachment, (connection) => monitor.observe(connection), clock, core.requests);
  const uuid = uuidSource(runId, seededRandom(selection.seed));
  const services: RunServices = {
    runId,
    seed: selection.seed,
    settings,
    model: specModel,
    clock,
    attachment,
    keeper,
    monitor,
    core,
    ...(peer !== undefined && { peer: peerServices(peer, messages, watch) }),
    watch,
    journal: beginJournal(join(runDirectory, "journal.jsonl"), {
      run: runId,
      pid: process.pid,
      prefix: `${settings.prefix}${runId}`,
    }),
    images: imageStore({ directory: settings.imageDirectory, image: settings.image, pm1Base: settings.pm1Base, uuid }),
    secrets: known,
    uuid,
    nodes: nodeFinder(keeper, watch, settings.node),
  };
  return kitRunner(services);
}

/** The second host has a session, events and requests of its own; its messages stand in the same transcript. */
function peerServices(attachment: Attachment, messages: Transcript, watch: CallWatch): PeerServices {
  const monitor = connectionMonitor(messages, systemClock);
  const core = coreStandIn();
  const keeper = new SessionKeeper(attachment, (connection) => monitor.observe(connection), systemClock, core.requests);
  return { keeper, monitor, core, nodes: nodeFinder(keeper, watch), canKill: attachment.canKill };
}
