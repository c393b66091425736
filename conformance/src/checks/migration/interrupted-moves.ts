// Checks of moves that break off at their source: the disks are where they were, and the guest can be had back or moved again.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectBoot } from "../steps/boot-counter.ts";
import {
  alongRoute,
  finish,
  givenMovedAway,
  moveAway,
  moveParams,
  OTHER_HOST,
  revert,
  type Route,
  ROUTES,
  SAME_HOST,
  type Way,
} from "../steps/cold-moves.ts";
import { expectUndisturbed, givenGuestThatWasCutOff, givenTickingGuest, type TickingGuest } from "../steps/guest.ts";
import { type BrokenMove, cancelMove, failEachStepOfMove } from "../steps/interrupted-moves.ts";
import { type InterruptibleCall, killDuring } from "../steps/interrupted-call.ts";
import { durationOf } from "../steps/guest-time.ts";
import { expectState, stateInGetInfo } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";

const OWN = "its own disk";

/** Checks that a guest comes up from its disk, once, or was never stopped and goes on. */
async function expectComesUp(
  t: CheckContext,
  { instance, boot }: TickingGuest,
  when: string,
  wasRunning: boolean,
): Promise<number> {
  if (wasRunning) await expectUndisturbed(t, instance, boot, when);
  else await expectBoot(t, instance, boot.number + 1, OWN, when);
  return wasRunning ? boot.number : boot.number + 1;
}

/** Checks that the source has the guest with its disks, and that it can be moved after all. */
async function expectRestored(way: Way, broken: BrokenMove): Promise<void> {
  const { here, there } = way;
  const { instance, when } = broken;
  const state = await stateInGetInfo(here, instance);
  here.expectThat(state === "running" || state === "shutdown", `The instance is ${state} at its source ${when}`, {
    expected: "running if the guest was not stopped yet, and shutdown otherwise",
  });
  if (state === "shutdown") {
    const refusal = await refusalOf(here.driver.powerOn(instance.target));
    here.expectThat(refusal === undefined, `powerOn failed ${when}`, {
      expected: "success, as the disks are where they were",
      got: refusal,
      hint: "Put back every disk that was set aside, whichever step failed.",
    });
  }
  const number = await expectComesUp(here, broken, `after powerOn, ${when}`, state === "running");
  const again = await refusalOf(moveAway(way, instance).then((data) => finish(way, instance, data)));
  here.expectThat(again === undefined, `The instance could not be moved a second time ${when}`, {
    expected: "success",
    got: again,
    hint: "Leave nothing at either host that is in the way of the next attempt.",
  });
  await expectBoot(there, instance, number + 1, OWN, `after the move was made again, ${when}`);
}

function failing(route: Route): readonly Check[] {
  const requirement = "migrateDiskAndPowerOff/failure-restores-the-source";
  const { variant, to } = route;
  return [
    {
      id: `${requirement}[${variant}]`,
      requirement,
      title: `A move ${to} that fails at any step leaves its source with the guest and its disks, and can be made again`,
      needs: alongRoute(route, { probeGuest: true, simulation: true }),
      run: async (t) => {
        const way = await route.open(t);
        await failEachStepOfMove(t, way, "here", (broken) => expectRestored(way, broken));
      },
    },
    {
      id: `finishRevertMigration/works-from-any-half-done-state[${variant}-failed]`,
      requirement: "finishRevertMigration/works-from-any-half-done-state",
      title: `finishRevertMigration() brings the guest back after a move ${to} that failed at any step`,
      needs: alongRoute(route, { probeGuest: true, simulation: true }),
      run: async (t) => {
        const way = await route.open(t);
        await failEachStepOfMove(t, way, "here", (broken) => expectBroughtBack(way, broken));
      },
    },
    {
      id: `finishRevertMigration/works-from-any-half-done-state[${variant}-cancelled]`,
      requirement: "finishRevertMigration/works-from-any-half-done-state",
      title: `finishRevertMigration() brings the guest back after a move ${to} that was cancelled`,
      needs: alongRoute(route, { probeGuest: true, simulation: true }),
      run: async (t) => {
        const way = await route.open(t);
        await cancelMove(t, way, (broken) => expectBroughtBack(way, broken));
      },
    },
  ];
}

/** Checks that the way back leads to the guest, whatever is left of its move. */
async function expectBroughtBack(way: Way, broken: BrokenMove): Promise<void> {
  const { here } = way;
  const { instance, when } = broken;
  const wasRunning = (await stateInGetInfo(here, instance)) === "running";
  const refusal = await refusalOf(revert(way, instance));
  here.expectThat(refusal === undefined, `finishRevertMigration failed ${when}`, {
    expected: "success, whatever is there",
    got: refusal,
    hint: "Start from what is there: each disk may be in its place or set aside, and the guest may run.",
  });
  await expectState(here, instance, "running", `after finishRevertMigration, ${when}`);
  await expectComesUp(here, broken, `after finishRevertMigration, ${when}`, wasRunning);
}

