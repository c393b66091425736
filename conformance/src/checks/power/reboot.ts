// Checks of `reboot`: one boot, no more; asked or not asked as the type says; and out of every state if it is hard.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import {
  bootByNumber,
  expectOneMoreBoot,
  givenGuestThatWasCutOff,
  givenGuestThatWasPaused,
  givenTickingGuest,
  type TickingGuest,
  untilRebooted,
} from "../steps/guest.ts";
import { durationOf, simulates } from "../steps/guest-time.ts";
import type { Cell } from "../steps/operations-on-instances.ts";
import { expectState } from "../steps/power-state.ts";
import { stateMatrix } from "../steps/state-matrix.ts";

/** Time enough for a guest to shut down, in seconds. */
const AMPLE_SECONDS = 10;
/** The timeout of a check that uses it up, in seconds. */
const SHORT_SECONDS = 2;

function requirementOf({ from, when }: Cell): Check["requirement"] {
  if (from === "absent") return "reboot/absent-instance-is-refused";
  if (when["type"] === "soft")
    return from === "running" ? "reboot/soft-boots-once" : "reboot/soft-needs-a-running-guest";
  return from === "running" ? "reboot/hard-boots-once" : "reboot/hard-works-from-every-state";
}

async function softReboot(t: CheckContext): Promise<TickingGuest> {
  const guest = await givenTickingGuest(t);
  await t.driver.reboot({ ...guest.instance.target, type: "soft", timeoutSeconds: AMPLE_SECONDS });
  return guest;
}

async function hardReboot(t: CheckContext): Promise<TickingGuest> {
  const guest = await givenTickingGuest(t);
  await t.driver.reboot({ ...guest.instance.target, type: "hard" });
  return guest;
}

async function expectHardRebootToBoot(t: CheckContext, { instance, boot }: TickingGuest, from: string): Promise<void> {
  await t.driver.reboot({ ...instance.target, type: "hard" });
  await expectOneMoreBoot(t, instance, boot, `after a hard reboot of a ${from} instance`);
}

const soft: readonly Check[] = [
  {
    id: "reboot/soft-boots-once",
    requirement: "reboot/soft-boots-once",
    title: "reboot() of type soft boots the guest once, from the disk that it had before",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await softReboot(t);
      await expectOneMoreBoot(t, instance, boot, "after one soft reboot");
    },
  },
  {
    id: "reboot/soft-boots-once[asked]",
    requirement: "reboot/soft-boots-once",
    title: "reboot() of type soft presses the power button and lets the guest finish first",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await softReboot(t);
      const { sawPowerButton, saidOff } = await bootByNumber(t, instance, boot.number);
      t.expectThat(sawPowerButton && saidOff, "The guest was restarted by a soft reboot without having shut down", {
        expected: "the power button, and time to obey it",
        got: { sawPowerButton, saidOff },
      });
    },
  },
  {
    id: "reboot/soft-falls-back-to-hard",
    requirement: "reboot/soft-falls-back-to-hard",
    title: `reboot() of type soft restarts a guest that ignores the power button after ${SHORT_SECONDS} seconds`,
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t, { image: { ignorePowerButton: true } });
      const tookMs = await durationOf(t, () =>
        t.driver.reboot({ ...instance.target, type: "soft", timeoutSeconds: SHORT_SECONDS }),
      );
      await expectState(t, instance, "running", "after a soft reboot that the guest ignored");
      await untilRebooted(t, instance, boot, "after a soft reboot that it ignored");
      const earliestMs = SHORT_SECONDS * 1_000 - (simulates(t) ? 0 : 100);
      t.expectThat(
        tookMs >= earliestMs,
        `The guest was restarted after ${tookMs} ms, before its timeout of ${SHORT_SECONDS} s`,
        {
          expected: `at least ${earliestMs} ms`,
        },
      );
    },
  },
];

const hard: readonly Check[] = [
  {
    id: "reboot/hard-boots-once",
    requirement: "reboot/hard-boots-once",
    title: "reboot() of type hard boots the guest once, from the disk that it had before",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await hardReboot(t);
      await expectOneMoreBoot(t, instance, boot, "after one hard reboot");
    },
  },
  {
    id: "reboot/hard-boots-once[not-asked]",
    requirement: "reboot/hard-boots-once",
    title: "reboot() of type hard does not press the power button",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await hardReboot(t);
      const { sawPowerButton } = await bootByNumber(t, instance, boot.number);
      t.expectThat(!sawPowerButton, "The guest was asked to shut down by a hard reboot", {
        hint: "Reset the guest without pressing the power button.",
      });
    },
  },
  {
    id: "reboot/hard-works-from-every-state[boots-the-paused]",
    requirement: "reboot/hard-works-from-every-state",
    title: "reboot() of type hard boots a guest that was paused, from the disk that it had before",
    needs: { probeGuest: true, capabilities: ["supportsPause"] },
    run: async (t) => expectHardRebootToBoot(t, await givenGuestThatWasPaused(t), "paused"),
  },
  {
    id: "reboot/hard-works-from-every-state[boots-the-shutdown]",
    requirement: "reboot/hard-works-from-every-state",
    title: "reboot() of type hard boots a guest that was shutdown, from the disk that it had before",
    needs: { probeGuest: true },
    run: async (t) => expectHardRebootToBoot(t, await givenGuestThatWasCutOff(t), "shutdown"),
  },
];

/** The checks of `reboot`. */
export const rebootChecks: readonly Check[] = [...soft, ...hard, ...stateMatrix("reboot", requirementOf)];
