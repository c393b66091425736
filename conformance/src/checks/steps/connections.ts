// Whether a host is connected to a volume, as any caller can see it: while it is, no other instance can have the volume for itself,
// and where the system tells, its file is open.
import type { VolumeAttachment } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { simulates } from "./guest-time.ts";
import { refusalOf } from "./refusal.ts";

/** How long a guest may take to let go of a device where it matters to nobody, in seconds. */
const DETACH_SECONDS = 10;

/** The refusals by which a host says that a volume is held by somebody: by the driver's books, by a lock, by the hypervisor. */
const HELD_CODES: readonly string[] = ["VOLUME_IN_USE", "VOLUME_CONNECTION_FAILED", "BACKEND_FAILED"];

const HINT =
  "Whoever is given the volume next meets this host's writes. End the connection on every way out, and whatever else failed.";

/** Attaches a volume. Returns it as the caller has to hand it back. */
export async function attach(
  t: CheckContext,
  { target }: Pick<TestInstance, "target">,
  volume: VolumeAttachment,
): Promise<VolumeAttachment> {
  const { attached } = await t.driver.attachVolume({ ...target, volume });
  return { ...volume, attached };
}

/** Takes a volume from an instance, as {@link letGo} says. */
export async function detach(
  t: CheckContext,
  { target }: Pick<TestInstance, "target">,
  volume: VolumeAttachment,
  timeoutSeconds: number = DETACH_SECONDS,
): Promise<void> {
  await letGo(t, t.driver.detachVolume({ ...target, volume, timeoutSeconds }));
}

/**
 * Waits for a call that takes a device from a guest. The probe has no driver that lets go of devices; a simulated guest does.
 *
 * @throws NotApplicable if the guest does not let go and the hypervisor is a real one.
 */
export async function letGo(t: CheckContext, call: Promise<unknown>): Promise<void> {
  const refusal = await refusalOf(call);
  if (refusal === undefined) return;
  if (refusal.code === "DEVICE_DETACH_FAILED" && !simulates(t))
    t.notApplicable("The probe guest lets go of no device on this hypervisor");
  throw refusal;
}

/** Tells whether a host keeps a volume from an instance that is off: somebody else there has it. */
export async function isHeldFrom(
  t: CheckContext,
  instance: Pick<TestInstance, "target">,
  volume: VolumeAttachment,
): Promise<boolean> {
  const refusal = await refusalOf(t.driver.attachVolume({ ...instance.target, volume }));
  if (refusal === undefined) {
    await t.given("detachVolume", () => detach(t, instance, volume));
    return false;
  }
  if (HELD_CODES.includes(refusal.code)) return true;
  throw refusal;
}

/** Somebody else on the host, who tries to have volumes. */
export interface Witness {
  /** Checks that the host has no connection to a volume; `when` is the end of the sentence, such as `after detachVolume`. */
  expectFree(volume: TestVolume, when: string, hint?: string): Promise<void>;
  /** The same of the file alone, where the host may be connected to the volume elsewhere. */
  expectFileFree(volume: TestVolume, when: string, hint?: string): Promise<void>;
  /** Checks that somebody has a volume. */
  expectHeld(volume: TestVolume, when: string, hint?: string): Promise<void>;
}

/** Makes a witness: an instance that is off. Blocks the check if there is none to be had. */
export async function givenWitness(t: CheckContext): Promise<Witness> {
  const instance = await t.givenInstance({ powerState: "shutdown", name: "witness" });
  const isHeld = (volume: VolumeAttachment): Promise<boolean> => isHeldFrom(t, instance, volume);
  const expectFree = async (volume: TestVolume, volumeId: string, when: string, hint: string): Promise<void> => {
    const message = `The host is still connected to a volume ${when}`;
    const users = volume.users();
    t.expectThat(users.length === 0, message, { expected: "nobody has its file open", got: users, hint });
    const held = await isHeld(volume.attachment({ volumeId }));
    t.expectThat(!held, message, { expected: "another instance can have the volume", got: volume.volumeId, hint });
  };
  return {
    expectFree: (volume, when, hint = HINT) => expectFree(volume, volume.volumeId, when, hint),
    expectFileFree: (volume, when, hint = HINT) => expectFree(volume, t.uuid(), when, hint),
    expectHeld: async (volume, when, hint) =>
      t.expectThat(await isHeld(volume.attachment()), `The volume can be given to another instance ${when}`, {
        expected: "VOLUME_IN_USE",
        got: volume.volumeId,
        hint,
      }),
  };
}
