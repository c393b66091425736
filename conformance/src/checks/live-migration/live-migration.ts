// Checks of `liveMigration`: the guest goes on where the answer says that it is.
import type { MigrationOutcome } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { expectStandstill, expectUndisturbed } from "../steps/guest.ts";
import { givenMove, givenTickingMove, type LiveMove, type TransferOptions } from "../steps/live-move.ts";
import { endOf, expectWentOn, untilLeft } from "../steps/moved-guest.ts";
import {
  type End,
  expectEnd,
  givenBusyMove,
  givenTransfer,
  sweepTransfers,
  type TransferInProgress,
  wordFor,
} from "../steps/moves-on-the-way.ts";
import { expectState, stateInGetInfo } from "../steps/power-state.ts";

const STAYS_HINT =
  "Answer `failed` or `cancelled` only if the guest is at the source for sure, and let it go on there.";

/** Checks that a guest has stayed, and can be migrated after a rollback. */
async function expectStayed(
  t: CheckContext,
  { move, boot, data }: Pick<TransferInProgress, "move" | "boot" | "data">,
  when: string,
): Promise<void> {
  await expectState(t, move.uuid, "running", `at the source ${when}`, STAYS_HINT);
  await expectState(move.there, move.uuid, ["absent", "pending"], `at the destination ${when}`, STAYS_HINT);
  await expectUndisturbed(t, move.uuid, boot, when);
  await move.givenRolledBack(data);
  const again = await move.givenPrepared();
  await move.expectCompleted(again);
  await expectWentOn(move.there, move, boot, `at the destination by the migration ${when}`);
}

function isFailure(end: End): boolean {
  return !(end instanceof DriverError) && end.outcome !== "completed";
}

const GOES_ON = "liveMigration/guest-goes-on-at-the-destination";
const STAYS_PAUSED = "liveMigration/paused-guest-stays-paused";
const STAYS = "liveMigration/failure-leaves-the-guest-at-the-source";
const TOO_LATE = "liveMigration/too-late-is-an-error";
const CANCELLED = "liveMigration/can-be-cancelled";
const TIMEOUT = "liveMigration/keeps-the-completion-timeout";

const moving: readonly Check[] = [
  {
    id: GOES_ON,
    requirement: GOES_ON,
    title:
      "When liveMigration() returns, the guest goes on at the destination in the same boot, and the source does not have it",
    needs: { peer: true, probeGuest: true },
    run: async (t) => {
      const { move, boot } = await givenTickingMove(t);
      const data = await move.givenPrepared();
      await move.expectCompleted(data);
      await expectState(move.there, move.uuid, "running", "at the destination after liveMigration");
      await t.expectAbsent(move.uuid);
      await expectWentOn(move.there, move, boot, "at the destination after liveMigration");
      await t.expectAbsent(move.uuid);
    },
  },
  {
    id: `${GOES_ON}[and-back]`,
    requirement: GOES_ON,
    title: "A guest that has moved and was completed goes on through a second liveMigration(), back to where it was",
    needs: { peer: true, probeGuest: true },
    run: async (t) => {
      const { move, boot } = await givenTickingMove(t);
      await move.givenCompleted();
      const back = move.turned();
      const data = await back.givenPrepared();
      await back.expectCompleted(data);
      await expectState(t, move.uuid, "running", "after it had come back");
      await move.there.expectAbsent(move.uuid);
      await expectWentOn(t, move, boot, "after it had come back");
    },
  },
  {
    id: STAYS_PAUSED,
    requirement: STAYS_PAUSED,
    title: "A paused guest is paused after liveMigration(), has not executed, and goes on after unpause()",
    needs: { peer: true, probeGuest: true, capabilities: ["supportsPause"] },
    run: async (t) => {
      const { move } = await givenTickingMove(t);
      await t.given("pause", async () => void (await t.driver.pause(move.target)));
      const boot = await t.given("getConsoleOutput", async () => {
        await t.elapse(500);
        return t.expectDefined((await t.console(move.uuid)).current, "boot of the paused guest");
      });
      const data = await move.givenPrepared();
      await move.expectCompleted(data);
      const { there } = move;
      await expectState(there, move.uuid, "paused", "at the destination after liveMigration of a paused guest");
      await expectStandstill(there, move.uuid, "while paused at the destination");
      await expectSameTick(there, move, boot.lastTick);
      await t.given("unpause", async () => void (await there.driver.unpause(move.target)));
      await expectWentOn(there, move, boot, "at the destination after unpause");
    },
  },
];

