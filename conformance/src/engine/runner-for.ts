// Puts a run's parts together.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { specModel, systemClock } from "@virt-driver-kit/spec";

import type { Attachment } from "../harness/attachment.ts";
import { callWatch } from "../harness/call-watch.ts";
import { connectionMonitor } from "../harness/connection-monitor.ts";
import { imageStore } from "../harness/image-store.ts";
import { beginJournal } from "../harness/journal.ts";
import { nodeFinder } from "../harness/node-finder.ts";
import { seededRandom } from "../harness/random.ts";
import type { RunServices } from "../harness/run-services.ts";
import { secrets } from "../harness/secrets.ts";
import { SessionKeeper } from "../harness/session-keeper.ts";
import { transcript } from "../harness/transcript.ts";
import { uuidSource } from "../harness/uuids.ts";
import type { CheckRunner } from "./check-runner.ts";
import { kitRunner } from "./kit-runner.ts";
import type { RunPlan } from "./run-plan.ts";

/**
 * Makes the runner of a plan.
 *
 * @param plan - The plan. Its run directory is made, and the journal is begun in it.
 * @param attachment - The driver.
 */
export function runnerFor(plan: Omit<RunPlan, "driver">, attachment: Attachment): CheckRunner {
  const { runId, settings, selection, runDirectory } = plan;
  mkdirSync(runDirectory, { recursive: true });
  const clock = systemClock;
  const watch = callWatch(settings.answerWithinMs * settings.timeScale);
  const known = secrets();
  const monitor = connectionMonitor(transcript(known), clock);
  const keeper = new SessionKeeper(attachment, (connection) => monitor.observe(connection), clock);
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
    watch,
    journal: beginJournal(join(runDirectory, "journal.jsonl"), {
      run: runId,
      pid: process.pid,
      prefix: `${settings.prefix}${runId}`,
    }),
    images: imageStore({ directory: settings.imageDirectory, image: settings.image, pm1Base: settings.pm1Base, uuid }),
    secrets: known,
    uuid,
    node: nodeFinder(keeper, watch, settings.node),
  };
  return kitRunner(services);
}
