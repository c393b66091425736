// Checks of volumes by what the guest tells of them: that they are there or gone, how large they are, what is on them, and whether it may write.
import type { VolumeAttachment } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { attach, detach } from "../steps/connections.ts";
import { cutOff } from "../steps/guest.ts";
import { expectLooks, givenSeenDisks, type Look, type SeenDisks, untilDisksSeen } from "../steps/seen-disks.ts";
import { withVolumes } from "../steps/volumes.ts";

const MIB = 2 ** 20;
const HEAD_BYTES = 16;

/** A volume that its size and its first bytes tell from others. */
function volumeOf(t: CheckContext, mib: number): TestVolume {
  return t.volume({ sizeBytes: mib * MIB, contents: Buffer.from(`vdk volume ${mib}`.padEnd(HEAD_BYTES)) });
}

function lookOf(volume: TestVolume): Look {
  return { sizeBytes: volume.size(), head: volume.read(0, HEAD_BYTES).toString("hex") };
}

type Guest = SeenDisks & { readonly instance: TestInstance };

function givenGuest(t: CheckContext, ...volumes: readonly TestVolume[]): Promise<Guest> {
  return givenSeenDisks(t, volumes.length === 0 ? {} : { devices: withVolumes(...volumes) });
}

function rebooted(t: CheckContext, { instance, boot }: Guest, when: string): Promise<SeenDisks> {
  return t
    .given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }))
    .then(() => untilDisksSeen(t, instance, when, boot.number));
}

function givenOff(t: CheckContext, { instance }: Guest): Promise<unknown> {
  return t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
}

function on(t: CheckContext, { instance, boot }: Guest, when: string): Promise<SeenDisks> {
  return t
    .given("powerOn", () => t.driver.powerOn(instance.target))
    .then(() => untilDisksSeen(t, instance, when, boot.number));
}

function givenAttached(t: CheckContext, { instance }: Guest, volume: TestVolume): Promise<VolumeAttachment> {
  return t.given("attachVolume", () => attach(t, instance, volume.attachment()));
}

const HINT = "Give the guest each volume as it is: all of its bytes, and no more.";

/** The checks of volumes as guests see them. */
export const seenVolumesChecks: readonly Check[] = [
  {
    id: "block-devices/guest-is-built-with-its-volumes[guest]",
    requirement: "block-devices/guest-is-built-with-its-volumes",
    title: "A guest that is spawned with volumes sees each at its first boot, with its size and its first bytes",
    needs: { probeGuest: true },
    run: async (t) => {
      const volumes = [volumeOf(t, 3), volumeOf(t, 1), volumeOf(t, 2)];
      const params = await t.newInstance({ image: { otherDisks: "tell" }, devices: withVolumes(...volumes) });
      await t.driver.spawn(params);
      const seen = await untilDisksSeen(t, params.instance.uuid, "after spawn with volumes");
      expectLooks(t, seen, volumes.map(lookOf), "after spawn with volumes", HINT);
    },
  },
  {
    id: "attachVolume/off-instance-has-it-at-the-next-boot[guest]",
    requirement: "attachVolume/off-instance-has-it-at-the-next-boot",
    title:
      "A guest sees a volume, with its size and its first bytes, at the boot after it was attached to an instance that was off",
    needs: { probeGuest: true },
    run: async (t) => {
      const [first, second] = [volumeOf(t, 1), volumeOf(t, 2)];
      const guest = await givenGuest(t, first);
      await givenOff(t, guest);
      await t.driver.attachVolume({ ...guest.instance.target, volume: second.attachment() });
      const when = "after attachVolume and powerOn";
      expectLooks(t, await on(t, guest, when), [first, second].map(lookOf), when, HINT);
    },
  },
  {
    id: "attachVolume/off-instance-has-it-at-the-next-boot[rebooted-guest]",
    requirement: "attachVolume/off-instance-has-it-at-the-next-boot",
    title:
      "A guest that a volume was attached to while it ran sees it, with its size and its first bytes, after a reboot",
    needs: { probeGuest: true },
    run: async (t) => {
      const volume = volumeOf(t, 2);
      const guest = await givenGuest(t);
      await t.driver.attachVolume({ ...guest.instance.target, volume: volume.attachment() });
      const when = "after attachVolume and a hard reboot";
      expectLooks(t, await rebooted(t, guest, when), [lookOf(volume)], when, HINT);
    },
  },
  {
    id: "attachVolume/read-only-means-read-only[data]",
    requirement: "attachVolume/read-only-means-read-only",
    title: "A guest reads a volume that is attached for reading beside its own disk, and cannot write to it",
    needs: { probeGuest: true },
    run: async (t) => {
      const volume = volumeOf(t, 1);
      const [look, before] = [lookOf(volume), volume.read(0, volume.size())];
      const wanted = volume.attachment({ accessMode: "readOnly" });
      const params = await t.newInstance({
        image: { otherDisks: "write" },
        devices: { blockDevices: { volumes: [wanted] } },
      });
      await t.driver.spawn(params);
      const seen = await untilDisksSeen(t, params.instance.uuid, "after spawn with a volume to read");
      const hint = "Open the volume for reading, and tell the guest that it is.";
      expectLooks(t, seen, [look], "that it may only read", hint);
      const isWritten = seen.disks.some((disk) => disk.isWritten) || !before.equals(volume.read(0, volume.size()));
      t.expectThat(!isWritten, "The guest has written to a volume that it may only read", { hint });
    },
  },
  {
    id: "detachVolume/stays-away[guest]",
    requirement: "detachVolume/stays-away",
    title: "A guest does not see a volume any more after it was detached while the instance was off",
    needs: { probeGuest: true },
    run: async (t) => {
      const [first, second] = [volumeOf(t, 1), volumeOf(t, 2)];
      const guest = await givenGuest(t, first);
      await givenOff(t, guest);
      const attached = await givenAttached(t, guest, second);
      await detach(t, guest.instance, attached);
      const when = "after detachVolume and powerOn";
      expectLooks(t, await on(t, guest, when), [lookOf(first)], when, "Take it out of what the guest is started from.");
    },
  },
  {
    id: "detachVolume/stays-away[rebooted-guest]",
    requirement: "detachVolume/stays-away",
    title: "A guest does not see a volume any more that was detached from it while it ran, after a reboot",
    needs: { probeGuest: true },
    run: async (t) => {
      const [first, second] = [volumeOf(t, 1), volumeOf(t, 2)];
      const guest = await givenGuest(t, first);
      const attached = await givenAttached(t, guest, second);
      await detach(t, guest.instance, attached);
      const when = "after detachVolume and a hard reboot";
      const hint = "Take it out of what the guest is started from, and not only out of the guest that runs.";
      expectLooks(t, await rebooted(t, guest, when), [lookOf(first)], when, hint);
    },
  },
  {
    id: "extendVolume/guest-sees-the-size[guest]",
    requirement: "extendVolume/guest-sees-the-size",
    title: "A guest sees a volume that was extended in its new size after a reboot, with what was on it",
    needs: { probeGuest: true },
    run: async (t) => {
      const file = volumeOf(t, 1);
      const guest = await givenGuest(t);
      const volume = await givenAttached(t, guest, file);
      const sizeBytes = 3 * MIB;
      file.grow(sizeBytes);
      await t.driver.extendVolume({ ...guest.instance.target, volume, sizeBytes });
      const when = "after extendVolume and a hard reboot";
      expectLooks(t, await rebooted(t, guest, when), [lookOf(file)], when, HINT);
    },
  },
];
