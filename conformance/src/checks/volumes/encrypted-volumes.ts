// Checks of volumes that `attachVolume` opens with a passphrase.
import { DriverError, type VolumeAttachment } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { LUKS_HEADER_BYTES, luksPlain, luksVolume } from "../../harness/luks.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { attach, detach, givenWitness } from "../steps/connections.ts";
import { givenOff, givenRootless, probeBytes, ROOT_NEEDS } from "../steps/root-volumes.ts";
import { refusalOf } from "../steps/refusal.ts";
import { STARTS } from "../steps/starts.ts";

/** Words that occur in no message, since the report blacks them out. */
const [RIGHT, WRONG] = ["vdk-opens-it", "vdk-does-not-open-it"];
const SECTOR_BYTES = 512;

const NEEDS: Needs = { ...ROOT_NEEDS, capabilities: ["supportsBootFromVolume", "supportsEncryptedVolumes"] };

function encrypted(volume: TestVolume, passphrase: string, changes: Partial<VolumeAttachment> = {}): VolumeAttachment {
  return volume.attachment({ encryption: { format: "luks", passphrase }, ...changes });
}

/** An encrypted volume that boots the probe. */
async function encryptedVolume(t: CheckContext): Promise<TestVolume> {
  return t.volume({ contents: luksVolume(RIGHT, await probeBytes(t)) });
}

/** A call that the driver may not be able to serve, for want of the format. */
async function attachOrSkip(
  t: CheckContext,
  instance: Pick<TestInstance, "target">,
  volume: VolumeAttachment,
): Promise<VolumeAttachment> {
  try {
    return await attach(t, instance, volume);
  } catch (error) {
    if (error instanceof DriverError && error.code === "NOT_SUPPORTED")
      t.notApplicable("The driver opens no encrypted volumes in files, or no luks");
    throw error;
  }
}

/** Checks that the guest counts its boots in the encrypted part of a volume. */
async function expectEncryptedBoot(
  t: CheckContext,
  instance: TestInstance,
  volume: TestVolume,
  number: number,
  when: string,
): Promise<void> {
  await t.waitFor(
    `the guest boots for time number ${number} from an encrypted volume ${when}`,
    async () => {
      const { current } = await t.console(instance);
      return current !== undefined && current.number >= number && current.lastTick > 0;
    },
    { hint: "Open the volume with its passphrase each time it is connected, and give the guest what is inside." },
  );
  const raw = volume.read(LUKS_HEADER_BYTES + SECTOR_BYTES, SECTOR_BYTES);
  t.expectEqual(luksPlain(raw, 1).readUInt32LE(), number, `decrypted boot counter in the volume ${when}`);
  t.expectEqual(volume.read(0, 6).toString("latin1"), "LUKS\xba\xbe", `first bytes of the volume ${when}`);
}

const opened: readonly Check[] = STARTS.map(({ operation, call }): Check => ({
  id: `attachVolume/opens-encrypted-volumes[${operation}]`,
  requirement: "attachVolume/opens-encrypted-volumes",
  title: `A guest boots from an encrypted volume and writes to it encrypted, also when it is given it anew by ${operation}()`,
  needs: NEEDS,
  run: async (t) => {
    const root = await encryptedVolume(t);
    const instance = await givenRootless(t);
    const volume = await attachOrSkip(t, instance, encrypted(root, RIGHT, { bootIndex: 0 }));
    await t.driver.powerOn(instance.target);
    await expectEncryptedBoot(t, instance, root, 1, "after attachVolume and powerOn");
    if (operation === "powerOn") await givenOff(t, instance);
    await call(t, instance, { blockDevices: { volumes: [volume] } });
    await expectEncryptedBoot(t, instance, root, 2, `after ${operation} with the volume in devices`);
  },
}));

/** Checks that a volume is refused, that no byte of it changes, and that anybody can have it afterwards. */
async function expectNotOpened(t: CheckContext, volume: TestVolume, passphrase: string): Promise<void> {
  const witness = await givenWitness(t);
  const { target } = await t.givenInstance();
  const before = volume.read(0, volume.size());
  const call = t.driver.attachVolume({ ...target, volume: encrypted(volume, passphrase) });
  const refusal = await refusalOf(call);
  const hint = "Only open; formatting is for the volume service.";
  const isUnchanged = before.equals(volume.read(0, volume.size()));
  t.expectThat(isUnchanged, "attachVolume has written to a volume that does not open", {
    expected: "the bytes that were there before",
    got: refusal?.code ?? "success",
    hint,
  });
  if (refusal?.code === "NOT_SUPPORTED") t.notApplicable("The driver opens no encrypted volumes in files, or no luks");
  await t.expectError(call, "VOLUME_CONNECTION_FAILED", { effect: "none", hint });
  await witness.expectFree(volume, "after attachVolume could not open it");
}

/** The checks of encrypted volumes. */
export const encryptedVolumesChecks: readonly Check[] = [
  ...opened,
  {
    id: "attachVolume/never-formats-a-volume[plain]",
    requirement: "attachVolume/never-formats-a-volume",
    title:
      "attachVolume() with encryption of a volume that is not encrypted is VOLUME_CONNECTION_FAILED, and changes nothing on it",
    run: (t) => expectNotOpened(t, t.volume({ sizeBytes: 4 << 20 }), RIGHT),
  },
  {
    id: "attachVolume/never-formats-a-volume[wrong-passphrase]",
    requirement: "attachVolume/never-formats-a-volume",
    title: "attachVolume() with a wrong passphrase is VOLUME_CONNECTION_FAILED, and changes nothing on the volume",
    run: async (t) => expectNotOpened(t, t.volume({ contents: luksVolume(RIGHT, Buffer.alloc(1 << 20)) }), WRONG),
  },
  ...(["running", "shutdown"] as const).map((powerState): Check => ({
    id: `detachVolume/forgets-the-key[${powerState}]`,
    requirement: "detachVolume/forgets-the-key",
    title: `After detachVolume() from an instance that is ${powerState} the volume opens with its passphrase and with no other`,
    run: async (t) => {
      const volume = t.volume({ contents: luksVolume(RIGHT, Buffer.alloc(1 << 20)) });
      const [instance, other] = [await t.givenInstance({ powerState }), await t.givenInstance({ powerState })];
      const attachment = await attachOrSkip(t, instance, encrypted(volume, RIGHT));
      // Nothing about a detachment needs the secret.
      const { encryption: _, ...withoutSecret } = attachment;
      await detach(t, instance, withoutSecret);
      const hint = "Remove the secret from the host when the device goes.";
      for (const { target } of [instance, other]) {
        const call = t.driver.attachVolume({ ...target, volume: encrypted(volume, WRONG) });
        await t.expectError(call, "VOLUME_CONNECTION_FAILED", { effect: "none", hint });
      }
      await attach(t, instance, encrypted(volume, RIGHT));
    },
  })),
];
