// Checks of `attachVolume`: the guest has the volume for good, or nobody has anything of it.
import type { VolumeAttachment } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { attach, detach, givenWitness } from "../steps/connections.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { cutOff, expectUndisturbed } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import {
  asRoot,
  expectBootOn,
  expectRebootOn,
  givenGuestOn,
  givenRootless,
  probeVolume,
  ROOT_NEEDS,
} from "../steps/root-volumes.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

const SEEN: Needs = { capabilities: ["supportsDiagnostics"] };

/** No guest can be shown such blocks, no file is laid out so, and no guest has such a bus. */
const UNHEARD_OF: readonly (readonly [
  name: string,
  changes: (volume: VolumeAttachment) => Partial<VolumeAttachment>,
])[] = [
  ["logical-blocks", () => ({ logicalBlockSizeBytes: 513 })],
  ["physical-blocks", () => ({ physicalBlockSizeBytes: 513 })],
  ["bus", () => ({ bus: "other" })],
  ["device-type", () => ({ deviceType: "other" })],
  [
    "format",
    ({ connection }) => (connection.protocol === "localFile" ? { connection: { ...connection, format: "other" } } : {}),
  ],
];

const given: readonly Check[] = [
  ...(["running", "paused"] as const).map((powerState): Check => ({
    id: `attachVolume/running-guest-has-the-volume[${powerState}]`,
    requirement: "attachVolume/running-guest-has-the-volume",
    title: `attachVolume() of a ${powerState} instance gives its guest the volume beside those that it has, and leaves it ${powerState}`,
    needs: { capabilities: ["supportsDiagnostics", ...(powerState === "paused" ? (["supportsPause"] as const) : [])] },
    run: async (t) => {
      const [had, added] = [t.volume(), t.volume()];
      const instance = await t.givenInstance({ powerState, devices: withVolumes(had) });
      const { attached } = await t.driver.attachVolume({ ...instance.target, volume: added.attachment() });
      t.expectEqual(attached.volumeId, added.volumeId, "volumeId in the answer to attachVolume");
      await expectVolumes(t, instance, [had, added], "after attachVolume", "Return when the guest has the device.");
      await expectState(t, instance, powerState, "after attachVolume");
    },
  })),
  {
    id: "attachVolume/running-guest-has-the-volume[beside-another]",
    requirement: "attachVolume/running-guest-has-the-volume",
    title: "attachVolume() and detachVolume() of a volume leave a guest that runs from another one undisturbed",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const [root, added] = [await probeVolume(t), t.volume()];
      const { instance, boot } = await givenGuestOn(t, asRoot(root));
      const volume = await attach(t, instance, added.attachment());
      await expectUndisturbed(t, instance, boot, "by attachVolume of another volume");
      await detach(t, instance, volume);
      await expectUndisturbed(t, instance, boot, "by detachVolume of another volume");
      await expectRebootOn(t, instance, root, "after detachVolume of another volume");
    },
  },
  {
    id: "attachVolume/off-instance-has-it-at-the-next-boot",
    requirement: "attachVolume/off-instance-has-it-at-the-next-boot",
    title:
      "attachVolume() of an instance that is off gives its guest the volume when it starts, and at each boot after that",
    needs: SEEN,
    run: async (t) => {
      const volume = t.volume();
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await attach(t, instance, volume.attachment());
      await expectState(t, instance, "shutdown", "after attachVolume");
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      await expectVolumes(t, instance, [volume], "after attachVolume and powerOn");
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      await expectVolumes(t, instance, [volume], "after attachVolume, powerOn and a hard reboot");
    },
  },
  {
    id: "attachVolume/off-instance-has-it-at-the-next-boot[attached-while-running]",
    requirement: "attachVolume/off-instance-has-it-at-the-next-boot",
    title: "A volume that was attached to a running guest is still there after a reboot and after a power cycle",
    needs: SEEN,
    run: async (t) => {
      const volume = t.volume();
      const instance = await t.givenInstance();
      await t.given("attachVolume", () => attach(t, instance, volume.attachment()));
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      const hint = "Change what the next boot is made from as well as the guest that runs.";
      await expectVolumes(t, instance, [volume], "after a hard reboot", hint);
      await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
      await t.given("powerOn", () => t.driver.powerOn(instance.target));
      await expectVolumes(t, instance, [volume], "after powerOff and powerOn", hint);
    },
  },
  {
    id: "attachVolume/off-instance-has-it-at-the-next-boot[root]",
    requirement: "attachVolume/off-instance-has-it-at-the-next-boot",
    title:
      "attachVolume() of a root volume to an instance that has none lets its guest boot from what the volume holds",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const instance = await givenRootless(t);
      const root = await probeVolume(t);
      await attach(t, instance, asRoot(root));
      await t.driver.powerOn(instance.target);
      await expectBootOn(t, instance, root, 0, "after attachVolume and powerOn");
    },
  },
];

