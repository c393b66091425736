// Checks that a volume which an instance has is attached again only in the very way in which the instance has it.
import type { VolumeAttachment, VolumeQos } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { refusalOf } from "../steps/refusal.ts";

/** A way to have a volume, and others that differ from it in one thing each. */
interface Manner {
  readonly variant: string;
  readonly has: Partial<VolumeAttachment>;
  readonly others: readonly Partial<VolumeAttachment>[];
}

const EACH: VolumeQos = {
  readBytesPerSecond: 1_000_000,
  readBytesPerSecondBurst: 2_000_000,
  writeBytesPerSecond: 1_000_000,
  writeBytesPerSecondBurst: 2_000_000,
  readRequestsPerSecond: 1_000,
  readRequestsPerSecondBurst: 2_000,
  writeRequestsPerSecond: 1_000,
  writeRequestsPerSecondBurst: 2_000,
};

const TOTAL: VolumeQos = {
  totalBytesPerSecond: 1_000_000,
  totalBytesPerSecondBurst: 2_000_000,
  totalRequestsPerSecond: 1_000,
  totalRequestsPerSecondBurst: 2_000,
};

/** The same limits but for one, which is half as much again. */
function otherLimits(qos: VolumeQos): Partial<VolumeAttachment>[] {
  return Object.entries(qos).map(([name, limit]) => ({ qos: { ...qos, [name]: (limit as number) * 1.5 } }));
}

const MANNERS: readonly Manner[] = [
  {
    variant: "another-manner",
    has: {},
    others: [
      { allowsDiscard: true },
      { logicalBlockSizeBytes: 4096, physicalBlockSizeBytes: 4096 },
      { physicalBlockSizeBytes: 4096 },
      { deviceType: "cdrom" },
      { bootIndex: 7 },
      { qos: { readBytesPerSecond: 1_000_000 } },
    ],
  },
  { variant: "other-limits", has: { qos: EACH }, others: otherLimits(EACH) },
  { variant: "other-total-limits", has: { qos: TOTAL }, others: otherLimits(TOTAL) },
];

/** An instance that has a volume in a way; the check does not apply where the driver cannot provide it. */
async function givenHeld(t: CheckContext, volume: TestVolume, has: Manner["has"]): Promise<{ instanceUuid: string }> {
  const { target } = await t.givenInstance();
  const refusal = await refusalOf(t.driver.attachVolume({ ...target, volume: volume.attachment(has) }));
  if (refusal?.code === "NOT_SUPPORTED")
    t.notApplicable(`The driver cannot provide ${JSON.stringify(has)} of a volume`);
  if (refusal !== undefined) await t.given("attachVolume", () => Promise.reject(refusal));
  return target;
}

/** The checks of volumes that are asked for in another way than the instance has them. */
export const heldOtherwiseChecks: readonly Check[] = MANNERS.map(({ variant, has, others }): Check => ({
  id: `attachVolume/refuses-a-volume-in-use[${variant}]`,
  requirement: "attachVolume/refuses-a-volume-in-use",
  title: "attachVolume() of a volume that the instance has is VOLUME_IN_USE when one thing of it is to be otherwise",
  run: async (t) => {
    const volume = t.volume();
    const target = await givenHeld(t, volume, has);
    for (const other of others) {
      const refusal = await refusalOf(
        t.driver.attachVolume({ ...target, volume: volume.attachment({ ...has, ...other }) }),
      );
      t.expectThat(
        refusal?.code === "VOLUME_IN_USE" || refusal?.code === "NOT_SUPPORTED",
        `attachVolume of a volume that the instance has, with ${JSON.stringify(other)}, ${refusal === undefined ? "succeeded" : `was answered ${refusal.code}`}`,
        {
          expected: "VOLUME_IN_USE",
          got: refusal ?? "success",
          hint: "Compare all of the attachment but its secrets and `attached`.",
        },
      );
    }
  },
}));
