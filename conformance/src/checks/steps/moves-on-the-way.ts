// Migrations that are met on their way, on a simulator: a guest that writes faster than it is copied, and a clock that is held.
import type { LiveMigrationResult } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { isPrompt } from "./is-prompt.ts";
import type { LiveMove, TransferOptions } from "./live-move.ts";
import { givenTickingMove, type TickingMove } from "./live-move.ts";
import { endOf } from "./moved-guest.ts";

/** Faster than any network carries, so that what is left to copy never becomes less. */
const DIRTY_MIB_PER_SECOND = 100_000;
/** Until memory is being copied, in milliseconds of virtual time. */
const UNTIL_COPYING_MS = 3_000;
/** How long a migration may take to end that somebody has called off, in milliseconds of virtual time. */
const SOON_MS = 10_000;

/** In how many parts a wait is, so that what one of them brings about has time in the next. */
const PARTS = 20;

/** How a migration ended. */
export type End = LiveMigrationResult | DriverError;

/** A migration in progress. */
export interface TransferInProgress extends TickingMove {
  readonly data: Awaited<ReturnType<LiveMove["prepare"]>>["data"];
  readonly operationId: string;
  readonly end: Promise<End>;
  /** Whether it has ended. */
  readonly isOver: () => boolean;
}

/** A guest whose memory is never copied to the end. Blocks the check if there is none to be had. */
export async function givenBusyMove(t: CheckContext): Promise<TickingMove> {
  const guest = await givenTickingMove(t);
  await makeBusy(t, guest.move);
  return guest;
}

/** Makes a guest write faster than its memory is copied, until the faults are cleared. */
export function makeBusy(t: CheckContext, { uuid: instanceUuid }: Pick<LiveMove, "uuid">): Promise<void> {
  return t.simulation.injectFault({
    kind: "guestBehaviour",
    instanceUuid,
    dirtyMibPerSecond: DIRTY_MIB_PER_SECOND,
  });
}

/**
 * Begins the migration of a guest and moves the clock to where its memory is being copied. The clock stays held.
 *
 * @throws Blocked if the migration has ended by then.
 */
export async function givenTransfer(
  t: CheckContext,
  guest: TickingMove,
  options: TransferOptions = {},
  untilMs: number = UNTIL_COPYING_MS,
): Promise<TransferInProgress> {
  const { move } = guest;
  const data = await move.givenPrepared();
  const operationId = t.uuid();
  await t.simulation.hold();
  let isOver = false;
  const end = endOf(move.transfer(data, options, { operationId })).finally(() => {
    isOver = true;
  });
  end.catch(() => undefined);
  await t.simulation.advance(untilMs);
  await t.given("liveMigration", async () => {
    if (isOver) t.fail(`liveMigration has ended ${untilMs} ms after it began`, { got: await end });
  });
  return { ...guest, data, operationId, end, isOver: () => isOver };
}

/**
 * Lets virtual time pass until a migration ends, and gives the clock free.
 *
 * @param when - The end of the sentence "liveMigration does not end ...", such as `when it is cancelled`.
 * @throws Violation if it does not end.
 */
export async function expectEnd(
  t: CheckContext,
  { end, isOver }: Pick<TransferInProgress, "end" | "isOver">,
  when: string,
  withinMs: number = SOON_MS,
): Promise<End> {
  for (let part = 0; part < PARTS && !isOver(); part++) await t.simulation.advance(withinMs / PARTS);
  const message = `liveMigration does not end ${when}`;
  t.expectThat(await isPrompt(t, end), message, { expected: `an answer within ${withinMs} ms` });
  await t.simulation.release();
  return end;
}

/** How a migration ended, in a word: its outcome, or code and effect of its error. */
export function wordFor(end: End): string {
  return end instanceof DriverError ? `${end.code} with effect ${end.effect}` : end.outcome;
}

/** More hypervisor calls than any migration makes. */
const MOST_STEPS = 50;

/** One migration that met a failure. */
export interface FailedTransfer extends TickingMove {
  readonly data: TransferInProgress["data"];
  readonly end: End;
  /** The end of a sentence, that says which of its hypervisor calls had failed. */
  readonly when: string;
}

/**
 * Makes migrations of new guests fail at each of their steps at the source in turn, up to the first that meets no failure.
 *
 * @param options - What the migrations are told.
 * @throws Blocked if the first one is completed although its first hypervisor call failed.
 */
export async function sweepTransfers(
  t: CheckContext,
  judge: (failed: FailedTransfer) => Promise<void>,
  options: TransferOptions = {},
): Promise<void> {
  const blocked = (reason: string): Promise<never> => t.given("simulation/injectFault", async () => t.fail(reason));
  for (let step = 1; step <= MOST_STEPS; step++) {
    const guest = await givenTickingMove(t);
    const { move } = guest;
    const data = await move.givenPrepared();
    if (options.onTimeout !== undefined) await makeBusy(t, move);
    await t.simulation.injectFault({ kind: "failStep", step });
    const end = await endOf(move.transfer(data, options));
    await t.simulation.clearFaults();
    const isThrough = !(end instanceof DriverError) && end.outcome === "completed";
    if (isThrough && step === 1) return blocked("liveMigration succeeded although its first hypervisor call failed");
    await judge({
      ...guest,
      data,
      end,
      when: `after liveMigration met a failure at its hypervisor call number ${step}`,
    });
    if (isThrough) return;
    await t.given("destroy", () => move.here.driver.destroy({ ...move.target, destroyDisks: true }));
    await t.given("destroy", () => move.there.driver.destroy({ ...move.target, destroyDisks: true }));
  }
  return blocked(`liveMigration still fails when its hypervisor call number ${MOST_STEPS} does`);
}
