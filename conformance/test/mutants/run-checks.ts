// Runs checks on a driver in this process, without a test runner between.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { specModel } from "@virt-driver-kit/spec";

import type { CheckOutcome } from "../../src/harness/outcome.ts";
import type { Attachment } from "../../src/harness/attachment.ts";
import type { Check } from "../../src/harness/check.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import { runnerFor } from "../../src/engine/runner-for.ts";
import { summarize } from "../../src/engine/summarize.ts";

const SEED = 1;
const STARTED_AT_MS = Date.UTC(2026, 5, 1);

let images: string | undefined;

/** Where images are: once for all runs of a thread, since they are a megabyte each. */
function imageDirectory(): string {
  images ??= mkdtempSync(join(tmpdir(), "vdk-images-"));
  return images;
}

/** Removes the images. Called when the last run of a test file has ended. */
export function removeImages(): void {
  if (images !== undefined) rmSync(images, { recursive: true, force: true });
  images = undefined;
}

/** What {@link runChecks} may be told. */
export interface RunChecksOptions {
  /** What waits in real time are multiplied with. */
  readonly timeScale?: number | undefined;
  readonly profile?: string;
  /** How many times the checks of a soak go round. Left out: the run is no soak. */
  readonly soakCycles?: number | undefined;
  /** The driver of a second host. */
  readonly peer?: Attachment | undefined;
  /** Ends the run after the first outcome of which it is true. Left out: all are run. */
  readonly until?: (outcome: CheckOutcome) => boolean;
  /** How long a call may stay without an answer, in real milliseconds. Left out: 5000. */
  readonly answerWithinMs?: number;
  /** The same of single operations, which comes first. */
  readonly operationsWithinMs?: Readonly<Record<string, number>>;
  /** Left out: 1. */
  readonly seed?: number;
  /** What checks of random sequences play. Left out: they draw it. */
  readonly sequence?: string;
}

/**
 * Runs checks in their order, on one attachment.
 *
 * @param directory - Where the journal is written.
 * @param options - What is not as usual.
 * @returns What `vdk test` would conclude from it, with what came of each check.
 */
export async function runChecks(
  attachment: Attachment,
  checks: readonly Check[],
  directory: string,
  options: RunChecksOptions = {},
): Promise<RunResult> {
  const { timeScale = 1, profile = "base", peer, until = () => false, answerWithinMs = 5_000 } = options;
  const { seed = SEED, sequence, soakCycles, operationsWithinMs = {} } = options;
  const settings = {
    prefix: "vdk-",
    flavor: { name: "vdk", vcpus: 1, memoryMib: 64, rootGib: 1 },
    imageDirectory: imageDirectory(),
    answerWithinMs,
    operationsWithinMs,
    timeScale,
    ...(soakCycles !== undefined && { soakCycles }),
  };
  const selection = { only: [], skip: [], repeat: 1, seed, ...(sequence !== undefined && { sequence }) };
  const plan = { runId: "0badcafe", profile, selection, settings, runDirectory: directory };
  const runner = runnerFor(plan, attachment, peer);
  const { signal } = new AbortController();
  const attach = await runner.begin();
  const outcomes: CheckOutcome[] = [];
  try {
    for (const check of checks) {
      const outcome = await runner.run({ check, repetition: 1 }, signal);
      outcomes.push(outcome);
      if (until(outcome)) break;
    }
  } finally {
    await runner.end();
  }
  const record = { attach, outcomes, detach: await runner.end(), startedAtMs: STARTED_AT_MS, durationMs: 0 };
  const kit = { name: "kit", version: "1" };
  return summarize(record, { model: specModel, plan, known: [], kit, attachment: "mutant" });
}
