// Checks of `swapVolume`: the guest goes on with the new volume and all its data, or with the old one as if nothing had been.
import type { SwapVolumeParams, VolumeAttachment } from "@virt-driver-kit/spec";

import type { Check, Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { MARKER_OFFSET, type TestVolume } from "../../harness/test-volume.ts";
import { givenWitness } from "../steps/connections.ts";
import { expectDeviceSize } from "../steps/device-size.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { expectUndisturbed, type TickingGuest } from "../steps/guest.ts";
import { durationOf } from "../steps/guest-time.ts";
import { refusalOf } from "../steps/refusal.ts";
import { asRoot, bootsOn, expectRebootOn, givenGuestOn, probeVolume, ROOT_NEEDS } from "../steps/root-volumes.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

const MIB = 1 << 20;
const MARKER = Buffer.from("written by the kit".padEnd(512));
const WITHOUT_DISTURBANCE = "Copy beside the guest, and go over when the copy is whole.";

/** A guest that runs from a volume, and another volume to go on with. */
interface Swap extends TickingGuest {
  readonly from: TestVolume;
  readonly to: TestVolume;
  readonly params: SwapVolumeParams;
}

async function givenSwap(
  t: CheckContext,
  toBytes: number = MIB,
  changes: Partial<VolumeAttachment> = {},
): Promise<Swap> {
  const [from, to] = [await probeVolume(t), t.volume({ sizeBytes: toBytes, isOverwritten: true })];
  from.write(MARKER_OFFSET, MARKER);
  const guest = await givenGuestOn(t, asRoot(from));
  const params = { ...guest.instance.target, oldVolume: asRoot(from), newVolume: asRoot(to, changes) };
  return { ...guest, from, to, params };
}

/** Checks that the guest runs from a volume and from no other, now and after a reboot. */
async function expectRunsFrom(
  t: CheckContext,
  { instance }: Pick<Swap, "instance">,
  [used, unused]: readonly [TestVolume, TestVolume],
  when: string,
): Promise<void> {
  const before = unused.read(0, unused.size());
  await expectRebootOn(t, instance, used, when);
  const isUnchanged = before.equals(unused.read(0, unused.size()));
  t.expectThat(isUnchanged, `The guest has written to the other of the two volumes ${when}`);
}

const done: readonly Check[] = [
  ...[false, true].map((keepsName): Check => ({
    id: `swapVolume/guest-goes-on[${keepsName ? "same-name" : "new-name"}]`,
    requirement: "swapVolume/guest-goes-on",
    title: `swapVolume() to a volume ${keepsName ? "of the same" : "of another"} name leaves a guest that runs from it undisturbed, under the same device`,
    needs: { ...ROOT_NEEDS, capabilities: ["supportsBootFromVolume", "supportsDiagnostics"] },
    run: async (t) => {
      const from = await probeVolume(t);
      const to = t.volume({ sizeBytes: MIB, isOverwritten: true });
      const { instance, boot } = await givenGuestOn(t, asRoot(from));
      const before = await devicesOf(t, instance);
      const volumeId = keepsName ? from.volumeId : to.volumeId;
      const { attached } = await t.driver.swapVolume({
        ...instance.target,
        oldVolume: asRoot(from),
        newVolume: asRoot(to, { volumeId }),
      });
      t.expectEqual(attached.volumeId, volumeId, "volumeId in the answer to swapVolume");
      await expectUndisturbed(t, instance, boot, "by swapVolume of the volume that it runs from");
      t.expectEqual(await devicesOf(t, instance), before, "devices of the guest after swapVolume", WITHOUT_DISTURBANCE);
      await expectRunsFrom(t, { instance }, [to, from], "after swapVolume");
    },
  })),
  {
    id: "swapVolume/new-volume-has-all-data",
    requirement: "swapVolume/new-volume-has-all-data",
    title:
      "After swapVolume() the new volume holds what the old one did, the guest boots from it, and the old one is free",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const witness = await givenWitness(t);
      const swap = await givenSwap(t);
      await t.driver.swapVolume(swap.params);
      const [old, now] = [swap.from, swap.to].map((volume) => volume.read(0, MIB));
      const hint = "Copy all of it, also what the guest writes meanwhile.";
      t.expectThat(
        old !== undefined && now?.equals(old) === true,
        "The new volume differs from the old after swapVolume",
        {
          expected: { boots: bootsOn(swap.from), marker: swap.from.read(MARKER_OFFSET, 18).toString() },
          got: { boots: bootsOn(swap.to), marker: swap.to.read(MARKER_OFFSET, 18).toString() },
          hint,
        },
      );
      await witness.expectFree(
        swap.from,
        "after swapVolume",
        "The volume service deletes it next: disconnect the host.",
      );
      await witness.expectHeld(swap.to, "after swapVolume to it");
      await expectRunsFrom(t, swap, [swap.to, swap.from], "after swapVolume");
    },
  },
  {
    id: "swapVolume/new-volume-has-all-data[same-name]",
    requirement: "swapVolume/new-volume-has-all-data",
    title: "After swapVolume() to another place under the same name the file at the old place is free",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const witness = await givenWitness(t);
      const { from, to, params, instance } = await givenSwap(t);
      await t.driver.swapVolume({ ...params, newVolume: asRoot(to, { volumeId: from.volumeId }) });
      await witness.expectFileFree(from, "after swapVolume to another place");
      await expectRunsFrom(t, { instance }, [to, from], "after swapVolume under the same name");
    },
  },
  {
    id: "swapVolume/guest-sees-the-new-size",
    requirement: "swapVolume/guest-sees-the-new-size",
    title: "swapVolume() with sizeBytes makes the guest's device as large as that",
    needs: { capabilities: ["supportsExtendVolume"] },
    run: async (t) => {
      const [from, to] = [t.volume({ sizeBytes: MIB }), t.volume({ sizeBytes: 2 * MIB, isOverwritten: true })];
      const instance = await t.givenInstance({ devices: withVolumes(from) });
      const params = { ...instance.target, oldVolume: from.attachment(), newVolume: to.attachment() };
      await t.driver.swapVolume({ ...params, sizeBytes: 2 * MIB });
      await expectDeviceSize(t, instance, to.attachment(), 2 * MIB, "after swapVolume with sizeBytes");
    },
  },
  {
    id: "swapVolume/guest-sees-the-new-size[left-out]",
    requirement: "swapVolume/guest-sees-the-new-size",
    title: "swapVolume() without sizeBytes to a larger volume leaves the device as large as it was",
    needs: { capabilities: ["supportsExtendVolume"] },
    run: async (t) => {
      const [from, to] = [t.volume({ sizeBytes: MIB }), t.volume({ sizeBytes: 2 * MIB, isOverwritten: true })];
      const instance = await t.givenInstance({ devices: withVolumes(from) });
      await t.driver.swapVolume({ ...instance.target, oldVolume: from.attachment(), newVolume: to.attachment() });
      const extend = { ...instance.target, volume: to.attachment(), sizeBytes: MIB };
      // A device that had grown could not have this size any more.
      const refusal = await refusalOf(t.driver.extendVolume(extend));
      t.expectThat(refusal === undefined, "The guest's device has grown by a swapVolume that says nothing of a size", {
        expected: `${MIB} bytes, as before`,
        got: refusal?.message,
      });
    },
  },
  {
    id: "swapVolume/repeated-swap-succeeds",
    requirement: "swapVolume/repeated-swap-succeeds",
    title: "swapVolume() that was done already answers the same, and copies nothing in either direction",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const swap = await givenSwap(t);
      const first = await t.given("swapVolume", () => t.driver.swapVolume(swap.params));
      // What only the one volume holds from now on would come to the other with a copy.
      swap.from.write(MARKER_OFFSET, Buffer.alloc(512, 1));
      swap.to.write(MARKER_OFFSET, Buffer.alloc(512, 2));
      const again = await t.driver.swapVolume(swap.params);
      t.expectEqual(again, first, "answer to swapVolume, repeated");
      const marks = [swap.from, swap.to].map((volume) => volume.read(MARKER_OFFSET, 1).readUInt8());
      const hint = "An instance that has the new volume already is left as it is.";
      t.expectEqual(marks, [1, 2], "contents of the old and the new volume after swapVolume was repeated", hint);
      await expectUndisturbed(t, swap.instance, swap.boot, "by swapVolume, repeated");
      await expectRunsFrom(t, swap, [swap.to, swap.from], "after swapVolume was repeated");
    },
  },
];

