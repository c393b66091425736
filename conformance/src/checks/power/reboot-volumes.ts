// Checks of a hard `reboot` that cannot reach one of the guest's volumes: it fails, or says which volume the guest does without.
import { renameSync, rmSync } from "node:fs";

import type { RebootResult } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { TestVolume } from "../../harness/test-volume.ts";
import { givenWitness } from "../steps/connections.ts";
import { expectState } from "../steps/power-state.ts";
import { expectVolumes, withVolumes } from "../steps/volumes.ts";

const HINT = "Fail, or name in droppedVolumeIds what the guest now does without.";

/** Reboots hard; nothing if that fails, which is as good. */
async function reboot(t: CheckContext, { target }: TestInstance): Promise<RebootResult | undefined> {
  try {
    return await t.driver.reboot({ ...target, type: "hard" });
  } catch (error) {
    if (error instanceof DriverError) return undefined;
    throw error;
  }
}

/** Checks that a reboot which has succeeded names the volume, and that the guest runs with the others only. */
async function expectNamed(
  t: CheckContext,
  instance: TestInstance,
  answer: RebootResult,
  [gone, there]: readonly [TestVolume, TestVolume],
): Promise<void> {
  const { droppedVolumeIds, attachedVolumes } = answer;
  t.expectEqual(droppedVolumeIds, [gone.volumeId], "droppedVolumeIds of a reboot that could not reach a volume", HINT);
  const attached = attachedVolumes?.map(({ volumeId }) => volumeId) ?? [there.volumeId];
  t.expectEqual(attached, [there.volumeId], "attachedVolumes of a reboot that could not reach another volume");
  await expectState(t, instance, "running", "after a hard reboot that dropped a volume");
  await expectVolumes(t, instance, [there], "after a hard reboot that dropped another volume");
}

/** The checks of volumes that stand in the way of a reboot. */
export const rebootVolumesChecks: readonly Check[] = [
  {
    id: "reboot/names-dropped-volumes",
    requirement: "reboot/names-dropped-volumes",
    title: "reboot() of type hard with a volume whose file is gone fails, or names it and runs the guest without it",
    needs: { capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [gone, there] = [t.volume(), t.volume()];
      const witness = await givenWitness(t);
      const instance = await t.givenInstance({ devices: withVolumes(gone, there) });
      const away = `${gone.path}.away`;
      renameSync(gone.path, away);
      t.onCleanup(async () => rmSync(away, { force: true }));
      const answer = await reboot(t, instance);
      if (answer === undefined) return;
      await expectNamed(t, instance, answer, [gone, there]);
      renameSync(away, gone.path);
      await witness.expectFree(gone, "after a hard reboot that dropped it");
    },
  },
  {
    id: "reboot/names-dropped-volumes[lost-storage]",
    requirement: "reboot/names-dropped-volumes",
    title:
      "reboot() of type hard with a volume whose storage does not answer fails, or names it and keeps no connection to it",
    needs: { simulation: true, capabilities: ["supportsDiagnostics"] },
    run: async (t) => {
      const [gone, there] = [t.volume(), t.volume()];
      const witness = await givenWitness(t);
      const instance = await t.givenInstance({ devices: withVolumes(gone, there) });
      await t.simulation.injectFault({ kind: "volumeLost", volumeId: gone.volumeId });
      const answer = await reboot(t, instance);
      await t.simulation.clearFaults();
      if (answer === undefined) return;
      await expectNamed(t, instance, answer, [gone, there]);
      await witness.expectFree(gone, "after a hard reboot that dropped it");
    },
  },
];
