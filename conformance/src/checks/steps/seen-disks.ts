// The disks that a guest sees beside the one that it boots from, told by the guest itself.
import type { CheckContext, InstanceOptions } from "../../harness/check-context.ts";
import type { BootReading } from "../../harness/console-reading.ts";
import type { GuestDisk } from "../../harness/guest-disk.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { cutOff } from "./guest.ts";

/** A boot in which the guest told of its disks. */
export interface SeenDisks {
  readonly boot: BootReading;
  readonly disks: readonly GuestDisk[];
}

/** No guest comes up sooner than this, in milliseconds; looking earlier is in vain. */
const EARLIEST_MS = 400;

const HINT =
  "The probe guest lists the disks that its firmware shows: put them on a bus that the firmware can boot from, such as that of the root disk.";

/**
 * Waits until the guest has told of its disks, in another boot than an earlier one.
 *
 * @param when - The end of a sentence, such as `after spawn`.
 * @param before - The number of the earlier boot. Left out: any boot will do.
 */
export async function untilDisksSeen(
  t: CheckContext,
  instance: string | TestInstance,
  when: string,
  before = 0,
): Promise<SeenDisks> {
  await t.elapse(EARLIEST_MS);
  return t.waitFor(
    `the guest tells of its disks ${when}`,
    async () => {
      const { current: boot } = await t.console(instance);
      return boot?.disks !== undefined && boot.number > before ? { boot, disks: boot.disks } : undefined;
    },
    { hint: HINT },
  );
}

/** A running instance whose guest has told of its disks. Blocks the check if there is none to be had. */
export async function givenSeenDisks(
  t: CheckContext,
  options: Omit<InstanceOptions, "powerOn">,
): Promise<SeenDisks & { readonly instance: TestInstance }> {
  const instance = await t.givenInstance({ image: { otherDisks: "show" }, ...options });
  return { instance, ...(await t.given("spawn", () => untilDisksSeen(t, instance, "after spawn"))) };
}

/** A size and the first bytes, to compare disks by. */
export interface Look {
  readonly sizeBytes: number;
  readonly head: string;
}

/**
 * Checks that a guest sees these disks and no others, in any order: firmware has an order of its own.
 *
 * @param when - The end of the sentence, such as `after powerOn`.
 */
export function expectLooks(
  t: CheckContext,
  { disks }: SeenDisks,
  expected: readonly Look[],
  when: string,
  hint: string = HINT,
): void {
  const found = disks.map(({ sizeBytes, head }): Look => ({ sizeBytes, head: head?.toString("hex") ?? "unreadable" }));
  t.expectEqual(inOrder(found), inOrder(expected), `disks that the guest sees ${when}`, hint);
}

function inOrder(looks: readonly Look[]): Look[] {
  const key = ({ sizeBytes, head }: Look): string => `${String(sizeBytes).padStart(20, "0")} ${head}`;
  return looks.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** A guest that is cut off, whose next boot may have the number of an earlier one. */
export interface SilentGuest {
  readonly target: { readonly instanceUuid: string };
  /** All that its console says. */
  readonly text: string;
}

/** Cuts a guest off, to rebuild its instance. Blocks the check if that fails. */
export async function givenSilent(t: CheckContext, instanceUuid: string): Promise<SilentGuest> {
  const target = { instanceUuid };
  await t.given("powerOff", () => t.driver.powerOff(cutOff({ target })));
  const { text } = await t.given("getConsoleOutput", () => t.console(instanceUuid));
  return { target, text };
}

/** Waits until a guest has told of its disks since it was silent, whatever the number of its boot. */
export function untilDisksSeenAgain(
  t: CheckContext,
  { target: { instanceUuid }, text }: SilentGuest,
  when: string,
): Promise<SeenDisks> {
  return t.waitFor(
    `the guest tells of its disks ${when}`,
    async () => {
      const { current: boot, text: now } = await t.console(instanceUuid);
      return now !== text && boot?.disks !== undefined ? { boot, disks: boot.disks } : undefined;
    },
    { hint: HINT },
  );
}