const elsewhere: readonly Check[] = [
  {
    id: "migrateDiskAndPowerOff/failure-restores-the-source[destination-fails]",
    requirement: "migrateDiskAndPowerOff/failure-restores-the-source",
    title: "A move that fails at any step of the destination leaves its source with the guest, and can be made again",
    needs: { ...OTHER_HOST.needs, probeGuest: true, simulation: true },
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      await needSending(t, way);
      await failEachStepOfMove(t, way, "there", (broken) => expectRestored(way, broken));
    },
  },
  {
    id: "migrateDiskAndPowerOff/failure-restores-the-source[no-network]",
    requirement: "migrateDiskAndPowerOff/failure-restores-the-source",
    title: "A move between hosts that do not reach each other leaves its source with the guest, and can be made again",
    needs: { ...OTHER_HOST.needs, probeGuest: true, fault: "networkLoss" },
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const guest = await givenTickingGuest(t);
      const params = await moveParams(way, guest.instance);
      await t.fault({ kind: "networkLoss", node: t.node.uuid });
      const refusal = await refusalOf(t.driver.migrateDiskAndPowerOff(params));
      await t.endFaults();
      if (refusal === undefined) t.notApplicable("The first half of a move needs no network between the hosts");
      await expectRestored(way, { ...guest, when: "after the hosts had not reached each other" });
    },
  },
  {
    id: "migrateDiskAndPowerOff/failure-restores-the-source[network-lost]",
    requirement: "migrateDiskAndPowerOff/failure-restores-the-source",
    title: "A move during which the hosts lose each other leaves its source with the guest, and can be made again",
    needs: { ...OTHER_HOST.needs, probeGuest: true, simulation: true },
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const usualMs = await needSending(t, way);
      let broken = 0;
      for (const moment of [0.25, 0.5, 0.75]) {
        const guest = await givenTickingGuest(t);
        const params = await moveParams(way, guest.instance);
        await t.simulation.hold();
        const answer = refusalOf(t.driver.migrateDiskAndPowerOff(params));
        await t.simulation.advance(Math.round(moment * usualMs));
        await t.simulation.injectFault({ kind: "networkLoss", node: t.node.uuid });
        await t.simulation.release();
        const refusal = await answer;
        await t.simulation.clearFaults();
        if (refusal === undefined) continue;
        broken += 1;
        await expectRestored(way, { ...guest, when: "after the network was lost on the way" });
      }
      if (broken === 0) t.notApplicable("No move failed although the hosts had lost each other");
    },
  },
];

/** Moves an instance to see whether anything is sent, and how long that takes, in milliseconds. */
async function needSending(t: CheckContext, way: Way): Promise<number> {
  const { instance } = await givenTickingGuest(t);
  const params = await moveParams(way, instance);
  let isShared = false;
  const tookMs = await durationOf(t, async () => {
    const { data } = await t.given("migrateDiskAndPowerOff", () => t.driver.migrateDiskAndPowerOff(params));
    isShared = data.sharedStorage;
  });
  if (isShared) t.notApplicable("Both hosts reach one storage, so that nothing is sent");
  return tookMs;
}

/** What the way back finds where no move has begun. */
const NOT_BEGUN: Way["isSameHost"] = false;

const begun: readonly Check[] = [
  {
    id: "finishRevertMigration/works-from-any-half-done-state[not-begun]",
    requirement: "finishRevertMigration/works-from-any-half-done-state",
    title: "finishRevertMigration() of a guest that runs and never moved lets it go on",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      await revert({ here: t, there: t, isSameHost: NOT_BEGUN }, instance);
      await expectUndisturbed(t, instance, boot, "by finishRevertMigration");
    },
  },
  {
    id: "finishRevertMigration/works-from-any-half-done-state[not-begun-off]",
    requirement: "finishRevertMigration/works-from-any-half-done-state",
    title: "finishRevertMigration() of an instance that is off and never moved starts it from its disk",
    needs: { probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenGuestThatWasCutOff(t);
      await revert({ here: t, there: t, isSameHost: NOT_BEGUN }, instance);
      await expectState(t, instance, "running", "after finishRevertMigration");
      await expectBoot(t, instance, boot.number + 1, OWN, "after finishRevertMigration");
    },
  },
  {
    id: "finishRevertMigration/works-from-any-half-done-state[killed]",
    requirement: "finishRevertMigration/works-from-any-half-done-state",
    title: "finishRevertMigration() brings the guest back after its driver was killed in the middle of a move",
    needs: {
      capabilities: ["supportsRecovery", ...(SAME_HOST.needs.capabilities ?? [])],
      ownProcess: true,
      probeGuest: true,
    },
    run: async (t) => {
      const way = await SAME_HOST.open(t);
      const prepare = async (): Promise<InterruptibleCall> => {
        const guest = await givenTickingGuest(t);
        const { instance } = guest;
        const judge = (when: string): Promise<void> => expectBroughtBack(way, { ...guest, when });
        return { uuid: instance.uuid, call: () => moveAway(way, instance), judge };
      };
      await killDuring(t, [{ operation: "migrateDiskAndPowerOff", prepare }]);
    },
  },
];

