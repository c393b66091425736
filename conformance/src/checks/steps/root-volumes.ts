// Guests whose root disk is a volume of the kit's: what they write there, the kit reads, and what the kit writes, they boot.
import type { GuestDevices, SpawnParams, VolumeAttachment } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { detach } from "./connections.ts";
import { cutOff, type TickingGuest, untilTicking } from "./guest.ts";
import { expectState } from "./power-state.ts";
import { rawBytes } from "./usual-image.ts";

/** What every check of a guest on a volume needs. */
export const ROOT_NEEDS: Needs = { probeGuest: true, capabilities: ["supportsBootFromVolume"] };

/** Where the probe counts its boots. */
const COUNTER_OFFSET = 512;

/** The bytes of the image that instances boot. */
export async function probeBytes(t: CheckContext): Promise<Buffer> {
  return rawBytes(t, (await t.newInstance()).instance.image);
}

/** A volume that boots the probe, for the first time. */
export async function probeVolume(t: CheckContext, sizeBytes?: number): Promise<TestVolume> {
  return t.volume({ contents: await probeBytes(t), ...(sizeBytes !== undefined && { sizeBytes }) });
}

/** How often a guest has booted from a volume, by what the guest wrote there. */
export function bootsOn(volume: TestVolume): number {
  return volume.read(COUNTER_OFFSET, 4).readUInt32LE();
}

/** An attachment as the root disk. */
export function asRoot(volume: TestVolume, changes: Partial<VolumeAttachment> = {}): VolumeAttachment {
  return volume.attachment({ bootIndex: 0, ...changes });
}

/** The parameters of a `spawn` whose root disk is a volume. */
export async function rootVolumeParams(
  t: CheckContext,
  volumes: readonly VolumeAttachment[],
  extra: GuestDevices = {},
): Promise<SpawnParams> {
  const params = await t.newInstance();
  return {
    ...params,
    instance: { ...params.instance, image: { ...params.instance.image, source: { kind: "volume" } } },
    devices: { ...extra, blockDevices: { ...extra.blockDevices, volumes: [...volumes] } },
  };
}

/** Spawns an instance, without waiting for its guest. */
async function spawned(t: CheckContext, params: SpawnParams): Promise<TestInstance> {
  await t.driver.spawn(params);
  const { uuid, name } = params.instance;
  return { uuid, name, node: t.node, params, target: { instanceUuid: uuid } };
}

/** An instance whose guest ticks, booted from the first of these volumes. Blocks the check if there is none to be had. */
export function givenGuestOn(t: CheckContext, ...volumes: readonly VolumeAttachment[]): Promise<TickingGuest> {
  return t.given("spawn", async () => {
    const instance = await spawned(t, await rootVolumeParams(t, volumes));
    return { instance, boot: await untilTicking(t, instance, "after spawn from a volume") };
  });
}

/** An instance that is off and has no root disk: the volume that it was made with has been taken away. */
export async function givenRootless(t: CheckContext): Promise<TestInstance> {
  const root = asRoot(await probeVolume(t));
  const params = { ...(await rootVolumeParams(t, [root])), powerOn: false };
  const instance = await t.given("spawn", () => spawned(t, params));
  await t.given("detachVolume", () => detach(t, instance, root));
  return instance;
}

/** Cuts a guest off. Blocks the check if that fails. */
export function givenOff(t: CheckContext, instance: TestInstance): Promise<void> {
  return t.given("powerOff", async () => {
    await t.driver.powerOff(cutOff(instance));
    await expectState(t, instance, "shutdown", "after powerOff");
  });
}

/**
 * Checks that a guest which was started again comes up from a volume, where it had booted `before` times.
 *
 * @param when - The end of the sentence, such as `after powerOn`.
 */
export async function expectBootOn(
  t: CheckContext,
  instance: TestInstance,
  volume: TestVolume,
  before: number,
  when: string,
): Promise<void> {
  const { number } = await t.waitFor(`the guest boots from its volume ${when}`, async () => {
    const { current } = await t.console(instance);
    return current !== undefined && bootsOn(volume) > before && current.lastTick > 0 ? current : undefined;
  });
  t.expectEqual(bootsOn(volume), before + 1, `number of boots that the guest has written to its volume ${when}`);
  t.expectEqual(number, before + 1, `number of the guest's boot ${when}`);
}

/** Checks that a guest booted hard comes up from a volume with what it had there. */
export async function expectRebootOn(
  t: CheckContext,
  instance: TestInstance,
  volume: TestVolume,
  when: string,
): Promise<void> {
  const before = bootsOn(volume);
  await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
  await expectBootOn(t, instance, volume, before, `${when} and a hard reboot`);
}