/** Checks that a guest has not ticked on its way, where its new host shows what it wrote at the old one. */
async function expectSameTick(there: CheckContext, { uuid }: LiveMove, lastTick: number): Promise<void> {
  const { current } = await there.given("getConsoleOutput", () => there.console(uuid));
  if (current !== undefined)
    there.expectEqual(current.lastTick, lastTick, "last tick of a guest that moved while paused");
}

const staying: readonly Check[] = [
  {
    id: `${STAYS}[cancelled]`,
    requirement: STAYS,
    title: "A guest whose liveMigration() was cancelled goes on at the source and can be migrated",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const transfer = await givenTransfer(t, await givenTickingMove(t));
      t.connection.cancelOperation(transfer.operationId);
      const end = await t.given("liveMigration", () => expectEnd(t, transfer, "when it is cancelled"));
      const isCancelled = end instanceof DriverError ? end.effect === "none" : end.outcome !== "completed";
      if (!isCancelled) t.notApplicable(`The migration ended with ${wordFor(end)}`);
      await expectStayed(t, transfer, "after liveMigration was cancelled");
    },
  },
  {
    id: `${STAYS}[network]`,
    requirement: STAYS,
    title: "A guest whose liveMigration() failed for want of a network goes on at the source and can be migrated",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const transfer = await givenTransfer(t, await givenTickingMove(t));
      await t.simulation.injectFault({ kind: "networkLoss", node: t.node.uuid });
      const end = await t.given("liveMigration", () => expectEnd(t, transfer, "when the network is lost", 60_000));
      await t.simulation.clearFaults();
      if (!isFailure(end)) t.notApplicable(`The migration ended with ${wordFor(end)}`);
      await expectStayed(t, transfer, "after liveMigration lost the network");
    },
  },
  {
    id: `${STAYS}[each-step]`,
    requirement: STAYS,
    title: "A guest goes on at the source and can be migrated, whichever hypervisor call made liveMigration() fail",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      let failures = 0;
      await sweepTransfers(t, async (failed) => {
        if (!isFailure(failed.end)) return;
        failures += 1;
        await expectStayed(t, failed, failed.when);
      });
      if (failures === 0) t.notApplicable("No migration ended as failed or cancelled");
    },
  },
];

const LATE_HINT = "From the moment on at which the guest may execute there, a failure is an error with effect unknown.";

/** Checks the answer of a transfer that broke off too late. */
function expectUnknown(t: CheckContext, end: End, when: string): void {
  const isUnknown = end instanceof DriverError && end.effect === "unknown";
  t.expectThat(isUnknown, `liveMigration ended with ${wordFor(end)} ${when}`, {
    expected: "an error with effect unknown",
    got: end,
    hint: LATE_HINT,
  });
}

const late: readonly Check[] = [
  {
    id: `${TOO_LATE}[each-step]`,
    requirement: TOO_LATE,
    title: "liveMigration() never ends as failed or cancelled if the guest has left, whichever hypervisor call failed",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      let tooLate = 0;
      await sweepTransfers(t, async ({ move, end, when }) => {
        if (!(end instanceof DriverError) && end.outcome === "completed") return;
        const there = await stateInGetInfo(move.there, move.uuid);
        if (there === "absent" || there === "pending") return;
        tooLate += 1;
        expectUnknown(t, end, `${when}, and the guest is at the destination`);
      });
      if (tooLate === 0) t.notApplicable("No hypervisor call that could fail follows the guest's departure");
    },
  },
  {
    id: TOO_LATE,
    requirement: TOO_LATE,
    title: "liveMigration() that loses the network when the guest has left ends as an error with effect unknown",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const { move } = await givenTickingMove(t);
      const data = await move.givenPrepared();
      const { answer, isInTime } = await untilLeft(move, () => endOf(move.transfer(data)));
      if (!isInTime) t.notApplicable("liveMigration answers at the moment at which the guest leaves");
      await t.simulation.injectFault({ kind: "networkLoss", node: t.node.uuid });
      await t.simulation.advance(60_000);
      const end = await answer;
      if (!(end instanceof DriverError) && end.outcome === "completed") return;
      expectUnknown(t, end, "when the network was lost after the guest had left");
    },
  },
  {
    id: `${TOO_LATE}[post-copy]`,
    requirement: TOO_LATE,
    title: "liveMigration() that loses the network while memory follows the guest ends as an error with effect unknown",
    needs: { peer: true, probeGuest: true, simulation: true, capabilities: ["supportsLiveMigrationControl"] },
    run: async (t) => {
      const transfer = await givenTransfer(t, await givenBusyMove(t), { permitPostCopy: true });
      const { move } = transfer;
      await t.given("liveMigrationForceComplete", async () => {
        await t.driver.liveMigrationForceComplete(move.target);
      });
      for (let look = 0; look < 40 && !transfer.isOver(); look++) {
        if ((await stateInGetInfo(move.there, move.uuid)) === "running") break;
        await t.simulation.advance(50);
      }
      const hasLeft = !transfer.isOver() && (await stateInGetInfo(move.there, move.uuid)) === "running";
      if (!hasLeft) t.notApplicable("The driver lets no guest go before all of its memory is copied");
      await t.simulation.injectFault({ kind: "networkLoss", node: t.node.uuid });
      const end = await expectEnd(t, transfer, "when the network is lost", 60_000);
      expectUnknown(t, end, "when the network was lost while memory followed the guest");
    },
  },
];