/** The second move is either refused, or brings what the guest has now. */
async function moveAgain(way: Way, { instance, boot }: TickingGuest, when: string): Promise<"refused" | "moved"> {
  const { here, there } = way;
  const answer = moveAway(way, instance);
  const refusal = await refusalOf(answer);
  if (refusal?.code === "DESTINATION_DISK_EXISTS") {
    await expectUndisturbed(here, instance, boot, `by a move that was refused with ${refusal.code}`);
    return "refused";
  }
  here.expectThat(refusal === undefined, `The instance could not be moved ${when}`, {
    expected: "success, or DESTINATION_DISK_EXISTS",
    got: refusal,
  });
  await there.given("finishMigration", async () => finish(way, instance, await answer));
  await expectBoot(there, instance, boot.number + 1, "its disk as the source stopped it last", when);
  return "moved";
}

const leftovers: readonly Check[] = [
  {
    id: "migrateDiskAndPowerOff/leftovers-are-not-mixed-in[destination]",
    requirement: "migrateDiskAndPowerOff/leftovers-are-not-mixed-in",
    title: "A move to a host where an earlier one has left its disk brings the guest of now, or is refused",
    needs: { ...OTHER_HOST.needs, probeGuest: true },
    run: async (t) => {
      const way = await OTHER_HOST.open(t);
      const { instance, boot } = await givenTickingGuest(t);
      await givenMovedAway(way, instance);
      const now = await t.given("finishRevertMigration", async () => {
        await revert(way, instance);
        return expectBoot(t, instance, boot.number + 1, OWN, "after finishRevertMigration");
      });
      await moveAgain(way, { instance, boot: now }, "to a host with the disk of an earlier attempt");
    },
  },
  {
    id: "migrateDiskAndPowerOff/leftovers-are-not-mixed-in[same-host]",
    requirement: "migrateDiskAndPowerOff/leftovers-are-not-mixed-in",
    title: "A second move on one host, before the first one was confirmed, goes on and back from the disk of now",
    needs: alongRoute(SAME_HOST, { probeGuest: true }),
    run: async (t) => {
      const way = await SAME_HOST.open(t);
      const { instance, boot } = await givenTickingGuest(t);
      const data = await givenMovedAway(way, instance);
      const now = await t.given("finishMigration", async () => {
        await finish(way, instance, data);
        return expectBoot(t, instance, boot.number + 1, OWN, "after finishMigration");
      });
      const when = "on a host that keeps the disk of an earlier move";
      if ((await moveAgain(way, { instance, boot: now }, when)) === "refused") return;
      await t.given("destroy", () => t.driver.destroy({ ...instance.target, destroyDisks: false }));
      await t.given("finishRevertMigration", () => revert(way, instance));
      await expectBoot(t, instance, now.number + 1, "its disk as the second move stopped it", "after its revert");
    },
  },
];

const overAnotherNode: Check = {
  id: "migrateDiskAndPowerOff/leftovers-are-not-mixed-in[other-node]",
  requirement: "migrateDiskAndPowerOff/leftovers-are-not-mixed-in",
  title: "A move to another node of the host and back, of which none was confirmed, brings the disk of now",
  needs: alongRoute(SAME_HOST, { probeGuest: true }),
  run: async (t) => {
    const way = await SAME_HOST.open(t);
    const { nodes } = await t.given("listNodes", () => t.driver.listNodes({}));
    const other = nodes.find(({ uuid }) => uuid !== t.node.uuid);
    if (other === undefined) return t.notApplicable("The driver serves one node only");
    const { instance, boot } = await givenTickingGuest(t, { node: t.node });
    const data = await givenMovedAway(way, instance);
    await t.given("finishMigration", async () => {
      await finish(way, instance, data, { node: other.uuid });
      await expectBoot(t, instance, boot.number + 1, OWN, "after finishMigration");
    });
    const answer = moveAway(way, instance);
    const refusal = await refusalOf(answer);
    if (refusal?.code === "DESTINATION_DISK_EXISTS") return;
    await t.given("finishMigration", async () => finish(way, instance, await answer, { node: t.node.uuid }));
    const when = "on a node that keeps the disk of an earlier move";
    await expectBoot(t, instance, boot.number + 2, "its disk as the source stopped it last", when);
  },
};

/** The checks of moves that break off, and of what they leave. */
export const interruptedMovesChecks: readonly Check[] = [
  ...ROUTES.flatMap(failing),
  ...elsewhere,
  ...begun,
  ...leftovers,
  overAnotherNode,
];
