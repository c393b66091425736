// Checks of `liveMigrationForceComplete`, and of post-copy: what a migration may do to a guest so that it comes to its end.
import type { MigrationProgress } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { isPrompt } from "../steps/is-prompt.ts";
import type { TransferOptions } from "../steps/live-move.ts";
import { expectWentOn } from "../steps/moved-guest.ts";
import {
  expectEnd,
  givenBusyMove,
  givenTransfer,
  type TransferInProgress,
  wordFor,
} from "../steps/moves-on-the-way.ts";
import { expectState, stateInGetInfo } from "../steps/power-state.ts";

/** How long a migration may take that was forced to its end, in milliseconds of virtual time. */
const FORCED_MS = 60_000;
/** How far the clock is moved between two looks, in milliseconds. */
const STEP_MS = 250;

const ENDS = "liveMigrationForceComplete/ends-the-migration";
const POST_COPY = "liveMigrationForceComplete/post-copy-needs-permission";

async function force(t: CheckContext, { move }: TransferInProgress): Promise<void> {
  const call = t.driver.liveMigrationForceComplete(move.target);
  t.expectThat(await isPrompt(t, call), "liveMigrationForceComplete waits", {
    expected: "an answer while the clock stands",
    hint: "Give the signal and answer: the migration answers for itself.",
  });
  await call;
}

/** What was seen of a migration that was forced. */
interface Forced extends TransferInProgress {
  /** What was left of the guest's memory to copy at the moments at which it was seen to execute at the destination. Undefined where nobody counts. */
  readonly leftThere: readonly (number | undefined)[];
}

/** Forces the migration of a busy guest and looks at it until it has ended. */
async function watchForced(t: CheckContext, options: TransferOptions): Promise<Forced> {
  let figures: MigrationProgress | undefined;
  const guest = await givenBusyMove(t);
  const stop = t.connection.onMessage(({ direction, message }) => {
    if (direction !== "received" || !("method" in message) || message.method !== "progress") return;
    figures = (message.params as { migration?: MigrationProgress }).migration ?? figures;
  });
  t.onCleanup(async () => stop());
  const transfer = await givenTransfer(t, guest, options);
  await t.given("liveMigrationForceComplete", () => force(t, transfer));
  const leftThere: (number | undefined)[] = [];
  for (let passedMs = 0; passedMs < FORCED_MS && !transfer.isOver(); passedMs += STEP_MS) {
    await t.simulation.advance(STEP_MS);
    const isThere = (await stateInGetInfo(transfer.move.there, transfer.move.uuid)) === "running";
    if (isThere && !transfer.isOver()) leftThere.push(figures?.memoryRemainingBytes);
  }
  await t.given("liveMigration", () => expectEnd(t, transfer, "after it was forced"));
  return { ...transfer, leftThere };
}

function postCopyEvents(t: CheckContext, { move, operationId }: Forced): number {
  const events = t.events.of(move.uuid).filter(({ transition }) => transition === "postCopyStarted");
  for (const event of events)
    t.expectEqual(event.operationId, operationId, "operationId of the event postCopyStarted", "Name the call.");
  return events.length;
}

const isAhead = (left: number | undefined): boolean => left !== undefined && left > 0;

/** The checks of `liveMigrationForceComplete`. */
export const liveMigrationForceCompleteChecks: readonly Check[] = [
  {
    id: ENDS,
    requirement: ENDS,
    title: "liveMigrationForceComplete() returns at once, and the guest that writes too fast then arrives and runs",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const transfer = await givenTransfer(t, await givenBusyMove(t), {}, 30_000);
      const { move, boot } = transfer;
      await force(t, transfer);
      t.expectThat(!transfer.isOver(), "The migration has ended before liveMigrationForceComplete returned");
      const end = await expectEnd(t, transfer, "after liveMigrationForceComplete", FORCED_MS);
      t.expectEqual(wordFor(end), "completed", "end of a liveMigration that was forced");
      await expectState(
        move.there,
        move.uuid,
        "running",
        "at the destination after a forced migration",
        "A guest that was paused so that it writes no more goes on when it has arrived.",
      );
      await expectWentOn(move.there, move, boot, "at the destination after a forced migration");
    },
  },
  {
    id: POST_COPY,
    requirement: POST_COPY,
    title:
      "A guest that is forced to move without permitPostCopy never executes at the destination before its memory is there",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const forced = await watchForced(t, {});
      const hint = "Without permitPostCopy, pause the guest so that it writes no more.";
      t.expectEqual(postCopyEvents(t, forced), 0, "number of events postCopyStarted without permitPostCopy", hint);
      t.expectThat(
        !forced.leftThere.some(isAhead),
        "The guest executed at the destination before all of its memory was there, without permitPostCopy",
        { expected: "no memory remaining", got: forced.leftThere, hint },
      );
    },
  },
  {
    id: `${POST_COPY}[unforced]`,
    requirement: POST_COPY,
    title: "A guest that is forced by the completion timeout moves without post-copy, too, unless that is permitted",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const limit = { completionTimeoutSeconds: 5, onTimeout: "forceComplete" } as const;
      const transfer = await givenTransfer(t, await givenBusyMove(t), limit);
      await t.given("liveMigration", () => expectEnd(t, transfer, "when its time is up", FORCED_MS));
      const { uuid } = transfer.move;
      const events = t.events.of(uuid).filter(({ transition }) => transition === "postCopyStarted");
      t.expectEqual(events.length, 0, "number of events postCopyStarted without permitPostCopy");
    },
  },
  {
    id: `${POST_COPY}[permitted]`,
    requirement: POST_COPY,
    title: "A guest that goes on at the destination before its memory is there is told as postCopyStarted",
    needs: { peer: true, probeGuest: true, simulation: true },
    run: async (t) => {
      const forced = await watchForced(t, { permitPostCopy: true });
      if (!forced.leftThere.some(isAhead))
        t.notApplicable("The guest was not seen at the destination before all of its memory was there");
      const hint = "Send the event when the guest goes on there: the network has to follow it.";
      t.expectEqual(postCopyEvents(t, forced), 1, "number of events postCopyStarted of a guest that went ahead", hint);
    },
  },
];
