// Drivers that only certain histories show to be wrong: each is found by a random sequence sooner or later, and shown by a short one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import type { DriverDefinition } from "@virt-driver-kit/spec";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";

import { randomSequencesChecks } from "../../src/checks/sequences/random-sequences.ts";
import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { CheckOutcome, Incident } from "../../src/harness/outcome.ts";
import { removeImages, runChecks, type RunChecksOptions } from "./run-checks.ts";
import { historyMutants } from "./sequences.ts";

const PATIENCE_MS = 120_000;
const HANG_MS = 5_000;
/** After so many runs, each of which draws other sequences, a driver is to be found wrong. */
const RUNS = 8;

function showsSomething({ incidents }: CheckOutcome): boolean {
  return incidents !== undefined;
}

/** Plays random sequences on a driver until one of them shows something. */
async function play(driver: DriverDefinition, options: RunChecksOptions): Promise<readonly CheckOutcome[]> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-sequences-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const attachment = attachDefinition(() => driver, HANG_MS);
  const { checks } = await runChecks(attachment, randomSequencesChecks, directory, {
    ...options,
    until: showsSomething,
  });
  return checks;
}

/** The first breach that random sequences show of a driver. */
async function firstBreach(makeDriver: () => DriverDefinition): Promise<Incident | undefined> {
  for (let seed = 1; seed <= RUNS; seed++) {
    const [breach] = (await play(makeDriver(), { seed })).flatMap(({ incidents = [] }) => incidents);
    if (breach !== undefined) return breach;
  }
  return undefined;
}

describe("a random sequence", { timeout: PATIENCE_MS }, () => {
  afterAll(removeImages);

  test.for(historyMutants)("shows: $title ($id)", async ({ driver, requirement, message, steps }) => {
    const breach = await firstBreach(() => driver(fakeDriver()));
    expect(breach).toMatchObject({ requirement, problem: { message: expect.stringContaining(message) as string } });
    const { message: told = "", sequence = "" } = breach?.problem ?? {};
    expect(told).toContain(`the sequence was "${sequence}"`);
    const words = sequence.split(" ");
    expect(words).toHaveLength(steps ?? words.length);
  });

  test("is played again from its text, and shows the same", async () => {
    const [tired] = historyMutants.filter(({ id }) => id === "pause/stops-execution: not for the third time");
    const sequence = "a:spawn a:pause a:unpause a:pause a:unpause a:pause";
    const again = await play(tired?.driver(fakeDriver()) ?? fakeDriver(), { seed: 99, sequence });
    expect(again.flatMap(({ incidents = [] }) => incidents.map(({ requirement }) => requirement))).toEqual([
      "pause/stops-execution",
    ]);
    const shorter = await play(tired?.driver(fakeDriver()) ?? fakeDriver(), { sequence: sequence.slice(0, -8) });
    expect(new Set(shorter.map(({ verdict }) => verdict))).toEqual(new Set(["pass"]));
  });

  test.for([101, 102, 103])("shows nothing of a right driver, with seed %i", async (seed) => {
    const outcomes = await play(fakeDriver(), { seed });
    expect(outcomes.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
    expect(outcomes).toHaveLength(randomSequencesChecks.length);
  });
});
