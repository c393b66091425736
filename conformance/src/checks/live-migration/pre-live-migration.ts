// Checks of `preLiveMigration`: everything is ready for the guest when it has returned, or nothing of it is left.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { hasDisksThere } from "../steps/disks-there.ts";
import { sweepSteps } from "../steps/fail-at-each-step.ts";
import { cutOff, untilTicking } from "../steps/guest.ts";
import { givenMove, type LiveMove, moveOf } from "../steps/live-move.ts";
import { expectConnected, givenFreeThere, MOVING_KINDS } from "../steps/moving-devices.ts";
import { expectState } from "../steps/power-state.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";
import { atPeer } from "../steps/two-hosts.ts";

const preparing = MOVING_KINDS.map(({ variant, name, capability, given }): Check => ({
  id: `preLiveMigration/prepares-all-devices[${variant}]`,
  requirement: "preLiveMigration/prepares-all-devices",
  title: `The destination is connected to all ${name} of the guest when preLiveMigration() has returned, also if called twice`,
  needs: { peer: true, capabilities: [capability] },
  run: async (t) => {
    const devices = await given(t, 2);
    const move = await givenMove(t, { devices: devices.ends });
    await givenFreeThere(t, devices);
    const checked = await move.givenChecked();
    const volumeIds = (devices.ends.destination?.blockDevices?.volumes ?? []).map(({ volumeId }) => volumeId);
    for (const when of ["after preLiveMigration", "after the same preLiveMigration made again"]) {
      const { attachedVolumes = [] } = await move.prepare(checked);
      await expectConnected(t, devices, "destination", [true, true], when);
      const listed = attachedVolumes.map(({ volumeId }) => volumeId);
      t.expectEqual(listed.toSorted(), volumeIds.toSorted(), `volumes in attachedVolumes ${when}`);
    }
  },
}));

const failing = MOVING_KINDS.map(({ variant, name, capability, given }): Check => ({
  id: `preLiveMigration/leaves-nothing-when-it-fails[${variant}]`,
  requirement: "preLiveMigration/leaves-nothing-when-it-fails",
  title: `Nothing is left of the preparation for a guest with ${name}, whichever hypervisor call of preLiveMigration() failed`,
  needs: { peer: true, simulation: true, capabilities: [capability] },
  run: async (t) => {
    const devices = await given(t, 2);
    const move = await givenMove(t, { devices: devices.ends });
    const { there } = move;
    await givenFreeThere(t, devices);
    const before = await takeDown(move.there, move.paramsThere());
    const hadDisks = await hasDisksThere(move);
    await sweepSteps(there, {
      operation: "preLiveMigration",
      prepare: () => move.givenChecked(),
      call: (checked) => move.prepare(checked),
      judge: async ({ error, step, prepared: checked }) => {
        const when = `after preLiveMigration failed at its hypervisor call number ${step}`;
        t.expectEqual(error.effect, "none", `effect in the answer ${when}`);
        await expectConnected(t, devices, "destination", [false, false], when);
        await expectNoResidue(there, before, when);
        const hasDisks = await hasDisksThere(move);
        t.expectThat(hasDisks === hadDisks, `A disk of the instance is left at the destination ${when}`);
        const { data } = await move.prepare(checked);
        await expectConnected(t, devices, "destination", [true, true], `after the same call made again ${when}`);
        await t.given("rollbackLiveMigrationAtDestination", () => move.rollBackAtDestination(data));
      },
    });
    await expectState(t, move.uuid, "running", "at the source after many failures of preLiveMigration");
  },
}));

/** An instance at the source, of which the destination has kept a disk from earlier days. */
async function givenKeptDisk(t: CheckContext): Promise<LiveMove> {
  const other = await givenMove(t);
  if ((await other.givenChecked()).sharedInstanceStorage === true)
    t.notApplicable("The two hosts share their storage, so that neither has a disk that the other does not reach");
  await t.given("rollbackLiveMigrationAtDestination", async () =>
    other.rollBackAtDestination(await other.givenChecked(), false),
  );
  const there = await atPeer(t);
  const params = await t.newInstance();
  const { uuid } = params.instance;
  await t.given("spawn", () => there.driver.spawn({ ...params, node: there.node.uuid }));
  if (t.session.capabilities.supportsConsoleOutput === true)
    await t.given("spawn", () => untilTicking(there, uuid, "at the destination after spawn"));
  await t.given("powerOff", () => there.driver.powerOff(cutOff({ target: { instanceUuid: uuid } })));
  await t.given("destroy", () => there.driver.destroy({ instanceUuid: uuid, destroyDisks: false }));
  await t.given("spawn", () => t.driver.spawn(params));
  return moveOf(t, { params });
}

const REFUSES = "preLiveMigration/refuses-an-existing-disk";

const refusing: readonly Check[] = [
  {
    id: REFUSES,
    requirement: REFUSES,
    title: "preLiveMigration() refuses an instance of which the destination has a disk already",
    needs: { peer: true },
    run: async (t) => {
      const move = await givenKeptDisk(t);
      const checked = await move.givenChecked();
      for (let attempt = 1; attempt <= 2; attempt++)
        await t.expectError(move.prepare(checked), "DESTINATION_DISK_EXISTS", {
          effect: "none",
          hint: "Look for disks of the instance before you make any, and touch none that you did not make.",
        });
      await expectState(t, move.uuid, "running", "at the source after preLiveMigration was refused");
    },
  },
  {
    id: `${REFUSES}[contents]`,
    requirement: REFUSES,
    title: "A disk for which preLiveMigration() was refused holds what it held before",
    needs: { peer: true, probeGuest: true, capabilities: ["supportsEvacuate"] },
    run: async (t) => {
      const move = await givenKeptDisk(t);
      const { there, target } = move;
      const checked = await move.givenChecked();
      await t.expectError(move.prepare(checked), "DESTINATION_DISK_EXISTS");
      const when = "after preLiveMigration was refused";
      const { node } = move.paramsThere();
      const { onDisk } = await t.given("instanceOnDisk", () => there.driver.instanceOnDisk({ ...target, node }));
      t.expectThat(onDisk, `The disk at the destination is gone ${when}`, { expected: "instanceOnDisk true" });
      await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: true }));
      await t.given("spawn", () => there.driver.spawn(move.paramsThere()));
      const { number } = await t.given("spawn", () => untilTicking(there, move.uuid, "at the destination"));
      t.expectEqual(number, 2, `number of the guest's boot from the disk at the destination ${when}`);
    },
  },
];

/** The checks of `preLiveMigration`. */
export const preLiveMigrationChecks: readonly Check[] = [...preparing, ...failing, ...refusing];
