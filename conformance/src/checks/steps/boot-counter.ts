// Which disk a guest booted from, told by the boot counter on it: an instance's own disk is ahead of any fresh one.
import type { CheckContext, InstanceOptions } from "../../harness/check-context.ts";
import type { BootReading } from "../../harness/console-reading.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { Violation } from "../../harness/violation.ts";
import { currentBoot, cutOff, givenGuestThatWasCutOff, type TickingGuest, untilRebooted } from "./guest.ts";

/** Ticks after which a guest counts as running. */
const ENOUGH_TICKS = 3;
/** How long a guest is watched that should not boot again, in milliseconds. */
const WATCHED_MS = 1_000;

/** A guest that is off and was seen to boot twice from its disk, so that no boot from a fresh disk can be taken for its third. */
export async function givenGuestThatBootedTwice(
  t: CheckContext,
  options: Omit<InstanceOptions, "powerOn"> = {},
): Promise<TickingGuest> {
  const { instance, boot } = await givenGuestThatWasCutOff(t, options);
  return t.given("powerOn", async () => {
    await t.driver.powerOn(instance.target);
    const second = await untilRebooted(t, instance, boot, "after powerOn");
    t.expectThat(second.number > boot.number, "The guest started from another disk after powerOn");
    await t.driver.powerOff(cutOff(instance));
    return { instance, boot: second };
  });
}

/**
 * Checks that the guest's last boot has a number, and that no other follows a moment later.
 *
 * @param number - What the boot counter of the disk is to say.
 * @param disk - The disk that this tells, as in `its own disk`.
 * @param when - The end of the sentence, such as `after unrescue`.
 */
export async function expectBoot(
  t: CheckContext,
  { uuid }: Pick<TestInstance, "uuid">,
  number: number,
  disk: string,
  when: string,
): Promise<BootReading> {
  const ticking = async (): Promise<BootReading | undefined> => {
    const boot = await currentBoot(t, uuid);
    return boot !== undefined && boot.number === number && boot.lastTick >= ENOUGH_TICKS ? boot : undefined;
  };
  const expected = `boot ${number}, of ${disk}`;
  try {
    await t.waitFor(`the guest is in ${expected}, ${when}`, ticking);
  } catch (error) {
    const boot = error instanceof Violation ? await currentBoot(t, uuid) : undefined;
    if (boot === undefined) throw error;
    t.fail(`The guest is in boot ${boot.number} ${when}, and not in ${expected}`, { expected, got: boot });
  }
  await t.elapse(WATCHED_MS);
  const boot = t.expectDefined(await currentBoot(t, uuid), `boot of the guest ${when}`);
  t.expectThat(boot.number === number, `The guest booted ${boot.number - number + 1} times ${when}`, {
    expected: "one boot",
    got: boot,
  });
  return boot;
}
