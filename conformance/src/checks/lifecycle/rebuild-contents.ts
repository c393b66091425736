// Checks of what a guest finds on its ephemeral disk after `rebuild`.
import type { EphemeralDisk, RebuildParams } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext, NewInstance } from "../../harness/check-context.ts";
import type { GuestDisk } from "../../harness/guest-disk.ts";
import { refusalOf } from "../steps/refusal.ts";
import { givenSilent, type SilentGuest, untilDisksSeen, untilDisksSeenAgain } from "../steps/seen-disks.ts";

const NEEDS: Needs = { probeGuest: true, capabilities: ["supportsLocalBlockDevices"] };
const EPHEMERAL: EphemeralDisk = { sizeGib: 1, guestFormat: "blank" };
/** What the probe guest writes, see guest/README.md. */
const WRITTEN = Buffer.from("VDK PROBE WROTE ");

/** An instance that is off, whose guest has written to its ephemeral disk. */
interface Writer extends SilentGuest {
  readonly params: NewInstance;
}

/** Blocks the check if there is none to be had, and ends it if the driver makes no such disk. */
async function givenWriter(t: CheckContext): Promise<Writer> {
  const params = await t.newInstance({
    flavor: { ephemeralGib: EPHEMERAL.sizeGib },
    image: { otherDisks: "write" },
    devices: { blockDevices: { ephemerals: [EPHEMERAL] } },
  });
  await t.given("spawn", async () => {
    const refusal = await refusalOf(t.driver.spawn(params));
    if (refusal?.code === "NOT_SUPPORTED") t.notApplicable("The driver makes no ephemeral disks without a file system");
    if (refusal !== undefined) throw refusal;
    const { disks } = await untilDisksSeen(t, params.instance.uuid, "after spawn");
    const isWritten = disks.length === 1 && disks.every((disk) => disk.isWritten);
    t.expectThat(isWritten, "The guest cannot write to its ephemeral disk", { got: disks });
  });
  return { params, ...(await givenSilent(t, params.instance.uuid)) };
}

function rebuildOf({ params }: Writer): RebuildParams {
  return { instance: params.instance, powerOn: true, devices: { blockDevices: { ephemerals: [EPHEMERAL] } } };
}

async function diskAfter(t: CheckContext, writer: Writer): Promise<GuestDisk> {
  const { disks } = await untilDisksSeenAgain(t, writer, "after rebuild");
  t.expectEqual(disks.length, 1, "number of disks that the guest sees beside its own after rebuild");
  return t.expectDefined(disks[0], "ephemeral disk of the guest after rebuild");
}

/** The checks of what is on ephemeral disks after `rebuild`. */
export const rebuildContentsChecks: readonly Check[] = [
  {
    id: "rebuild/ephemeral-disks-begin-blank[guest]",
    requirement: "rebuild/ephemeral-disks-begin-blank",
    title: "A guest finds nothing on its ephemeral disk after rebuild() of what it wrote there before",
    needs: NEEDS,
    run: async (t) => {
      const writer = await givenWriter(t);
      await t.driver.rebuild(rebuildOf(writer));
      const [part] = (await diskAfter(t, writer)).parts;
      t.expectThat(part === undefined, "The guest finds something on its ephemeral disk after rebuild", {
        expected: "zeros",
        got: part?.bytes.toString("latin1"),
        hint: "Without preserveEphemeral, delete the old disk and make a new one.",
      });
    },
  },
  {
    id: "rebuild/preserves-ephemeral-disks[guest]",
    requirement: "rebuild/preserves-ephemeral-disks",
    title: "A guest finds on its ephemeral disk after rebuild() with preserveEphemeral what it wrote there before",
    needs: NEEDS,
    run: async (t) => {
      const writer = await givenWriter(t);
      await t.driver.rebuild({ ...rebuildOf(writer), preserveEphemeral: true });
      const { head } = await diskAfter(t, writer);
      t.expectThat(head?.equals(WRITTEN) === true, "The guest does not find what it wrote to its ephemeral disk", {
        expected: WRITTEN.toString(),
        got: head?.toString("latin1"),
        hint: "With preserveEphemeral, make a new root disk only.",
      });
    },
  },
];