const failing: readonly Check[] = [
  {
    id: "attachVolume/failed-attach-leaves-no-connection[no-such-file]",
    requirement: "attachVolume/failed-attach-leaves-no-connection",
    title:
      "attachVolume() of a volume that is not there is VOLUME_CONNECTION_FAILED, and anybody can have it once it is",
    run: async (t) => {
      const witness = await givenWitness(t);
      const { target } = await t.givenInstance();
      const volume = t.volume();
      volume.remove();
      const call = t.driver.attachVolume({ ...target, volume: volume.attachment() });
      await t.expectError(call, "VOLUME_CONNECTION_FAILED", { effect: "none" });
      volume.restore();
      await witness.expectFree(volume, "after attachVolume answered VOLUME_CONNECTION_FAILED");
    },
  },
  {
    id: "attachVolume/failed-attach-leaves-no-connection[at-each-step]",
    requirement: "attachVolume/failed-attach-leaves-no-connection",
    title:
      "attachVolume() that failed at any step leaves the host without a connection, and succeeds when it is repeated",
    needs: { simulation: true },
    run: async (t) => {
      const witness = await givenWitness(t);
      const instance = await t.givenInstance();
      await sweepSteps(t, {
        operation: "attachVolume",
        prepare: async () => t.volume(),
        call: (volume) => attach(t, instance, volume.attachment()),
        judge: async ({ error, step, prepared: volume }) => {
          const when = `after attachVolume failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await witness.expectFree(volume, when);
          await attach(t, instance, volume.attachment());
          await witness.expectHeld(volume, `${when} and was repeated`);
        },
      });
    },
  },
  {
    id: "attachVolume/failed-attach-leaves-no-device",
    requirement: "attachVolume/failed-attach-leaves-no-device",
    title: "attachVolume() that failed at any step leaves the guest no device, neither then nor after its next boot",
    needs: { simulation: true, ...SEEN },
    run: async (t) => {
      const had = t.volume();
      const instance = await t.givenInstance({ devices: withVolumes(had) });
      await sweepSteps(t, {
        operation: "attachVolume",
        prepare: async () => t.volume(),
        call: (volume) => attach(t, instance, volume.attachment()),
        judge: async ({ step }) => {
          const when = `after attachVolume failed at its hypervisor call number ${step}`;
          await expectVolumes(t, instance, [had], when);
          await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
          await expectVolumes(t, instance, [had], `${when}, and a hard reboot`);
        },
      });
    },
  },
  ...UNHEARD_OF.map(([name, changes]): Check => ({
    id: `attachVolume/refuses-what-it-cannot-provide[${name}]`,
    requirement: "attachVolume/refuses-what-it-cannot-provide",
    title: `attachVolume() with what no guest can be given (${name}) is NOT_SUPPORTED, and connects nothing`,
    run: async (t) => {
      const witness = await givenWitness(t);
      const { target } = await t.givenInstance();
      const volume = t.volume();
      const attachment = volume.attachment();
      const call = t.driver.attachVolume({ ...target, volume: { ...attachment, ...changes(attachment) } });
      const hint = "Read every member of the request, and refuse what you do not know.";
      await t.expectError(call, "NOT_SUPPORTED", { effect: "none", hint });
      await witness.expectFree(volume, "after attachVolume answered NOT_SUPPORTED");
    },
  })),
];

/** An instance with a volume that it has in the one way or the other. */
async function expectSameAgain(t: CheckContext, isSpawnedWith: boolean): Promise<void> {
  const volume = t.volume();
  const instance = await t.givenInstance(isSpawnedWith ? { devices: withVolumes(volume) } : {});
  const first = isSpawnedWith
    ? (await t.given("powerOn", () => t.driver.powerOn(instance.target))).attachedVolumes?.[0]
    : (await t.given("attachVolume", () => attach(t, instance, volume.attachment()))).attached;
  for (const attachment of [volume.attachment(), volume.attachment(first && { attached: first })]) {
    const { attached } = await t.driver.attachVolume({ ...instance.target, volume: attachment });
    t.expectEqual<unknown>(attached, first, "answer to attachVolume of a volume that the instance has so");
  }
  await expectVolumes(t, instance, [volume], "after attachVolume of what it has");
  await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
  await expectVolumes(t, instance, [volume], "after attachVolume of what it has, and a hard reboot");
}

const taken: readonly Check[] = [
  {
    id: "attachVolume/same-again-succeeds",
    requirement: "attachVolume/same-again-succeeds",
    title: "attachVolume() of a volume that was attached so succeeds with the same answer, and the guest has it once",
    needs: SEEN,
    run: (t) => expectSameAgain(t, false),
  },
  {
    id: "attachVolume/same-again-succeeds[spawned-with]",
    requirement: "attachVolume/same-again-succeeds",
    title: "attachVolume() of a volume that the instance was spawned with succeeds, and the guest has it once",
    needs: SEEN,
    run: (t) => expectSameAgain(t, true),
  },
  {
    id: "attachVolume/refuses-a-volume-in-use",
    requirement: "attachVolume/refuses-a-volume-in-use",
    title:
      "attachVolume() and spawn() with a volume that another instance has are VOLUME_IN_USE, and the other keeps it",
    needs: SEEN,
    run: async (t) => {
      const [volume, spare] = [t.volume(), t.volume()];
      const holder = await t.givenInstance({ devices: withVolumes(volume) });
      const other = await t.givenInstance();
      const call = t.driver.attachVolume({ ...other.target, volume: volume.attachment() });
      await t.expectError(call, "VOLUME_IN_USE", { effect: "none" });
      const params = await t.newInstance({ devices: withVolumes(spare, volume) });
      await t.expectError(t.driver.spawn(params), "VOLUME_IN_USE", { effect: "none" });
      await expectVolumes(t, holder, [volume], "after another instance was to have its volume");
      await expectVolumes(t, other, [], "after attachVolume answered VOLUME_IN_USE");
      await attach(t, other, spare.attachment());
    },
  },
  {
    id: "attachVolume/refuses-a-volume-in-use[guest]",
    requirement: "attachVolume/refuses-a-volume-in-use",
    title: "attachVolume() of a volume that another guest runs from is VOLUME_IN_USE, and that guest is not disturbed",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const root = await probeVolume(t);
      const { instance, boot } = await givenGuestOn(t, asRoot(root));
      const other = await t.givenInstance();
      for (const accessMode of ["readWrite", "readOnly"] as const) {
        const call = t.driver.attachVolume({ ...other.target, volume: root.attachment({ accessMode }) });
        await t.expectError(call, "VOLUME_IN_USE", { effect: "none" });
      }
      await expectUndisturbed(t, instance, boot, "by another instance that was to have its volume");
      await expectRebootOn(t, instance, root, "after another instance was to have its volume");
    },
  },
  {
    id: "attachVolume/refuses-a-volume-in-use[another-way]",
    requirement: "attachVolume/refuses-a-volume-in-use",
    title: "attachVolume() of a volume that the instance has for writing is VOLUME_IN_USE when it is to be read only",
    needs: SEEN,
    run: async (t) => {
      const volume = t.volume();
      const instance = await t.givenInstance({ devices: withVolumes(volume) });
      const call = t.driver.attachVolume({ ...instance.target, volume: volume.attachment({ accessMode: "readOnly" }) });
      await t.expectError(call, "VOLUME_IN_USE", { effect: "none" });
      await expectVolumes(t, instance, [volume], "after attachVolume answered VOLUME_IN_USE");
    },
  },
  ...([true, false] as const).map((holderShares): Check => ({
    id: `attachVolume/refuses-a-volume-in-use[only-${holderShares ? "the-first" : "the-second"}-shares]`,
    requirement: "attachVolume/refuses-a-volume-in-use",
    title: `attachVolume() of a volume in use is VOLUME_IN_USE when only the ${holderShares ? "instance that has it" : "request"} says multiattach`,
    needs: { capabilities: ["supportsMultiattach"] },
    run: async (t) => {
      const volume = t.volume();
      const shared = volume.attachment({ multiattach: true });
      const [first, second] = holderShares ? [shared, volume.attachment()] : [volume.attachment(), shared];
      await t.givenInstance({ devices: { blockDevices: { volumes: [first] } } });
      const other = await t.givenInstance();
      const call = t.driver.attachVolume({ ...other.target, volume: second });
      await t.expectError(call, "VOLUME_IN_USE", { effect: "none" });
    },
  })),
];

/** The checks of `attachVolume` on volumes in the clear. */
export const attachVolumeChecks: readonly Check[] = [...given, ...failing, ...taken];
