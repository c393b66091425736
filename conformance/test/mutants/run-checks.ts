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
  /** The driver of a second host. */
  readonly peer?: Attachment | undefined;
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
  { timeScale = 1, profile = "base", peer }: RunChecksOptions = {},
): Promise<RunResult> {
  const settings = {
    prefix: "vdk-",
    flavor: { name: "vdk", vcpus: 1, memoryMib: 64, rootGib: 1 },
    imageDirectory: imageDirectory(),
    answerWithinMs: 5_000,
    timeScale,
  };
  const selection = { only: [], skip: [], repeat: 1, seed: SEED };
  const plan = { runId: "0badcafe", profile, selection, settings, runDirectory: directory };
  const runner = runnerFor(plan, attachment, peer);
  const { signal } = new AbortController();
  const attach = await runner.begin();
  const outcomes: CheckOutcome[] = [];
  try {
    for (const check of checks) outcomes.push(await runner.run({ check, repetition: 1 }, signal));
  } finally {
    await runner.end();
  }
  const record = { attach, outcomes, detach: await runner.end(), startedAtMs: STARTED_AT_MS, durationMs: 0 };
  const kit = { name: "kit", version: "1" };
  return summarize(record, { model: specModel, plan, known: [], kit, attachment: "mutant" });
}