const cancelling: readonly Check[] = [
  {
    id: CANCELLED,
    requirement: CANCELLED,
    title: "liveMigration() of a guest that writes faster than it is copied ends soon when it is cancelled",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const transfer = await givenTransfer(t, await givenBusyMove(t));
      t.connection.cancelOperation(transfer.operationId);
      const end = await expectEnd(t, transfer, "soon when it is cancelled while memory is being copied");
      const isCancelled =
        end instanceof DriverError
          ? end.code === "OPERATION_CANCELLED" && end.effect === "none"
          : end.outcome === "cancelled";
      t.expectThat(isCancelled, `liveMigration ended with ${wordFor(end)} when it was cancelled`, {
        expected: "outcome cancelled, or OPERATION_CANCELLED with effect none",
        got: end,
      });
    },
  },
];

/** After how long a migration is to be ended, in seconds, and how long that may take, in milliseconds. */
const TIMEOUT_SECONDS = 30;
const FORCED_MS = 60_000;

/** What may be wanted when the time is up. */
const TIMEOUTS: readonly {
  readonly variant: string;
  readonly action: string;
  readonly outcome: MigrationOutcome;
  readonly options: TransferOptions;
}[] = [
  { variant: "default", action: "called off", outcome: "cancelled", options: {} },
  { variant: "abort", action: "called off", outcome: "cancelled", options: { onTimeout: "abort" } },
  { variant: "force", action: "forced to its end", outcome: "completed", options: { onTimeout: "forceComplete" } },
];

const timing = TIMEOUTS.map(({ variant, action, outcome, options }): Check => ({
  id: `${TIMEOUT}[${variant}]`,
  requirement: TIMEOUT,
  title: `liveMigration() that is still copying when its time is up is ${action}, and not before (${variant})`,
  needs: { peer: true, probeGuest: true, simulation: true },
  run: async (t) => {
    const guest = await givenBusyMove(t);
    const { move } = guest;
    const limit = { completionTimeoutSeconds: TIMEOUT_SECONDS, ...options };
    const transfer = await givenTransfer(t, guest, limit, 1_000);
    await t.simulation.advance(TIMEOUT_SECONDS * 1_000 - 2_000);
    t.expectThat(!transfer.isOver(), "liveMigration ended before its time was up", {
      expected: `${TIMEOUT_SECONDS} seconds of transfer`,
      got: transfer.isOver() ? await transfer.end : undefined,
    });
    const end = await expectEnd(t, transfer, "when its time is up", FORCED_MS);
    t.expectEqual(wordFor(end), outcome, `end of a liveMigration whose time was up (${variant})`);
    const [host, where] = outcome === "completed" ? [move.there, "destination"] : [t, "source"];
    await expectState(host, move.uuid, "running", `at the ${where} when the time was up`);
  },
}));

const inTime: Check = {
  id: `${TIMEOUT}[in-time]`,
  requirement: TIMEOUT,
  title: "liveMigration() of a guest that is soon copied is not touched by a completion timeout",
  needs: { peer: true },
  run: async (t) => {
    const move = await givenMove(t);
    await move.expectCompleted(await move.givenPrepared(), { completionTimeoutSeconds: 300, onTimeout: "abort" });
  },
};

/** The checks of `liveMigration`. */
export const liveMigrationChecks: readonly Check[] = [...moving, ...staying, ...late, ...cancelling, ...timing, inTime];
