// Checks of `destroy` and the host's connections to volumes: those that only the caller knows of, and those that cannot be ended at once.
import type { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { givenWitness, type Witness } from "../steps/connections.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { untilTicking } from "../steps/guest.ts";
import { simulates } from "../steps/guest-time.ts";
import { loseInstance } from "../steps/lost-instances.ts";
import { expectReleased, givenVisiblePorts } from "../steps/ports.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";
import { withVolumes } from "../steps/volumes.ts";

/** A real host may well let go of a volume whose storage does not answer; a simulated one does not. */
function needStuck(t: CheckContext, refusal: DriverError | undefined): void {
  if (refusal === undefined && !simulates(t))
    t.notApplicable("The host lets go of a volume whose storage does not answer");
}

/** An instance that is gone, with a volume that its host is still connected to: its storage did not answer when the instance was destroyed. */
async function givenLeftConnection(t: CheckContext, volume: TestVolume, witness: Witness): Promise<string> {
  const { uuid, target } = await t.givenInstance({ powerState: "shutdown", devices: withVolumes(volume) });
  await t.fault({ kind: "volumeLost", volumeId: volume.volumeId });
  const refusal = await refusalOf(t.driver.destroy({ ...target, destroyDisks: true }));
  await t.endFaults();
  needStuck(t, refusal);
  const when = "after destroy with a volume that is stuck";
  await t.given("destroy", () => expectState(t, uuid, "absent", when));
  await t.given("destroy", () => witness.expectHeld(volume, when));
  return uuid;
}

/** The checks of what `destroy` makes of volumes. */
export const destroyVolumesChecks: readonly Check[] = [
  {
    id: "destroy/releases-what-it-is-told-of",
    requirement: "destroy/releases-what-it-is-told-of",
    title: "destroy() of an absent instance ends the connection to a volume that an earlier destroy() could not end",
    needs: { fault: "volumeLost" },
    run: async (t) => {
      const volume = t.volume();
      const witness = await givenWitness(t);
      const instanceUuid = await givenLeftConnection(t, volume, witness);
      await t.driver.destroy({ instanceUuid, destroyDisks: true, devices: withVolumes(volume) });
      await witness.expectFree(volume, "after destroy of an absent instance that named it");
    },
  },
  {
    id: "destroy/releases-what-it-is-told-of[forgotten]",
    requirement: "destroy/releases-what-it-is-told-of",
    title:
      "destroy() of an instance that was taken out of the hypervisor ends the connection to the volume that the caller names",
    needs: { fault: "instanceLost" },
    run: async (t) => {
      const volume = t.volume();
      const witness = await givenWitness(t);
      const { uuid, target } = await t.givenInstance({ devices: withVolumes(volume) });
      await loseInstance(t, { uuid });
      await t.given("getInfo", () => witness.expectHeld(volume, "after its instance was taken out of the hypervisor"));
      await t.driver.destroy({ ...target, destroyDisks: true, devices: withVolumes(volume) });
      const hint = "Look for the volumes that the request names, whether or not there is an instance.";
      await witness.expectFree(volume, "after destroy of an instance that was taken out of the hypervisor", hint);
    },
  },
  {
    id: "destroy/releases-what-it-is-told-of[none]",
    requirement: "destroy/releases-what-it-is-told-of",
    title: "destroy() of an absent instance succeeds, twice, with volumes that the host is not connected to",
    run: async (t) => {
      const [never, detached] = [t.volume(), t.volume()];
      const { target, uuid } = await t.givenInstance({ powerState: "shutdown", devices: withVolumes(detached) });
      const volume = detached.attachment();
      await t.given("detachVolume", () => t.driver.detachVolume({ ...target, volume, timeoutSeconds: 10 }));
      await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: true }));
      for (const instanceUuid of [uuid, t.uuid(), uuid])
        await t.driver.destroy({ instanceUuid, destroyDisks: true, devices: withVolumes(never, detached) });
    },
  },
  {
    id: "destroy/releases-what-it-is-told-of[others]",
    requirement: "destroy/releases-what-it-is-told-of",
    title: "destroy() of an absent instance leaves a volume alone that it names and another instance has",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const volume = t.volume();
      const { target } = await t.givenInstance({ devices: withVolumes(volume) });
      await t.driver.destroy({ instanceUuid: t.uuid(), destroyDisks: true, devices: withVolumes(volume) });
      const { diagnostics } = await t.given("getInstanceDiagnostics", () => t.driver.getInstanceDiagnostics(target));
      const found = diagnostics.disks.flatMap(({ volumeId }) => volumeId ?? []);
      t.expectEqual(
        found,
        [volume.volumeId],
        "volumes of a guest after destroy of an absent instance that named its volume",
      );
    },
  },
  {
    id: "destroy/can-be-repeated-after-failure[devices]",
    requirement: "destroy/can-be-repeated-after-failure",
    title: "destroy() that failed at any step and is repeated leaves no volume connected and no interface plugged",
    needs: { simulation: true, capabilities: ["supportsVolumes", "supportsNetworkInterfaces"] },
    run: async (t) => {
      const [volume, networkInterfaces] = [t.volume(), await givenVisiblePorts(t, 1)];
      const witness = await givenWitness(t);
      const params = await t.newInstance({ devices: { ...withVolumes(volume), networkInterfaces } });
      const target = { instanceUuid: params.instance.uuid, destroyDisks: true };
      await sweepSteps(t, {
        operation: "destroy",
        prepare: () => t.given("spawn", () => t.driver.spawn(params)),
        call: () => t.driver.destroy(target),
        judge: async ({ step }) => {
          await t.driver.destroy(target);
          const when = `after destroy failed at its hypervisor call number ${step} and was repeated`;
          await witness.expectFree(volume, when);
          for (const port of networkInterfaces) await expectReleased(t, port, when);
        },
      });
    },
  },
  {
    id: "destroy/goes-on-past-a-stuck-volume",
    requirement: "destroy/goes-on-past-a-stuck-volume",
    title:
      "destroy() of an instance with a volume that cannot be disconnected removes all else, fails with effect partial, and can be repeated",
    needs: { fault: "volumeLost" },
    run: async (t) => {
      const [stuck, other] = [t.volume(), t.volume()];
      const witness = await givenWitness(t);
      const params = await t.newInstance({ devices: withVolumes(stuck, other) });
      const { uuid: instanceUuid } = params.instance;
      const before = await takeDown(t, params);
      await t.given("spawn", () => t.driver.spawn(params));
      await t.fault({ kind: "volumeLost", volumeId: stuck.volumeId });
      const error = await refusalOf(t.driver.destroy({ instanceUuid, destroyDisks: true }));
      const when = "after destroy with a volume that is stuck";
      await expectNoResidue(t, before, when);
      needStuck(t, error);
      t.expectThat(error !== undefined, "destroy succeeded although the host is still connected to a volume", {
        expected: "a failure with effect partial",
        hint: "Remove everything else first, and then say what could not be released.",
      });
      t.expectEqual(error?.effect, "partial", `effect in the answer ${when}`);
      await witness.expectFree(other, `${when}, although it is another one`);
      await t.endFaults();
      await t.driver.destroy({ instanceUuid, destroyDisks: true });
      await witness.expectFree(stuck, `${when} and was repeated`);
    },
  },
  {
    id: "destroy/goes-on-past-a-stuck-volume[disks]",
    requirement: "destroy/goes-on-past-a-stuck-volume",
    title:
      "destroy() of an instance with a volume that cannot be disconnected removes its disks, so that a spawn() of its uuid starts anew",
    needs: { fault: "volumeLost", probeGuest: true },
    run: async (t) => {
      const volume = t.volume();
      const instance = await t.givenInstance({ devices: withVolumes(volume) });
      await t.given("spawn", () => untilTicking(t, instance, "after spawn"));
      await t.fault({ kind: "volumeLost", volumeId: volume.volumeId });
      await refusalOf(t.driver.destroy({ ...instance.target, destroyDisks: true }));
      const { devices: _, ...params } = instance.params;
      await t.driver.spawn(params);
      const { number } = await untilTicking(t, instance, "after a second spawn of its uuid");
      t.expectEqual(
        number,
        1,
        "boot counter that the guest finds after destroy with a volume that is stuck, and spawn",
      );
    },
  },
  {
    id: "destroy/goes-on-past-a-stuck-volume[interfaces]",
    requirement: "destroy/goes-on-past-a-stuck-volume",
    title: "destroy() of an instance with a volume that cannot be disconnected unplugs its interfaces",
    needs: { fault: "volumeLost", capabilities: ["supportsNetworkInterfaces"] },
    run: async (t) => {
      const [volume, networkInterfaces] = [t.volume(), await givenVisiblePorts(t, 2)];
      const { target } = await t.givenInstance({ devices: { ...withVolumes(volume), networkInterfaces } });
      await t.fault({ kind: "volumeLost", volumeId: volume.volumeId });
      await refusalOf(t.driver.destroy({ ...target, destroyDisks: true }));
      for (const port of networkInterfaces) await expectReleased(t, port, "after destroy with a volume that is stuck");
    },
  },
];
