// Checks of `rollbackLiveMigrationAtDestination`: all that was prepared goes, and nothing that the guest has.
import type { LiveMigrateData } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import { hasDisksThere } from "../steps/disks-there.ts";
import { expectOneMoreBoot, expectUndisturbed } from "../steps/guest.ts";
import { givenMove, givenTickingMove, type LiveMove } from "../steps/live-move.ts";
import { expectWentOn } from "../steps/moved-guest.ts";
import { expectConnected, givenFreeThere, MOVING_KINDS } from "../steps/moving-devices.ts";
import { expectState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";

const REMOVES = "rollbackLiveMigrationAtDestination/removes-what-was-prepared";
const KEEPS = "rollbackLiveMigrationAtDestination/keeps-shared-disks";
const REFUSES = "rollbackLiveMigrationAtDestination/refuses-a-guest-that-arrived";

/** Checks that a guest can move, with nothing in its way. */
async function expectMoves(move: LiveMove): Promise<void> {
  const data = (await move.prepare(await move.givenChecked())).data;
  await move.expectCompleted(data);
}

const TWICE = ["after rollbackLiveMigrationAtDestination", "after a second rollbackLiveMigrationAtDestination"];

const removing = MOVING_KINDS.map(({ variant, name, capability, given }): Check => ({
  id: `${REMOVES}[${variant}]`,
  requirement: REMOVES,
  title: `rollbackLiveMigrationAtDestination() releases the ${name} of a guest that has not come, which can then be migrated`,
  needs: { peer: true, probeGuest: true, capabilities: [capability] },
  run: async (t) => {
    const devices = await given(t, 2);
    const { move, boot } = await givenTickingMove(t, { devices: devices.ends });
    const { there } = move;
    await givenFreeThere(t, devices);
    const before = await takeDown(move.there, move.paramsThere());
    const data = await move.givenPrepared();
    for (const when of TWICE) {
      await move.rollBackAtDestination(data);
      await expectConnected(t, devices, "destination", [false, false], when);
      await expectConnected(t, devices, "source", [true, true], `${when} at the other end`);
      await expectNoResidue(there, before, when);
    }
    await expectMoves(move);
    await expectWentOn(there, move, boot, "at the destination by a migration after a rollback");
  },
}));

const DISKS_HINT = "Remember which disks were made for the guest that was to come, and remove them if you are told to.";

const removingDisks: Check = {
  id: `${REMOVES}[disks]`,
  requirement: REMOVES,
  title:
    "rollbackLiveMigrationAtDestination() removes the disks that were made for a guest, which can then be migrated",
  needs: { peer: true },
  run: async (t) => {
    const move = await givenMove(t);
    const before = await hasDisksThere(move);
    await move.rollBackAtDestination(await move.givenPrepared());
    const when = "after rollbackLiveMigrationAtDestination";
    t.expectEqual(await hasDisksThere(move), before, `onDisk of instanceOnDisk at the destination ${when}`, DISKS_HINT);
    await expectMoves(move);
    await expectState(move.there, move.uuid, "running", `at the destination by a migration ${when}`);
  },
};

const leftBehind: Check = {
  id: `${REMOVES}[before-the-preparation]`,
  requirement: REMOVES,
  title: "rollbackLiveMigrationAtDestination() succeeds where only the checks were made, and where nothing was",
  needs: { peer: true },
  run: async (t) => {
    const move = await givenMove(t);
    const data = await move.givenChecked();
    const { there } = move;
    const before = await takeDown(move.there, move.paramsThere());
    await move.rollBackAtDestination(data, false);
    await move.rollBackAtDestination(data, false);
    await expectNoResidue(there, before, "after rollbackLiveMigrationAtDestination of checks");
    await expectMoves(move);
  },
};

const keeping: Check = {
  id: KEEPS,
  requirement: KEEPS,
  title:
    "A guest goes on at the source after rollbackLiveMigrationAtDestination() that is to keep disks, and boots from its own",
  needs: { peer: true, probeGuest: true },
  run: async (t) => {
    const { move, boot } = await givenTickingMove(t);
    await move.rollBackAtDestination(await move.givenPrepared(), false);
    const when = "after rollbackLiveMigrationAtDestination that was to keep disks";
    await expectUndisturbed(t, move.uuid, boot, when);
    const hint = "On shared storage the disks at the destination are those of the guest at the source.";
    const rebooted = await refusalOf(t.driver.reboot({ ...move.target, type: "hard" }));
    t.expectThat(rebooted === undefined, `The guest cannot boot ${when}`, {
      expected: "its disk",
      got: rebooted,
      hint,
    });
    await expectOneMoreBoot(t, move.uuid, boot, when);
  },
};

const ARRIVALS = [
  { variant: "arrived", when: "when the guest has arrived", settle: async () => undefined },
  {
    variant: "completed",
    when: "when the migration is complete",
    settle: (move: LiveMove, data: LiveMigrateData) => move.givenAftermath(data),
  },
] as const;

const refusing = ARRIVALS.map(({ variant, when, settle }): Check => ({
  id: `${REFUSES}[${variant}]`,
  requirement: REFUSES,
  title: `rollbackLiveMigrationAtDestination() is refused ${when}, whatever it is to destroy, and the guest goes on`,
  needs: { peer: true, probeGuest: true },
  run: async (t) => {
    const { move, boot } = await givenTickingMove(t);
    const data = await move.givenArrived();
    await settle(move, data);
    for (const destroyDisks of [false, true]) {
      const hint = "Look for the guest before you remove anything: the caller may have lost an answer.";
      await t.expectError(move.rollBackAtDestination(data, destroyDisks), "INVALID_STATE", { effect: "none", hint });
    }
    await expectState(move.there, move.uuid, "running", "at the destination after a rollback that was refused");
    await expectWentOn(move.there, move, boot, "at the destination after a rollback that was refused");
    await t.given("reboot", () => move.there.driver.reboot({ ...move.target, type: "hard" }));
    await expectOneMoreBoot(move.there, move.uuid, boot, "at the destination after a rollback that was refused");
  },
}));

/** The checks of `rollbackLiveMigrationAtDestination`. */
export const rollbackLiveMigrationAtDestinationChecks: readonly Check[] = [
  ...removing,
  removingDisks,
  leftBehind,
  keeping,
  ...refusing,
];
