// From a configuration to a plan: every default in one place.
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import type { Settings } from "../harness/settings.ts";
import { driverSource } from "./driver-source.ts";
import type { KitConfig } from "./kit-config.ts";
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

const DEFAULT_FLAVOR = { name: "vdk-probe", vcpus: 1, memoryMib: 64, rootGib: 1 } as const;
const DEFAULT_ANSWER_MS = 30_000;

/** Makes a plan. The run directory is new; nothing is written yet. */
export function makePlan({ driver, config, selection, cwd }: PlanParts): RunPlan {
  const runId = randomBytes(4).toString("hex");
  const runDirectory = join(runsDirectory(), runId);
  return {
    runId,
    driver,
    ...(config.peer !== undefined && { peer: driverSource(config.peer, cwd) }),
    profile: config.profile ?? "base",
    runDirectory,
    selection: { only: [], skip: [], repeat: 1, seed: randomBytes(4).readUInt32LE(), ...selection },
    settings: settingsOf(config, runDirectory, cwd),
  };
}

function settingsOf(config: KitConfig, runDirectory: string, cwd: string): Settings {
  const { image, imageDirectory, node, pm1Base, timeouts, networkInterface } = config;
  return {
    prefix: config.prefix ?? "vdk-",
    flavor: { ...DEFAULT_FLAVOR, ...config.flavor },
    imageDirectory: imageDirectory === undefined ? join(runDirectory, "images") : resolve(cwd, imageDirectory),
    answerWithinMs: timeouts?.answerMs ?? DEFAULT_ANSWER_MS,
    timeScale: timeouts?.scale ?? 1,
    ...(image !== undefined && { image: resolve(cwd, image) }),
    ...(node !== undefined && { node }),
    ...(pm1Base !== undefined && { pm1Base }),
    ...(networkInterface !== undefined && { networkInterface }),
  };
}

/** Where the directories of all runs are, each named for its run. */
export function runsDirectory(): string {
  return join(tmpdir(), "vdk-runs");
}
