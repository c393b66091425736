// Checks of ephemeral disks and swap: the guest sees the sizes asked for, and nothing that another guest wrote.
import type { BlockDevices } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import type { GuestDisk } from "../../harness/guest-disk.ts";
import { refusalOf } from "../steps/refusal.ts";
import { type SeenDisks, untilDisksSeen } from "../steps/seen-disks.ts";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** The larger one first, so that disks in the order of their sizes are in the wrong one. */
const EPHEMERAL_GIB = [2, 1] as const;
const SWAP_MIB = 64;
const FLAVOR = { ephemeralGib: 3, swapMib: SWAP_MIB };
const DISKS: BlockDevices = {
  ephemerals: EPHEMERAL_GIB.map((sizeGib) => ({ sizeGib, guestFormat: "blank" })),
  swap: { sizeMib: SWAP_MIB },
};

/** What the probe guest writes, see guest/README.md. */
const WRITTEN = Buffer.from("VDK PROBE WROTE ");

const BLANK_HINT =
  "Make each disk anew for each instance, or write zeros over what was there before, to its end: holes in a file of its own will do.";

/** An instance with local disks, whose guest shows them, or also writes to them. */
function withDisks(t: CheckContext, otherDisks: "show" | "write"): Promise<NewInstance> {
  return t.newInstance({ flavor: FLAVOR, image: { otherDisks }, devices: { blockDevices: DISKS } });
}

/** Spawns an instance, and ends the check if the driver makes no such disks. */
async function spawnOrSkip(t: CheckContext, params: NewInstance): Promise<void> {
  const refusal = await refusalOf(t.driver.spawn(params));
  if (refusal?.code === "NOT_SUPPORTED") t.notApplicable("The driver makes no ephemeral disks without a file system");
  if (refusal !== undefined) throw refusal;
}

async function spawnedDisks(t: CheckContext, params: NewInstance, when: string): Promise<SeenDisks> {
  await spawnOrSkip(t, params);
  return untilDisksSeen(t, params.instance.uuid, when);
}

/** The ephemeral disks that a guest sees. Nothing else of an instance with these is as large. */
function ephemeralsOf({ disks }: SeenDisks): GuestDisk[] {
  return disks.filter(({ sizeBytes }) => EPHEMERAL_GIB.some((sizeGib) => sizeBytes === sizeGib * GIB));
}

function swapOf({ disks }: SeenDisks): GuestDisk[] {
  return disks.filter(({ sizeBytes }) => sizeBytes === SWAP_MIB * MIB);
}

function expectSizes(t: CheckContext, seen: SeenDisks, when: string): void {
  const hint = "The sizes are in GiB and MiB, and the order is that of the request.";
  const sizes = ephemeralsOf(seen).map(({ sizeBytes }) => sizeBytes / GIB);
  t.expectEqual(sizes, [...EPHEMERAL_GIB], `sizes of the ephemeral disks in GiB, in the guest's order, ${when}`, hint);
  t.expectEqual(swapOf(seen).length, 1, `number of disks of ${SWAP_MIB} MiB that the guest sees ${when}`, hint);
  t.expectEqual(seen.disks.length, EPHEMERAL_GIB.length + 1, `number of disks that the guest sees ${when}`, hint);
}

/** Checks that ephemeral disks hold nothing. A swap disk may have been formatted; it holds nothing that a guest wrote. */
function expectBlank(t: CheckContext, seen: SeenDisks, when: string): void {
  expectSizes(t, seen, when);
  for (const { number, parts } of ephemeralsOf(seen)) {
    t.expectThat(parts.length === 0, `The guest finds something on its ephemeral disk ${number}, ${when}`, {
      expected: "zeros",
      got: parts[0]?.bytes.toString("latin1"),
      hint: BLANK_HINT,
    });
  }
  const leak = swapOf(seen).flatMap(({ parts }) => parts.filter(({ bytes }) => bytes.includes(WRITTEN)))[0];
  t.expectThat(leak === undefined, `The guest finds on its swap disk what another one wrote, ${when}`, {
    expected: "nothing of another guest",
    got: leak,
    hint: BLANK_HINT,
  });
}

/** The checks of local disks beside the root disk. */
export const localDisksChecks: readonly Check[] = [
  {
    id: "block-devices/local-disks-begin-blank[sizes]",
    requirement: "block-devices/local-disks-begin-blank",
    title: "spawn() with ephemeral disks and swap gives the guest blank disks of the sizes asked for, in their order",
    needs: { probeGuest: true },
    run: async (t) => expectBlank(t, await spawnedDisks(t, await withDisks(t, "show"), "after spawn"), "after spawn"),
  },
  {
    id: "block-devices/local-disks-begin-blank[used-space]",
    requirement: "block-devices/local-disks-begin-blank",
    title:
      "A guest finds nothing on its local disks of what another one has written, neither beside it nor after its destroy()",
    needs: { probeGuest: true },
    run: async (t) => {
      const writer = await withDisks(t, "write");
      const written = await spawnedDisks(t, writer, "after spawn");
      t.expectEqual(
        written.disks.filter(({ isWritten }) => isWritten).length,
        written.disks.length,
        "number of local disks that the guest can write to",
      );
      const beside = await spawnedDisks(t, await withDisks(t, "show"), "beside a guest that has written");
      expectBlank(t, beside, "beside a guest that has written to its own");
      const { uuid } = writer.instance;
      await t.given("destroy", () => t.driver.destroy({ instanceUuid: uuid, destroyDisks: true }));
      const after = await spawnedDisks(t, await withDisks(t, "show"), "after destroy of a guest that has written");
      expectBlank(t, after, "after destroy of a guest that had written to its own");
    },
  },
];
