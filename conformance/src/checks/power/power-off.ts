// Checks of `powerOff`: asked first if there is time, cut off when it is up, and really off on return.
import type { Check } from "../../harness/check.ts";
import {
  bootByNumber,
  cutOff,
  expectStandstill,
  givenGuestThatStoppedItself,
  givenTickingGuest,
} from "../steps/guest.ts";
import { durationOf, simulates } from "../steps/guest-time.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { stateMatrix } from "../steps/state-matrix.ts";
import type { CheckContext } from "../../harness/check-context.ts";

/** Time enough for a guest to shut down, in seconds. */
const AMPLE_SECONDS = 10;
/** The timeout of checks that use it up, in seconds. */
const SHORT_SECONDS = 2;
/** How much later than its timeout a guest may be off, in milliseconds: cutting it off takes time too. */
const LATE_MS = 10_000;
/** How much earlier in real time, by clocks that are not the same. */
const EARLY_MS = 100;

function requirementOf({ from }: Cell): Check["requirement"] {
  if (from === "absent") return "powerOff/absent-instance-is-refused";
  return from === "shutdown" ? "powerOff/off-instance-succeeds" : "powerOff/stops-the-guest";
}

async function expectPromptAnswer(t: CheckContext, powerOff: () => Promise<unknown>): Promise<void> {
  const tookMs = await durationOf(t, powerOff);
  const limitMs = (AMPLE_SECONDS * 1_000) / 2;
  t.expectThat(tookMs < limitMs, `powerOff of an instance that was off took ${tookMs} ms`, {
    expected: "an answer at once",
    hint: "Look at the power state before pressing the button and waiting.",
  });
}

/** The checks of `powerOff`. */
export const powerOffChecks: readonly Check[] = [
  {
    id: "powerOff/stops-the-guest",
    requirement: "powerOff/stops-the-guest",
    title: "powerOff() returns when the guest executes no more",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance } = await givenTickingGuest(t);
      await t.driver.powerOff(cutOff(instance));
      await expectStandstill(t, instance, "after powerOff");
      await expectState(t, instance, "shutdown", "after powerOff");
    },
  },
  {
    id: "powerOff/stops-the-guest[orderly]",
    requirement: "powerOff/stops-the-guest",
    title: "powerOff() with a timeout leaves an instance shutdown",
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.driver.powerOff({ ...instance.target, timeoutSeconds: SHORT_SECONDS, retryIntervalSeconds: 1 });
      await expectState(t, instance, "shutdown", "after powerOff with a timeout");
    },
  },
  {
    id: "powerOff/zero-timeout-does-not-ask",
    requirement: "powerOff/zero-timeout-does-not-ask",
    title: "powerOff() with timeoutSeconds 0 does not press the power button",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      const { sawPowerButton } = await bootByNumber(t, instance, boot.number);
      t.expectThat(!sawPowerButton, "The guest was asked to shut down although timeoutSeconds was 0", {
        hint: "Cut the guest off without pressing the power button.",
      });
    },
  },
  ...[1, 0].map((retryIntervalSeconds): Check => ({
    id: `powerOff/lets-the-guest-shut-down[${retryIntervalSeconds === 0 ? "asked-once" : "asked-again"}]`,
    requirement: "powerOff/lets-the-guest-shut-down",
    title: `powerOff() with a timeout and retryIntervalSeconds ${retryIntervalSeconds} presses the button and lets the guest finish`,
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await t.driver.powerOff({ ...instance.target, timeoutSeconds: AMPLE_SECONDS, retryIntervalSeconds });
      const { sawPowerButton, saidOff } = await bootByNumber(t, instance, boot.number);
      t.expectThat(sawPowerButton, "The guest was cut off without having been asked to shut down", {
        expected: "the power button, and time to obey it",
        hint: "Press the power button through ACPI before anything else.",
      });
      t.expectThat(saidOff, "The guest was cut off while it was shutting down", { expected: "its line `off`" });
    },
  })),
  {
    id: "powerOff/forces-after-the-timeout",
    requirement: "powerOff/forces-after-the-timeout",
    title: `powerOff() cuts off a guest that ignores the power button after ${SHORT_SECONDS} seconds, and not before`,
    run: async (t) => {
      const instance = await t.givenInstance({ image: { ignorePowerButton: true } });
      const tookMs = await durationOf(t, () =>
        t.driver.powerOff({ ...instance.target, timeoutSeconds: SHORT_SECONDS, retryIntervalSeconds: 1 }),
      );
      const earliestMs = SHORT_SECONDS * 1_000 - (simulates(t) ? 0 : EARLY_MS);
      const latestMs = SHORT_SECONDS * 1_000 + LATE_MS;
      t.expectThat(
        tookMs >= earliestMs,
        `The guest was cut off after ${tookMs} ms, before its timeout of ${SHORT_SECONDS} s`,
        {
          expected: `at least ${earliestMs} ms`,
        },
      );
      t.expectThat(
        tookMs <= latestMs,
        `The guest was cut off only after ${tookMs} ms, with a timeout of ${SHORT_SECONDS} s`,
        {
          expected: `at most ${latestMs} ms`,
        },
      );
      await expectState(t, instance, "shutdown", "after the timeout of powerOff");
    },
  },
  {
    id: "powerOff/forces-after-the-timeout[guest-runs-until-then]",
    requirement: "powerOff/forces-after-the-timeout",
    title: "powerOff() lets a guest that ignores the power button execute until the timeout, and no longer",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t, { image: { ignorePowerButton: true } });
      await t.driver.powerOff({ ...instance.target, timeoutSeconds: SHORT_SECONDS, retryIntervalSeconds: 1 });
      const atTheEnd = await bootByNumber(t, instance, boot.number);
      const ticks = atTheEnd.lastTick - boot.lastTick;
      const fewest = SHORT_SECONDS * 5;
      t.expectThat(
        ticks >= fewest,
        `The guest ticked only ${ticks} times in the ${SHORT_SECONDS} s that powerOff gave it`,
        {
          expected: `at least ${fewest} ticks, at about ten a second`,
        },
      );
      await expectStandstill(t, instance, "after the timeout of powerOff");
    },
  },
  {
    id: "powerOff/off-instance-succeeds[with-timeout]",
    requirement: "powerOff/off-instance-succeeds",
    title: "powerOff() with a timeout of an instance that is off answers at once",
    run: async (t) => {
      const instance = await t.givenInstance({ powerState: "shutdown" });
      const params = { ...instance.target, timeoutSeconds: AMPLE_SECONDS, retryIntervalSeconds: 1 };
      await expectPromptAnswer(t, () => t.driver.powerOff(params));
      await expectState(t, instance, "shutdown", "after powerOff of an instance that was off");
    },
  },
  {
    id: "powerOff/off-instance-succeeds[guest-stopped-itself]",
    requirement: "powerOff/off-instance-succeeds",
    title: "powerOff() of an instance whose guest has just powered itself off answers at once",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await givenGuestThatStoppedItself(t);
      await t.elapse(500);
      const params = { ...instance.target, timeoutSeconds: AMPLE_SECONDS, retryIntervalSeconds: 1 };
      await expectPromptAnswer(t, () => t.driver.powerOff(params));
    },
  },
  ...stateMatrix("powerOff", requirementOf),
];
