// Checks of what an instance counts for while it comes and goes.
import { isDeepStrictEqual } from "node:util";

import type { Flavor } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { durationOf } from "../steps/guest-time.ts";
import { stepThrough } from "../steps/step-through.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";

/** In how many steps a call is watched. */
const STEPS = 20;

/** Looks at the use of the node after each step of a call, and checks that it is one of two figures. */
async function expectWhole(
  t: CheckContext,
  operation: string,
  call: () => Promise<unknown>,
  figures: { usualMs: number; without: Amounts; flavor: Flavor },
): Promise<void> {
  const { usualMs, without, flavor } = figures;
  const { vcpus, memoryMib, localGib } = without;
  const whole = {
    vcpus: vcpus + flavor.vcpus,
    memoryMib: memoryMib + flavor.memoryMib,
    localGib: localGib + flavor.rootGib,
  };
  await stepThrough(t, call, Math.ceil(usualMs / STEPS), async ({ atMs, answered }) => {
    const used = await givenUsage(t);
    const isWhole = isDeepStrictEqual(used, without) || isDeepStrictEqual(used, whole);
    t.expectThat(isWhole, `The node's use counts a part of an instance ${atMs} ms after the begin of ${operation}`, {
      expected: [without, whole],
      got: used,
      hint: "Claim the flavor's figures at once, and give them back at once, whatever has been made or removed so far.",
    });
    return answered;
  });
}

/** The checks of figures that are whole. */
export const instancesCountWholeChecks: readonly Check[] = [
  {
    id: "resources/instances-count-whole",
    requirement: "resources/instances-count-whole",
    title: "getAvailableResource() counts an instance whole or not at all at each moment of its spawn() and destroy()",
    needs: { simulation: true },
    run: async (t) => {
      const without = await givenUsage(t);
      const params = await t.newInstance({ flavor: { rootGib: 1 } });
      const { uuid, flavor } = params.instance;
      const spawn = (): Promise<unknown> => t.driver.spawn(params);
      const destroy = (): Promise<unknown> => t.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
      const spawnMs = await durationOf(t, () => t.given("spawn", spawn));
      const destroyMs = await durationOf(t, () => t.given("destroy", destroy));
      await expectWhole(t, "spawn", spawn, { usualMs: spawnMs, without, flavor });
      await expectWhole(t, "destroy", destroy, { usualMs: destroyMs, without, flavor });
    },
  },
];
