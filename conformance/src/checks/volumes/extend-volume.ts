// Checks of `extendVolume`: the guest has the new size, or all is as it was.
// How large a device is for its guest the driver tells by what it refuses: it never shrinks one.
import type { VolumeAttachment } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { LUKS_HEADER_BYTES, luksVolume } from "../../harness/luks.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { attach } from "../steps/connections.ts";
import { expectDeviceSize } from "../steps/device-size.ts";
import { expectUndisturbed } from "../steps/guest.ts";
import { asRoot, expectRebootOn, givenGuestOn, probeVolume, ROOT_NEEDS } from "../steps/root-volumes.ts";
import { refusalOf } from "../steps/refusal.ts";

const MIB = 1 << 20;
const PASSPHRASE = "vdk-opens-it";
const STATES = ["running", "paused", "shutdown"] as const;

function needsOf(state: (typeof STATES)[number]): Needs {
  return state === "paused" ? { capabilities: ["supportsPause"] } : {};
}

/** An instance that has a volume of 1 MiB. */
interface Small {
  readonly instance: TestInstance;
  readonly file: TestVolume;
  readonly volume: VolumeAttachment;
}

async function givenSmall(t: CheckContext, powerState: (typeof STATES)[number] = "running"): Promise<Small> {
  const [instance, file] = [await t.givenInstance({ powerState }), t.volume({ sizeBytes: MIB })];
  const volume = await t.given("attachVolume", () => attach(t, instance, file.attachment()));
  return { instance, file, volume };
}

async function expectExtended(t: CheckContext, { instance, file, volume }: Small, sizeBytes: number): Promise<void> {
  file.grow(sizeBytes);
  for (const time of ["", ", repeated"]) {
    const answer = await t.driver.extendVolume({ ...instance.target, volume, sizeBytes });
    const hint = "Ask the hypervisor how large the device is now, and let every layer in between grow.";
    t.expectEqual(answer.sizeBytes, sizeBytes, `sizeBytes in the answer to extendVolume${time}`, hint);
  }
  await expectDeviceSize(t, instance, volume, sizeBytes, "after extendVolume");
}

/** The checks of `extendVolume`. */
export const extendVolumeChecks: readonly Check[] = [
  ...STATES.map((powerState): Check => ({
    id: `extendVolume/guest-sees-the-size[${powerState}]`,
    requirement: "extendVolume/guest-sees-the-size",
    title: `extendVolume() of an instance that is ${powerState} makes the device as large as the volume, and answers so`,
    needs: needsOf(powerState),
    run: async (t) => expectExtended(t, await givenSmall(t, powerState), 3 * MIB),
  })),
  {
    id: "extendVolume/guest-sees-the-size[content]",
    requirement: "extendVolume/guest-sees-the-size",
    title: "extendVolume() leaves a guest that runs from the volume undisturbed, and the volume what it holds",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const file = await probeVolume(t);
      const volume = asRoot(file);
      const { instance, boot } = await givenGuestOn(t, volume);
      await expectExtended(t, { instance, file, volume }, 4 * MIB);
      await expectUndisturbed(t, instance, boot, "by extendVolume of the volume that it runs from");
      await expectRebootOn(t, instance, file, "after extendVolume of the volume that it runs from");
      await expectDeviceSize(t, instance, volume, 4 * MIB, "after extendVolume and a hard reboot");
    },
  },
  {
    id: "extendVolume/guest-sees-the-size[encrypted]",
    requirement: "extendVolume/guest-sees-the-size",
    title: "extendVolume() of an encrypted volume answers the size without what the encryption takes",
    needs: { capabilities: ["supportsEncryptedVolumes"] },
    run: async (t) => {
      const file = t.volume({ contents: luksVolume(PASSPHRASE, Buffer.alloc(MIB)) });
      const instance = await t.givenInstance();
      const wanted = file.attachment({ encryption: { format: "luks", passphrase: PASSPHRASE } });
      const refusal = await refusalOf(t.driver.attachVolume({ ...instance.target, volume: wanted }));
      if (refusal?.code === "NOT_SUPPORTED") t.notApplicable("The driver opens no luks volumes in files");
      if (refusal !== undefined) throw refusal;
      const sizeBytes = LUKS_HEADER_BYTES + 2 * MIB;
      file.grow(sizeBytes);
      const answer = await t.driver.extendVolume({ ...instance.target, volume: wanted, sizeBytes });
      const hint = "Grow the encryption layer too, and take its header from the size.";
      t.expectEqual(answer.sizeBytes, 2 * MIB, "sizeBytes in the answer to extendVolume of an encrypted volume", hint);
    },
  },
  {
    id: "extendVolume/fails-when-the-size-is-not-there",
    requirement: "extendVolume/fails-when-the-size-is-not-there",
    title:
      "extendVolume() to more than the volume has is BACKEND_FAILED, leaves the guest its device, and succeeds when it has it",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const file = await probeVolume(t);
      const volume = asRoot(file);
      const { instance, boot } = await givenGuestOn(t, volume);
      const call = t.driver.extendVolume({ ...instance.target, volume, sizeBytes: 2 * MIB });
      await t.expectError(call, "BACKEND_FAILED", { hint: "Compare the size that is there with the one asked for." });
      await expectUndisturbed(t, instance, boot, "by an extendVolume that failed");
      await expectRebootOn(t, instance, file, "after an extendVolume that failed");
      await expectExtended(t, { instance, file, volume }, 2 * MIB);
    },
  },
  {
    id: "extendVolume/fails-when-the-size-is-not-there[data]",
    requirement: "extendVolume/fails-when-the-size-is-not-there",
    title: "extendVolume() to more than a data volume has is BACKEND_FAILED, and the device keeps its size",
    run: async (t) => {
      const small = await givenSmall(t);
      const { instance, volume } = small;
      const call = t.driver.extendVolume({ ...instance.target, volume, sizeBytes: 2 * MIB });
      await t.expectError(call, "BACKEND_FAILED");
      const answer = await t.driver.extendVolume({ ...instance.target, volume, sizeBytes: MIB });
      t.expectEqual(answer.sizeBytes, MIB, "size of a device after extendVolume beyond its volume failed");
      await expectExtended(t, small, 2 * MIB);
    },
  },
  {
    id: "extendVolume/never-shrinks",
    requirement: "extendVolume/never-shrinks",
    title: "extendVolume() to less than the device has is INVALID_REQUEST, and the device keeps its size",
    run: async (t) => {
      const { instance, volume, file } = await givenSmall(t);
      const call = t.driver.extendVolume({ ...instance.target, volume, sizeBytes: MIB / 2 });
      const hint = "Refuse before anything is touched.";
      await t.expectError(call, "INVALID_REQUEST", { effect: "none", hint });
      t.expectEqual(file.size(), MIB, "size of the file after extendVolume was refused");
      const answer = await t.driver.extendVolume({ ...instance.target, volume, sizeBytes: MIB });
      t.expectEqual(answer.sizeBytes, MIB, "size of the device after extendVolume was refused", hint);
    },
  },
];
