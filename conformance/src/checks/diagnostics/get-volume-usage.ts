// Checks of `getVolumeUsage`: what the guest did is counted, and what cannot be read is left out.
import { timestampMs, type VolumeUsage } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { asRoot, expectRebootOn, givenGuestOn, probeVolume, ROOT_NEEDS } from "../steps/root-volumes.ts";
import { withVolumes } from "../steps/volumes.ts";

/** What the probe reads from the device that it boots from and writes there at each boot, at the least: a sector. */
const SECTOR_BYTES = 512n;

const COUNTERS = [
  "readRequests",
  "readBytes",
  "writeRequests",
  "writeBytes",
  "flushRequests",
  "failedRequests",
] as const;

async function usageOf(t: CheckContext, { uuid }: TestInstance, { volumeId }: TestVolume): Promise<VolumeUsage> {
  const { usages } = await t.driver.getVolumeUsage({ attachments: [{ instanceUuid: uuid, volumeId }] });
  t.expectEqual(usages.length, 1, "number of usages in the answer of getVolumeUsage to one volume in use");
  return t.expectDefined(usages[0], "usage of a volume that a running guest has");
}

/** Checks that no counter fell between two readings, if the later one says that it contains the earlier. */
function expectNotFallen(t: CheckContext, before: VolumeUsage, after: VolumeUsage, when: string): void {
  if (timestampMs(before.countedSince) !== timestampMs(after.countedSince)) return;
  for (const counter of COUNTERS) {
    const [earlier, later] = [before[counter], after[counter]];
    if (earlier === undefined || later === undefined) continue;
    t.expectThat(BigInt(later) >= BigInt(earlier), `The counter ${counter} of a volume has fallen ${when}`, {
      expected: `at least ${earlier}, or another countedSince`,
      got: later,
      hint: "Say in countedSince when the hypervisor began to count anew.",
    });
  }
}

/** A question for one volume of one instance. */
function ask(instanceUuid: string, { volumeId }: TestVolume): { instanceUuid: string; volumeId: string } {
  return { instanceUuid, volumeId };
}

/** The checks of `getVolumeUsage`. */
export const getVolumeUsageChecks: readonly Check[] = [
  {
    id: "getVolumeUsage/counts-what-the-guest-did",
    requirement: "getVolumeUsage/counts-what-the-guest-did",
    title:
      "getVolumeUsage() counts what a guest reads and writes when it boots from a volume, and nothing for one that it leaves alone",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const [root, idle] = [await probeVolume(t), t.volume()];
      const { instance } = await givenGuestOn(t, asRoot(root), idle.attachment());
      const usage = await usageOf(t, instance, root);
      for (const counter of ["readBytes", "writeBytes"] as const) {
        t.expectThat(BigInt(usage[counter]) >= SECTOR_BYTES, `${counter} of a volume is below what its guest did`, {
          expected: `at least ${SECTOR_BYTES}, of one boot`,
          got: usage[counter],
        });
      }
      const written = (await usageOf(t, instance, idle)).writeBytes;
      t.expectEqual(written, "0", "writeBytes of a volume that its guest does not write to");
      await expectRebootOn(t, instance, root, "after getVolumeUsage");
      const later = await usageOf(t, instance, root);
      expectNotFallen(t, usage, later, "after a hard reboot and a boot");
      const isSame = timestampMs(usage.countedSince) === timestampMs(later.countedSince);
      const least = isSame ? BigInt(usage.writeBytes) + SECTOR_BYTES : SECTOR_BYTES;
      t.expectThat(BigInt(later.writeBytes) >= least, "writeBytes of a volume has not grown by what its guest did", {
        expected: `at least ${least}`,
        got: later.writeBytes,
      });
    },
  },
  {
    id: "getVolumeUsage/counts-what-the-guest-did[reboot]",
    requirement: "getVolumeUsage/counts-what-the-guest-did",
    title: "No counter of getVolumeUsage() falls over a hard reboot while countedSince is the same",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const root = await probeVolume(t);
      const { instance } = await givenGuestOn(t, asRoot(root));
      const before = await usageOf(t, instance, root);
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      expectNotFallen(t, before, await usageOf(t, instance, root), "with a hard reboot");
    },
  },
  {
    id: "getVolumeUsage/leaves-out-what-it-cannot-read",
    requirement: "getVolumeUsage/leaves-out-what-it-cannot-read",
    title: "getVolumeUsage() answers for the volumes of running guests in the order asked, and leaves all others out",
    run: async (t) => {
      const [first, second, off, stranger] = [t.volume(), t.volume(), t.volume(), t.volume()];
      const running = await t.givenInstance({ devices: withVolumes(first, second) });
      const shutdown = await t.givenInstance({ powerState: "shutdown", devices: withVolumes(off) });
      const readable = [ask(running.uuid, second), ask(running.uuid, first)];
      const [one, other] = readable;
      if (one === undefined || other === undefined) return;
      const attachments = [
        ask(t.uuid(), first),
        one,
        ask(running.uuid, stranger),
        ask(shutdown.uuid, off),
        ask(running.uuid, off),
        other,
      ];
      const { usages } = await t.driver.getVolumeUsage({ attachments });
      t.expectEqual(
        usages.map(({ instanceUuid, volumeId }) => ({ instanceUuid, volumeId })),
        readable,
        "volumes in the answer of getVolumeUsage",
        "Leave out what is not there or does not run, and answer for the rest.",
      );
    },
  },
];
