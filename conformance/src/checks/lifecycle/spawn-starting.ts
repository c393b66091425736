// Checks of `spawn`: what it builds, and in which power state it leaves it.
import type { Check } from "../../harness/check.ts";
import { currentBoot, untilTicking } from "../steps/guest.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { stateMatrix } from "../steps/state-matrix.ts";

/** How long an instance is watched that should not run, in milliseconds. Long enough for a boot. */
const WATCHED_MS = 2_000;

function requirementOf({ from, when }: Cell): Check["requirement"] {
  if (from !== "absent") return "spawn/refuses-a-known-uuid";
  return when["powerOn"] === false ? "spawn/obeys-power-on-false" : "spawn/starts-the-guest";
}

/** The checks of what `spawn` builds. */
export const spawnStartingChecks: readonly Check[] = [
  {
    id: "spawn/starts-the-guest",
    requirement: "spawn/starts-the-guest",
    title: "spawn() boots the guest from the image, once",
    needs: { probeGuest: true },
    run: async (t) => {
      const params = await t.newInstance();
      await t.driver.spawn(params);
      const { uuid } = params.instance;
      const boot = await untilTicking(t, uuid, "after spawn");
      await t.elapse(1_000);
      const now = await untilTicking(t, uuid, "on after spawn");
      t.expectThat(boot.number >= 1 && now.number === 1, `The guest is in boot ${now.number} after one spawn`, {
        expected: "boot 1, of a fresh copy of the image",
        hint: "Make the root disk from the image for each spawn, and start the guest once.",
      });
    },
  },
  {
    id: "spawn/obeys-power-on-false",
    requirement: "spawn/obeys-power-on-false",
    title: "spawn() with powerOn false builds an instance whose guest has never executed",
    needs: { probeGuest: true },
    run: async (t) => {
      const params = await t.newInstance({ powerOn: false });
      await t.driver.spawn(params);
      await t.elapse(WATCHED_MS);
      const { uuid } = params.instance;
      await expectState(t, uuid, "shutdown", "some time after spawn with powerOn false");
      await t.given("powerOn", () => t.driver.powerOn({ instanceUuid: uuid }));
      await t.given("powerOn", () => untilTicking(t, uuid, "after powerOn"));
      const number = (await currentBoot(t, uuid))?.number;
      t.expectThat(
        number === 1,
        `The guest had already executed before the first powerOn, which is its boot ${number}`,
        {
          expected: "boot 1",
          hint: "Build the instance without starting it at all.",
        },
      );
    },
  },
  ...stateMatrix("spawn", requirementOf),
];
