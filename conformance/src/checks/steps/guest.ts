// What the probe guest shows of itself: that it runs, that it stands still, that nobody restarted it.
// Its boot counter is on its disk, so a boot is recognised even by a driver that forgets the console of earlier boots.
import type { CheckContext, InstanceOptions } from "../../harness/check-context.ts";
import type { BootReading } from "../../harness/console-reading.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { expectState } from "./power-state.ts";

/** Ticks after which a guest counts as running. */
const ENOUGH_TICKS = 3;
/** No guest ticks sooner than this after it was started, in milliseconds; looking earlier is in vain. */
const EARLIEST_MS = 500;
/** How long a guest is watched that should not do anything, in milliseconds. It would tick about ten times. */
const WATCHED_MS = 1_000;
/** Until what a guest has already written has arrived, in milliseconds. */
const SETTLING_MS = 200;

/** A guest that was seen to execute. */
export interface TickingGuest {
  readonly instance: TestInstance;
  /** The boot that it is in, as last read. */
  readonly boot: BootReading;
}

/** A running instance whose guest ticks. Blocks the check if there is none to be had. */
export async function givenTickingGuest(
  t: CheckContext,
  options: Omit<InstanceOptions, "powerOn"> = {},
): Promise<TickingGuest> {
  const instance = await t.givenInstance(options);
  await t.elapse(EARLIEST_MS);
  return { instance, boot: await t.given("spawn", () => untilTicking(t, instance, "after spawn")) };
}

/** An instance that was cut off after its guest had booted once. Blocks the check if there is none to be had. */
export async function givenGuestThatWasCutOff(
  t: CheckContext,
  options: Omit<InstanceOptions, "powerOn"> = {},
): Promise<TickingGuest> {
  const guest = await givenTickingGuest(t, options);
  await t.given("powerOff", async () => {
    await t.driver.powerOff(cutOff(guest.instance));
    await expectState(t, guest.instance, "shutdown", "after powerOff");
  });
  return guest;
}

/** An instance whose guest has powered itself off, after two seconds. Blocks the check if there is none to be had. */
export async function givenGuestThatStoppedItself(t: CheckContext): Promise<TestInstance> {
  const instance = await t.givenInstance({ image: { powerOffAfterTicks: 20 } });
  await t.elapse(EARLIEST_MS + 2_000);
  await t.given("spawn", () =>
    t.waitFor("the guest powers itself off", async () => (await currentBoot(t, instance))?.saidOff),
  );
  return instance;
}

/** An instance that was paused after its guest had booted. Blocks the check if there is none to be had. */
export async function givenGuestThatWasPaused(t: CheckContext): Promise<TickingGuest> {
  const guest = await givenTickingGuest(t);
  await t.given("pause", async () => {
    await t.driver.pause(guest.instance.target);
    await expectState(t, guest.instance, "paused", "after pause");
  });
  return guest;
}

/** The parameters that cut an instance off at once. */
export function cutOff(instance: Pick<TestInstance, "target">): {
  instanceUuid: string;
  timeoutSeconds: number;
  retryIntervalSeconds: number;
} {
  return { ...instance.target, timeoutSeconds: 0, retryIntervalSeconds: 0 };
}

/** The guest's present boot, or `undefined` while it has not booted. */
export async function currentBoot(t: CheckContext, instance: string | TestInstance): Promise<BootReading | undefined> {
  return (await t.console(instance)).current;
}

/** Waits until the guest ticks; `when` is the end of the sentence "the guest ticks ...". */
export function untilTicking(t: CheckContext, instance: string | TestInstance, when: string): Promise<BootReading> {
  return t.waitFor(`the guest ticks ${when}`, async () => {
    const boot = await currentBoot(t, instance);
    return boot !== undefined && boot.lastTick >= ENOUGH_TICKS ? boot : undefined;
  });
}

/**
 * Waits until the guest ticks in another boot than an earlier one.
 *
 * @param before - The earlier boot.
 * @param when - The end of the sentence "the guest boots ...".
 */
export function untilRebooted(
  t: CheckContext,
  instance: string | TestInstance,
  before: BootReading,
  when: string,
): Promise<BootReading> {
  return t.waitFor(`the guest boots ${when}`, async () => {
    const boot = await currentBoot(t, instance);
    if (boot === undefined) return undefined;
    // The same number with fewer ticks: the first boot again, from another disk.
    if (boot.number === before.number) return boot.lastTick < before.lastTick ? boot : undefined;
    return boot.lastTick >= ENOUGH_TICKS ? boot : undefined;
  });
}

/**
 * Checks that the guest comes up once after `before`, from the same disk, and not a second time a moment later.
 *
 * @param when - What made it boot, such as `after one hard reboot`.
 */
export async function expectOneMoreBoot(
  t: CheckContext,
  instance: string | TestInstance,
  before: BootReading,
  when: string,
): Promise<void> {
  const { number } = await untilRebooted(t, instance, before, when);
  t.expectThat(number > before.number, `The guest started from another disk ${when}: its boot counter says ${number}`, {
    expected: `boot ${before.number + 1}`,
  });
  await t.elapse(WATCHED_MS);
  const boots = (await untilTicking(t, instance, when)).number - before.number;
  t.expectThat(boots === 1, `The guest booted ${boots} times ${when}`, { expected: "one boot" });
}

/**
 * Checks that the guest goes on where it was: in the same boot, tick after tick.
 *
 * @param before - What it had done earlier.
 * @param when - What should not have disturbed it, such as `by powerOn`. It has been done.
 */
export async function expectUndisturbed(
  t: CheckContext,
  instance: string | TestInstance,
  before: BootReading,
  when: string,
): Promise<void> {
  const since = (await t.given("getConsoleOutput", () => currentBoot(t, instance))) ?? before;
  const now = await t.waitFor(`the guest goes on, undisturbed ${when}`, async () => {
    const boot = await currentBoot(t, instance);
    if (boot === undefined) return undefined;
    return boot.lastTick >= since.lastTick + ENOUGH_TICKS || boot.number !== before.number ? boot : undefined;
  });
  t.expectThat(now.number === before.number, `The guest was restarted ${when}`, {
    expected: `boot ${before.number}`,
    got: `boot ${now.number}`,
  });
  t.expectThat(now.ticksInOrder, `The guest's ticks have a gap ${when}`, { got: now });
}

/**
 * Checks that the guest does not execute.
 *
 * @param when - The end of the sentence "The guest printed 3 more ticks ...", such as `while paused`.
 */
export async function expectStandstill(t: CheckContext, instance: string | TestInstance, when: string): Promise<void> {
  await t.elapse(SETTLING_MS);
  const before = await t.given("getConsoleOutput", () => t.console(instance));
  await t.elapse(WATCHED_MS);
  const after = await t.given("getConsoleOutput", () => t.console(instance));
  const more = after.text.slice(before.text.length);
  const ticks = after.ticks - before.ticks;
  const written = ticks > 0 ? `${ticks} more ticks` : `${more.length} more bytes`;
  t.expectThat(after.text === before.text, `The guest printed ${written} ${when}`, {
    expected: "a console that does not grow",
    got: more,
    hint: "Return only when the virtual CPUs have stopped.",
  });
}

/** What the console tells of one boot. Blocks the check if the driver no longer shows it. */
export function bootByNumber(t: CheckContext, instance: string | TestInstance, number: number): Promise<BootReading> {
  return t.given("getConsoleOutput", async () => {
    const boot = (await t.console(instance)).boots.find((candidate) => candidate.number === number);
    return t.expectDefined(boot, `console output of boot ${number}`);
  });
}