const SIMULATED: Needs = { ...ROOT_NEEDS, simulation: true };

const failing: readonly Check[] = [
  {
    id: "swapVolume/failed-swap-keeps-the-old-volume[at-each-step]",
    requirement: "swapVolume/failed-swap-keeps-the-old-volume",
    title:
      "swapVolume() that failed at any step leaves the guest on the old volume, also after a reboot, and the new one free",
    needs: SIMULATED,
    run: async (t) => {
      const witness = await givenWitness(t);
      await sweepSteps(t, {
        operation: "swapVolume",
        prepare: () => givenSwap(t, 2 * MIB),
        call: ({ params }) => t.driver.swapVolume({ ...params, sizeBytes: 2 * MIB }),
        judge: async ({ error, step, prepared: swap }) => {
          const when = `after swapVolume failed at its hypervisor call number ${step}`;
          t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
          await expectUndisturbed(t, swap.instance, swap.boot, when);
          await witness.expectFree(swap.to, when);
          await witness.expectHeld(swap.from, when);
          await expectRunsFrom(t, swap, [swap.from, swap.to], when);
        },
      });
    },
  },
  {
    id: "swapVolume/failed-swap-keeps-the-old-volume[cancelled]",
    requirement: "swapVolume/failed-swap-keeps-the-old-volume",
    title: "swapVolume() that is cancelled half way leaves the guest on the old volume, and the new one free",
    needs: SIMULATED,
    run: async (t) => {
      const witness = await givenWitness(t);
      const usual = await givenSwap(t);
      const usualMs = await durationOf(t, () => t.given("swapVolume", () => t.driver.swapVolume(usual.params)));
      let cancelled = 0;
      for (const moment of [0, 0.2, 0.4, 0.6, 0.8]) {
        const swap = await givenSwap(t);
        const operationId = t.uuid();
        await t.simulation.hold();
        const refused = refusalOf(t.driver.swapVolume(swap.params, { operationId }));
        refused.catch(() => undefined);
        await t.simulation.advance(Math.round(moment * usualMs));
        t.connection.cancelOperation(operationId);
        await t.simulation.release();
        if ((await refused)?.code !== "OPERATION_CANCELLED") continue;
        cancelled += 1;
        const when = "after swapVolume was cancelled";
        await witness.expectFree(swap.to, when);
        await expectRunsFrom(t, swap, [swap.from, swap.to], when);
      }
      if (cancelled === 0) t.notApplicable("No swapVolume answered OPERATION_CANCELLED, so there was nothing to undo");
    },
  },
  {
    id: "swapVolume/failed-swap-keeps-the-old-volume[too-small]",
    requirement: "swapVolume/failed-swap-keeps-the-old-volume",
    title: "swapVolume() to a volume that is too small fails, leaves the guest on the old one, and the new one free",
    needs: ROOT_NEEDS,
    run: async (t) => {
      const witness = await givenWitness(t);
      const swap = await givenSwap(t, MIB / 2);
      await t.expectError(t.driver.swapVolume(swap.params), ["BACKEND_FAILED", "VOLUME_CONNECTION_FAILED"], {
        effect: "none",
      });
      const when = "after swapVolume to a volume that is too small";
      await expectUndisturbed(t, swap.instance, swap.boot, when);
      await witness.expectFree(swap.to, when);
      await expectRunsFrom(t, swap, [swap.from, swap.to], when);
    },
  },
  {
    id: "swapVolume/failed-swap-keeps-the-old-volume[data]",
    requirement: "swapVolume/failed-swap-keeps-the-old-volume",
    title: "swapVolume() to a volume that is not there leaves the guest the old one, and no other",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const witness = await givenWitness(t);
      const [from, to] = [t.volume(), t.volume()];
      const instance = await t.givenInstance({ devices: withVolumes(from) });
      to.remove();
      const params = { ...instance.target, oldVolume: from.attachment(), newVolume: to.attachment() };
      await t.expectError(t.driver.swapVolume(params), "VOLUME_CONNECTION_FAILED", { effect: "none" });
      to.restore();
      await expectVolumes(t, instance, [from], "after swapVolume to a volume that is not there");
      await witness.expectFree(to, "after swapVolume to a volume that was not there");
      await t.given("reboot", () => t.driver.reboot({ ...instance.target, type: "hard" }));
      await expectVolumes(t, instance, [from], "after swapVolume to a volume that is not there, and a reboot");
    },
  },
];

/** The names of the guest's block devices, by its counters. */
async function devicesOf(t: CheckContext, { target }: TestInstance): Promise<string[]> {
  const { diagnostics } = await t.given("getInstanceDiagnostics", () => t.driver.getInstanceDiagnostics(target));
  return diagnostics.disks.flatMap(({ deviceName }) => deviceName ?? []).toSorted();
}

/** The checks of `swapVolume`. */
export const swapVolumeChecks: readonly Check[] = [...done, ...failing];
