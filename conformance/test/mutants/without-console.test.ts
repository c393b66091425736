// A driver that keeps no console shows nothing of its guests but their power states. What can be told by those is still told.
import { afterAll, expect, test } from "vitest";

import { allMutants } from "./all-mutants.ts";
import { tryMutant } from "./findings.ts";
import { removeImages } from "./run-checks.ts";

const TOLD_BY_POWER_STATES = [
  "spawn/starts-the-guest: leaves it off",
  "spawn/obeys-power-on-false: ignores it",
  "powerOn/boots-the-guest: does nothing",
  "powerOn/running-instance-goes-on: refused",
  "powerOff/stops-the-guest: does nothing",
  "powerOff/forces-after-the-timeout: too early",
  "reboot/soft-boots-once: leaves it off",
  "reboot/hard-works-from-every-state: not when shutdown",
  "pause/stops-execution: does nothing",
  "unpause/goes-on-where-it-stopped: does nothing",
];

afterAll(removeImages);

test.for(TOLD_BY_POWER_STATES)("the kit finds %s, also without a console", { timeout: 30_000 }, async (id) => {
  const mutant = allMutants.find((candidate) => candidate.id === id);
  if (mutant === undefined) throw new TypeError(`There is no mutant "${id}"`);
  const { findings } = await tryMutant(mutant, { without: ["supportsConsoleOutput"] });
  expect(findings.map((finding) => finding.requirement)).toContain(mutant.requirement);
});
