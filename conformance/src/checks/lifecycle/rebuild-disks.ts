// Checks of what `rebuild` makes of disks: local ones begin anew or are preserved, and a root volume is what its owner wrote on it.
import type { EphemeralDisk, RebuildParams } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { MARKER_OFFSET } from "../../harness/test-volume.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { detach } from "../steps/connections.ts";
import { untilRebooted, untilTicking } from "../steps/guest.ts";
import { refusalOf } from "../steps/refusal.ts";
import {
  asRoot,
  expectBootOn,
  expectRebootOn,
  givenGuestOn,
  givenOff,
  givenRootless,
  probeBytes,
  probeVolume,
  ROOT_NEEDS,
} from "../steps/root-volumes.ts";

/** An ephemeral disk that opens with a passphrase. */
function encrypted(passphrase: string): readonly EphemeralDisk[] {
  return [{ sizeGib: 1, encryption: { format: "luks", passphrase } }];
}

const OLD = "vdk-passphrase-1";
const NEW = "vdk-passphrase-2";

/** Whether a disk is still the old one, a passphrase tells too. */
const ENCRYPTED: Needs = { capabilities: ["supportsLocalBlockDevices", "supportsEphemeralEncryption"] };

function again({ params }: TestInstance, passphrase: string): RebuildParams {
  const devices = { blockDevices: { ephemerals: [...encrypted(passphrase)] } };
  return { instance: params.instance, powerOn: true, devices };
}

function givenEncrypted(t: CheckContext): Promise<TestInstance> {
  return t.givenInstance({ devices: { blockDevices: { ephemerals: [...encrypted(OLD)] } } });
}

const local: readonly Check[] = [
  {
    id: "rebuild/ephemeral-disks-begin-blank[root]",
    requirement: "rebuild/ephemeral-disks-begin-blank",
    title: "rebuild() of an instance that booted twice leaves nothing on its root disk of what the guest wrote there",
    needs: { probeGuest: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      const first = await t.given("spawn", () => untilTicking(t, instance, "after spawn"));
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      const second = await t.given("reboot", () => untilRebooted(t, instance, first, "after a hard reboot"));
      await t.driver.rebuild({ instance: instance.params.instance, powerOn: true });
      const { number } = await untilRebooted(t, instance, second, "after rebuild");
      t.expectEqual(number, 1, "boot counter that the guest finds on its root disk after rebuild");
    },
  },
  {
    id: "rebuild/ephemeral-disks-begin-blank[ephemeral]",
    requirement: "rebuild/ephemeral-disks-begin-blank",
    title: "rebuild() makes an encrypted ephemeral disk anew, so that another passphrase opens it",
    needs: ENCRYPTED,
    run: async (t) => {
      const instance = await givenEncrypted(t);
      const refusal = await refusalOf(t.driver.rebuild(again(instance, NEW)));
      t.expectThat(refusal === undefined, "rebuild with another passphrase for its ephemeral disk failed", {
        expected: "a new disk, which opens with the passphrase that it was made with",
        got: refusal,
        hint: "Without preserveEphemeral, delete the old disk and make a new one.",
      });
    },
  },
  {
    id: "rebuild/preserves-ephemeral-disks",
    requirement: "rebuild/preserves-ephemeral-disks",
    title: "rebuild() with preserveEphemeral keeps an encrypted disk, which opens with its own passphrase and no other",
    needs: ENCRYPTED,
    run: async (t) => {
      const instance = await givenEncrypted(t);
      const wrong = await refusalOf(t.driver.rebuild({ ...again(instance, NEW), preserveEphemeral: true }));
      t.expectThat(
        wrong !== undefined,
        "rebuild with preserveEphemeral opened the disk with a passphrase that is not its own",
        {
          expected: "a failure, as the old disk does not open with it",
          hint: "A disk that opens with a new passphrase is a new disk. Keep the old one.",
        },
      );
      await t.driver.rebuild({ ...again(instance, OLD), preserveEphemeral: true });
      await t.expectPowerState(instance, "running");
    },
  },
];

const volumes: readonly Check[] = [
  {
    id: "rebuild/reads-volumes-anew",
    requirement: "rebuild/reads-volumes-anew",
    title:
      "rebuild() boots the system that was written to the root volume since it was detached, and writes nothing else to it",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const volume = await probeVolume(t);
      const root = asRoot(volume);
      const { instance, boot } = await givenGuestOn(t, root);
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      await t.given("reboot", () => expectBootOn(t, instance, volume, boot.number, "after a hard reboot"));
      await givenOff(t, instance);
      await t.given("detachVolume", () => detach(t, instance, root));
      volume.write(0, await probeBytes(t));
      const marker = Buffer.from(t.uuid());
      volume.write(MARKER_OFFSET, marker);
      await t.driver.rebuild({ ...sameImage(instance), devices: { blockDevices: { volumes: [root] } } });
      await expectBootOn(t, instance, volume, 0, "after rebuild from a root volume that was written anew");
      await expectRebootOn(t, instance, volume, "after rebuild from a root volume that was written anew");
      t.expectThat(volume.read(MARKER_OFFSET, marker.length).equals(marker), "What was written to the volume is gone", {
        hint: "Connect to the volume only when rebuild is called, and write nothing to it that was read before.",
      });
    },
  },
  {
    id: "rebuild/reads-volumes-anew[connected]",
    requirement: "rebuild/reads-volumes-anew",
    title: "rebuild() leaves the host connected to the root volume that the guest boots from",
    needs: { ...ROOT_NEEDS, simulation: true },
    run: async (t) => {
      const volume = await probeVolume(t);
      const instance = await givenRootless(t);
      await t.driver.rebuild({ ...sameImage(instance), devices: { blockDevices: { volumes: [asRoot(volume)] } } });
      // A connection cannot be ended while its storage is away, and one that is not there need not be.
      await t.simulation.injectFault({ kind: "volumeLost", volumeId: volume.volumeId });
      const refusal = await refusalOf(
        t.driver.detachVolume({ ...instance.target, volume: asRoot(volume), timeoutSeconds: 1 }),
      );
      t.expectThat(refusal !== undefined, "The host is not connected to the root volume after rebuild", {
        expected: "a connection for as long as the guest has the volume",
        hint: "Release the volumes of before, and connect those of the request after that.",
      });
    },
  },
];

function sameImage({ params }: TestInstance): RebuildParams {
  return { instance: params.instance, powerOn: true };
}

/** The checks of what `rebuild` makes of disks. */
export const rebuildDisksChecks: readonly Check[] = [...local, ...volumes];
