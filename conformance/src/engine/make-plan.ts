// From a configuration to a plan: every default in one place.
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { Settings } from "../harness/settings.ts";
import { USUAL_ANSWER_MS } from "./answer-limits.ts";
import { driverSource } from "./driver-source.ts";
import type { KitConfig, TimeoutConfig } from "./kit-config.ts";
import { hooksOf } from "./make-hooks.ts";
import { resourceSettings } from "./make-resources.ts";
import type { DriverSource, RunPlan } from "./run-plan.ts";
import type { Selection } from "./selection.ts";

/** What a plan is made of. */
export interface PlanParts {
  readonly driver: DriverSource;
  readonly config: KitConfig;
  /** What is known of the selection; all checks once, with a random seed, otherwise. */
  readonly selection?: Partial<Selection>;
  /** What relative paths of the configuration begin at. */
  readonly cwd: string;
}

/** How long a driver may be silent about what the table of operations does not name. */
const ANSWER_MS = 30_000;
const HOOK_MS = 60_000;
const SOAK_CYCLES = 1_000;

/**
 * Makes a plan. The run directory is new; nothing is written yet.
 *
 * @throws UsageError if hooks do not go with the way in which the driver is attached.
 */
export function makePlan({ driver, config, selection, cwd }: PlanParts): RunPlan {
  const runId = randomBytes(4).toString("hex");
  const runDirectory = join(runsDirectory(), runId);
  const [host] = config.resources?.hosts ?? [];
  return {
    runId,
    driver,
    ...(host !== undefined && { peer: driverSource(host, cwd) }),
    profile: config.profile ?? "base",
    runDirectory,
    selection: { only: [], skip: [], repeat: 1, seed: randomBytes(4).readUInt32LE(), ...selection },
    settings: settingsOf({ driver, config, cwd }, runDirectory),
  };
}

function settingsOf({ driver, config, cwd }: PlanParts, runDirectory: string): Settings {
  const { imageDirectory, instancesAtOnce, pm1Base, timeouts = {} } = config;
  const directory = imageDirectory === undefined ? join(runDirectory, "images") : resolve(cwd, imageDirectory);
  return {
    prefix: config.prefix ?? "vdk-",
    ...(instancesAtOnce !== undefined && { instancesAtOnce }),
    ...(config.soak === true && { soakCycles: config.soakCycles ?? SOAK_CYCLES }),
    ...resourceSettings(config.resources ?? {}, directory, cwd),
    imageDirectory: directory,
    ...(pm1Base !== undefined && { pm1Base }),
    ...(config.hooks !== undefined && { hooks: hooksOf(config.hooks, driver, cwd) }),
    ...limitsOf(timeouts),
    hookWithinMs: timeouts.hookMs ?? HOOK_MS,
    timeScale: timeouts.scale ?? 1,
  };
}

/** A limit for all operations leaves nothing of the usual ones. */
function limitsOf({ answerMs, operationsMs }: TimeoutConfig): Pick<Settings, "answerWithinMs" | "operationsWithinMs"> {
  return answerMs === undefined
    ? { answerWithinMs: ANSWER_MS, operationsWithinMs: { ...USUAL_ANSWER_MS, ...operationsMs } }
    : { answerWithinMs: answerMs, operationsWithinMs: { ...operationsMs } };
}

/** Where the directories of all runs are, each named for its run. */
export function runsDirectory(): string {
  return join(tmpdir(), "vdk-runs");
}
