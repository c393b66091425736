// Runs checks on a driver in this process, without a test runner between.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Attachment } from "../../src/harness/attachment.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";
import { runnerFor } from "../../src/engine/runner-for.ts";

const SEED = 1;

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

/**
 * Runs checks in their order, on one attachment.
 *
 * @param directory - Where the journal is written.
 * @param timeScale - What waits in real time are multiplied with.
 * @returns What came of each check.
 */
export async function runChecks(
  attachment: Attachment,
  checks: readonly Check[],
  directory: string,
  timeScale: number = 1,
): Promise<CheckOutcome[]> {
  const settings = {
    prefix: "vdk-",
    flavor: { name: "vdk", vcpus: 1, memoryMib: 64, rootGib: 1 },
    imageDirectory: imageDirectory(),
    answerWithinMs: 5_000,
    timeScale,
  };
  const selection = { only: [], skip: [], repeat: 1, seed: SEED };
  const plan = { runId: "0badcafe", profile: "base", selection, settings, runDirectory: directory };
  const runner = runnerFor(plan, attachment);
  const { signal } = new AbortController();
  await runner.begin();
  try {
    const outcomes: CheckOutcome[] = [];
    for (const check of checks) outcomes.push(await runner.run({ check, repetition: 1 }, signal));
    return outcomes;
  } finally {
    await runner.end();
  }
}
