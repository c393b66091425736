// Checks of spawns that are begun together, where there is room for one of them.
import type { DriverError, SpawnParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { simulates } from "../steps/guest-time.ts";
import { refusalOf } from "../steps/refusal.ts";
import { givenResource, usedOf } from "../steps/usage.ts";

/** What may run short, and the most of it that a flavor can ask for. */
const RESOURCES = [
  { resource: "vcpus", largest: 4_096 },
  { resource: "memoryMib", largest: 1_073_741_824 },
] as const;

const HINT = "Look for room and take it in one step, with nothing awaited in between.";

/** Begins spawns so that the driver has read all before one of them can be done. */
async function spawnTogether(t: CheckContext, all: readonly SpawnParams[]): Promise<(DriverError | undefined)[]> {
  // A simulator that is not held could be done with the first before the second has come.
  if (simulates(t)) await t.simulation.hold();
  const refusals = Promise.all(all.map((params) => refusalOf(t.driver.spawn(params))));
  refusals.catch(() => undefined);
  await t.given("probe", () => t.driver.probe({}));
  if (simulates(t)) await t.simulation.release();
  return refusals;
}

async function expectNotOversold(t: CheckContext, { resource, largest }: (typeof RESOURCES)[number]): Promise<void> {
  const figures = await givenResource(t);
  const amount = Math.floor((figures[resource] - usedOf(figures)[resource]) / 2) + 1;
  if (amount > largest) t.notApplicable(`Half of the node's ${resource} is more than a flavor can ask for`);
  // Off, so that nobody has to back what is only claimed.
  const options = { flavor: { [resource]: amount }, powerOn: false, node: t.node };
  const both = [await t.newInstance(options), await t.newInstance(options)];
  const codes = (await spawnTogether(t, both)).map((refusal) => refusal?.code ?? "success");
  t.expectThat(
    codes.includes("INSUFFICIENT_RESOURCES"),
    `Two instances with more than half of the free ${resource} each were built`,
    {
      expected: ["success", "INSUFFICIENT_RESOURCES"],
      got: codes,
      hint: HINT,
    },
  );
  for (const code of codes) {
    const isRight = code === "success" || code === "INSUFFICIENT_RESOURCES";
    t.expectThat(isRight, `spawn was answered ${code} beside one that took the last ${resource}`, { hint: HINT });
  }
  const after = await givenResource(t);
  t.expectThat(usedOf(after)[resource] <= after[resource], `More ${resource} are in use than the node has`, {
    expected: `at most ${after[resource]}`,
    got: usedOf(after)[resource],
    hint: HINT,
  });
}

/** The checks of spawns at the same time. */
export const concurrentSpawnsChecks: readonly Check[] = RESOURCES.map((subject): Check => ({
  id: `resources/concurrent-spawns-never-oversell[${subject.resource}]`,
  requirement: "resources/concurrent-spawns-never-oversell",
  title: `Of two spawn() at the same time that need more than half of the free ${subject.resource} each, one at most is built`,
  run: (t) => expectNotOversold(t, subject),
}));
