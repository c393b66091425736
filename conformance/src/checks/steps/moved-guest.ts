// What can be told of a guest that moves: whether it went on without a boot, and which host has it at which moment.
import { DriverError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { BootReading } from "../../harness/console-reading.ts";
import { simulates } from "./guest-time.ts";
import type { LiveMove } from "./live-move.ts";
import { type SeenState, stateInGetInfo, stateInList } from "./power-state.ts";

/** Ticks after which a guest counts as running. */
const ENOUGH_TICKS = 3;
/** How far the clock is moved between two looks, in milliseconds. */
const BETWEEN_LOOKS_MS = 100;
/** More looks than any migration of a small guest takes. */
const MOST_LOOKS = 2_000;

/**
 * Checks that a guest that has moved executes where it is, in the boot in which it was. Its new host need not show what it wrote at the old one.
 *
 * @param t - The host that it is at.
 * @param before - What it had done before it moved.
 * @param when - The end of the sentence, such as `after liveMigration`.
 */
export async function expectWentOn(
  t: CheckContext,
  { uuid }: Pick<LiveMove, "uuid">,
  before: BootReading,
  when: string,
): Promise<void> {
  const first = await wordsOf(t, uuid);
  const now = await t.waitFor(`the guest goes on ${when}`, async () => {
    const words = await wordsOf(t, uuid);
    const isElsewhere = words.boots.some((boot) => boot > before.number) || isAnew(words, before);
    const enough = Math.max(before.lastTick, first.lastTick) + ENOUGH_TICKS;
    return isElsewhere || words.lastTick >= enough ? words : undefined;
  });
  const isSame = now.boots.every((boot) => boot <= before.number) && !isAnew(now, before);
  t.expectThat(isSame, `The guest was restarted ${when}`, {
    expected: `boot ${before.number}, beyond tick ${before.lastTick}`,
    got: now,
    hint: "A guest that moves takes its memory along.",
  });
}

interface Words {
  /** The boots that it tells of. */
  readonly boots: readonly number[];
  /** The last tick, 0 if there was none. */
  readonly lastTick: number;
}

/** Whether a guest has begun its boot again: fewer ticks than it had. */
function isAnew({ lastTick }: Words, before: BootReading): boolean {
  return lastTick > 0 && lastTick < before.lastTick;
}

async function wordsOf(t: CheckContext, uuid: string): Promise<Words> {
  const { text } = await t.console(uuid);
  const numbers = (word: string): number[] =>
    [...text.matchAll(new RegExp(`^${word} (\\d+)\\r?$`, "gmu"))].map(([, digits]) => Number(digits));
  return { boots: numbers("boot"), lastTick: numbers("tick").at(-1) ?? 0 };
}

/** Which host has an instance at a moment. */
export interface Moment {
  /** By `getInfo` of the source. */
  readonly here: SeenState;
  /** By `getInfo` of the destination, before the source was asked and after it. */
  readonly before: SeenState;
  readonly after: SeenState;
  /** By `listInstanceStates` of either, asked after all those. */
  readonly listed: { readonly here: SeenState; readonly there: SeenState };
  /** Whether `liveMigration` has answered. */
  readonly isOver: boolean;
}

/** Looks at an instance at both hosts. */
export async function momentOf({ here, there, uuid }: LiveMove, isOver: boolean = false): Promise<Moment> {
  const before = await stateInGetInfo(there, uuid);
  const state = await stateInGetInfo(here, uuid);
  const after = await stateInGetInfo(there, uuid);
  const listed = { here: await stateInList(here, uuid), there: await stateInList(there, uuid) };
  return { here: state, before, after, listed, isOver };
}

/** Whether a guest that is shown in this state counts as one that is there. */
export function isThere(state: SeenState): boolean {
  return state === "running" || state === "paused";
}

/** What {@link watchMove} may be told. */
export interface WatchOptions {
  /** What happens on the way, at a look whose number is given, counted from 0. */
  readonly onTheWay?: (look: number) => Promise<void>;
  /** How far to move the clock between two looks, in milliseconds. */
  readonly stepMs?: number;
}

/**
 * Makes a call that moves a guest, and looks at both hosts again and again until it is answered and once more.
 *
 * On a simulator the clock is held, so that the looks are evenly spread over the call and nothing happens between the reads of one look.
 *
 * @returns The moments, in their order, and what the call answered; an error is for `call` to catch.
 */
export async function watchMove<T>(
  move: LiveMove,
  call: () => Promise<T>,
  { onTheWay = async () => undefined, stepMs = BETWEEN_LOOKS_MS }: WatchOptions = {},
): Promise<{ readonly moments: readonly Moment[]; readonly answer: T }> {
  const { here } = move;
  const isHeld = simulates(here);
  if (isHeld) await here.simulation.hold();
  const progress = { isOver: false };
  const answer = call().finally(() => {
    progress.isOver = true;
  });
  answer.catch(() => undefined);
  const moments: Moment[] = [];
  for (let look = 0; look < MOST_LOOKS && !progress.isOver; look++) {
    moments.push(await momentOf(move, progress.isOver));
    await onTheWay(look);
    if (isHeld) await here.simulation.advance(stepMs);
  }
  if (isHeld) await here.simulation.release();
  const answered = await answer;
  moments.push(await momentOf(move, true));
  return { moments, answer: answered };
}

/**
 * Makes a call that moves a guest and stops the clock when the guest has left the source, or when the call was answered. The clock stays held.
 *
 * @returns The call, and whether it was still unanswered then.
 */
export async function untilLeft<T>(
  { here, uuid }: LiveMove,
  call: () => Promise<T>,
): Promise<{ readonly answer: Promise<T>; readonly isInTime: boolean }> {
  await here.simulation.hold();
  const progress = { isOver: false };
  const answer = call().finally(() => {
    progress.isOver = true;
  });
  answer.catch(() => undefined);
  for (let look = 0; look < MOST_LOOKS && !progress.isOver; look++) {
    await here.simulation.advance(BETWEEN_LOOKS_MS / 4);
    if ((await stateInGetInfo(here, uuid)) === "absent") break;
  }
  return { answer, isInTime: !progress.isOver };
}

/** The answer of a `liveMigration`, or the error that it ended with. */
export function endOf<T>(answer: Promise<T>): Promise<T | DriverError> {
  return answer.catch((error: unknown) => {
    if (error instanceof DriverError) return error;
    throw error;
  });
}
