// The check of a driver that dies again and again, at moments of chance, with calls in the middle or without. `--repeat` makes it as long
// as one likes: each repetition draws anew.
import type { RequirementId } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { NotApplicable } from "../../harness/not-applicable.ts";
import { Violation } from "../../harness/violation.ts";
import { expectUndisturbed } from "../steps/guest.ts";
import { durationOf, simulates } from "../steps/guest-time.ts";
import { ownedInstances } from "../steps/list-instances.ts";
import { destroyOf, type Life, type Move, moved, movesOf, rebootOf, unborn } from "../steps/lives.ts";
import { allStates, type SeenState } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { type Amounts, givenUsage } from "../steps/usage.ts";

/** How often the driver dies in one check, and how many instances it has at most. */
const DEATHS = 4;
const LIVES = 3;
/** How many calls come to their end before a death, and how many are cut short by it, at most. */
const MOST_DONE = 2;
const MOST_CUT = 2;
/** How long a call is taken to last that was not seen yet, in milliseconds of guest time. */
const USUAL_MS = 1_000;
/** Between two looks at a guest that ticks ten times a second, in milliseconds. */
const LOOK_MS = 250;
/** A death comes until so much more than the usual time of a call has passed. */
const SLACK = 1.2;

const LEAVES: RequirementId = "cleanup/death-leaves-one-or-none";
const FINDS: RequirementId = "recovery/finds-instances-again";
const HINT = "At start, finish or take back what an earlier run left half done, and ask the hypervisor what is there.";

/** A call that is in the middle when the driver dies. */
interface Cut {
  readonly life: Life;
  readonly move: Move;
}

/** All that one check goes by. */
interface Scene {
  readonly lives: readonly Life[];
  /** What the node was used for before. */
  readonly before: Amounts;
  /** How long operations last, in milliseconds of guest time. */
  readonly usualMs: Map<string, number>;
}

/** The check of deaths at moments of chance. */
export const randomDeathsChecks: readonly Check[] = [
  {
    id: "cleanup/death-leaves-one-or-none[random]",
    requirement: LEAVES,
    title: "A driver that is killed at random moments has each instance or not, as it was, and can go on with all",
    needs: { capabilities: ["supportsRecovery"], ownProcess: true },
    run: async (t) => {
      const before = await givenUsage(t);
      const scene: Scene = { lives: await givenLives(t), before, usualMs: new Map() };
      for (let death = 1; death <= DEATHS; death += 1) {
        for (const life of some(t, scene.lives, MOST_DONE)) await complete(t, scene, life);
        const cut = await dieDuring(t, scene);
        await judge(t, scene, cut, whenOf(cut, death));
      }
      for (const life of scene.lives) await destroyOf(t, life.target).call();
      t.expectEqual(
        await givenUsage(t),
        before,
        `use of the node after ${DEATHS} deaths of the driver and destroy`,
        HINT,
      );
    },
  },
];

/** As many instances as the site has room for. */
async function givenLives(t: CheckContext): Promise<Life[]> {
  const lives = [await unborn(t)];
  while (lives.length < LIVES) {
    try {
      lives.push(await unborn(t));
    } catch (error) {
      if (error instanceof NotApplicable) return lives;
      throw error;
    }
  }
  return lives;
}

function some<T>(t: CheckContext, all: readonly T[], most: number): T[] {
  return t.random.shuffle(all).slice(0, t.random.integer(0, most));
}

/** Makes a call and waits for its end. Blocks the check if it fails: nobody has been killed in it. */
async function complete(t: CheckContext, { usualMs }: Scene, life: Life): Promise<void> {
  const move = t.random.pick(movesOf(t, life));
  usualMs.set(move.operation, await durationOf(t, () => t.given(move.operation, move.call)));
  moved(life, move);
}

/** Begins some calls and kills the driver in the middle of them, or a little after. */
async function dieDuring(t: CheckContext, { lives, usualMs }: Scene): Promise<Cut[]> {
  const cut = some(t, lives, MOST_CUT).map((life): Cut => ({ life, move: t.random.pick(movesOf(t, life)) }));
  await lookAtAll(t, lives);
  if (simulates(t)) await t.simulation.hold();
  for (const { life, move } of cut) {
    move.call().catch(() => undefined);
    life.seen = undefined;
  }
  // The driver has read the calls once it has answered a later one.
  await t.given("probe", () => t.driver.probe({}));
  for (const read of [() => t.driver.listInstances({}), () => t.driver.listInstanceStates({})]) {
    if (t.random.next() < 0.5) read().catch(() => undefined);
  }
  const longest = Math.max(0, ...cut.map(({ move }) => usualMs.get(move.operation) ?? USUAL_MS));
  await passTime(t, Math.round(t.random.next() * SLACK * longest));
  await t.restartDriver("kill");
  // The new process does not know of the hold.
  if (simulates(t)) await t.simulation.release();
  return cut;
}

function passTime(t: CheckContext, durationMs: number): Promise<void> {
  return simulates(t) ? t.simulation.advance(durationMs) : t.elapse(durationMs);
}

/** Notes what the guests do that execute, or are paused, where there is a console to see it by. */
async function lookAtAll(t: CheckContext, lives: readonly Life[]): Promise<void> {
  if (t.session.capabilities.supportsConsoleOutput !== true) return;
  for (const life of lives) await look(t, life);
  await t.elapse(LOOK_MS);
  for (const life of lives) {
    const earlier = life.seen;
    await look(t, life);
    // One that has not ticked meanwhile may be on its way into its next boot.
    const ticks = life.seen !== undefined && life.seen.lastTick > (earlier?.lastTick ?? Infinity);
    if (life.state === "running" && !ticks) life.seen = undefined;
  }
}

async function look(t: CheckContext, life: Life): Promise<void> {
  if (life.state !== "running" && life.state !== "paused") return;
  const { current } = await t.given("getConsoleOutput", () => t.console(life.target.instanceUuid));
  if (current === undefined) return;
  const { number } = current;
  const what = `The guest started from another disk: its boot counter says ${number}`;
  t.expectThat(number >= life.boots, what, { expected: `boot ${life.boots} or a later one`, requirement: FINDS });
  life.boots = number;
  life.seen = current;
}

function whenOf(cut: readonly Cut[], death: number): string {
  const calls = cut.map(({ move }) => move.operation).join(" and ");
  return `after the driver was killed ${cut.length === 0 ? "" : `in the middle of ${calls} `}and started again, death ${death}`;
}

async function judge(t: CheckContext, scene: Scene, cut: readonly Cut[], when: string): Promise<void> {
  await expectCounted(t, scene, when);
  for (const life of scene.lives) {
    const move = cut.find((one) => one.life === life)?.move;
    const allowed = move === undefined ? [life.state] : [life.state, move.to, ...move.onTheWay];
    const found = await settled(t, life, allowed);
    t.expectThat(allowed.includes(found), `The instance is ${found} ${when}`, {
      expected: allowed,
      hint: HINT,
      requirement: FINDS,
    });
    if (move === undefined) await expectAsBefore(t, life, when);
    else await goOn(t, life, move, found, when);
  }
}

/** Checks that each instance is listed as it was made, once or not at all, and counted just as often. */
async function expectCounted(t: CheckContext, { lives, before }: Scene, when: string): Promise<void> {
  const entries = await ownedInstances(t);
  const held = { ...before };
  for (const { params } of lives) {
    const { uuid, name, flavor } = params.instance;
    const listed = entries.filter((entry) => entry.uuid === uuid);
    const what = `listInstances shows the instance ${listed.length} times ${when}`;
    t.expectThat(listed.length <= 1, what, { expected: "once or not", hint: HINT });
    for (const entry of listed) {
      const found = { name: entry.name, node: entry.node };
      t.expectEqual(found, { name, node: params.node }, `name and node in listInstances ${when}`, HINT);
      held.vcpus += flavor.vcpus;
      held.memoryMib += flavor.memoryMib;
      held.localGib += flavor.rootGib;
    }
  }
  t.expectEqual(await givenUsage(t), held, `use of the node, by what listInstances shows, ${when}`, HINT);
}

/** What an instance is, once the driver is not working on it any more. */
async function settled(t: CheckContext, { target }: Life, allowed: readonly SeenState[]): Promise<SeenState> {
  const read = async (): Promise<SeenState> =>
    (await allStates(t)).find(({ uuid }) => uuid === target.instanceUuid)?.powerState ?? "absent";
  const found = await read();
  if (found !== "pending" || !allowed.includes("pending")) return found;
  return t.waitFor("the instance is not pending any more", async () => {
    const later = await read();
    return later === "pending" ? undefined : later;
  });
}

/** Checks that a guest on which nothing was called does what it did. */
async function expectAsBefore(t: CheckContext, life: Life, when: string): Promise<void> {
  const { seen, target, state } = life;
  if (seen === undefined) return;
  if (state === "running") {
    await about("recovery/guests-go-on", () => expectUndisturbed(t, target.instanceUuid, seen, when));
    return;
  }
  const { current } = await t.given("getConsoleOutput", () => t.console(target.instanceUuid));
  const isStill = current?.number === seen.number && current.lastTick === seen.lastTick;
  t.expectThat(isStill, `The guest of a paused instance has executed ${when}`, {
    expected: seen,
    got: current,
    requirement: FINDS,
  });
}

/** Makes the call that was cut short again where that has to succeed, and brings the instance to rest. */
async function goOn(t: CheckContext, life: Life, move: Move, found: SeenState, when: string): Promise<void> {
  const isUnbuilt = move.operation === "spawn" && found === "absent";
  if (move.canBeRepeated || isUnbuilt) {
    const refusal = await refusalOf(move.call());
    t.expectThat(refusal === undefined, `${move.operation} failed ${when}`, {
      expected: "success, whatever the first one had done",
      got: refusal,
      hint: "Keep no lock over a restart, and take each step that the first call has done for done.",
      requirement: isUnbuilt ? LEAVES : "recovery/interrupted-change-can-be-repeated",
    });
    moved(life, move);
    const state = await settled(t, life, []);
    const what = `The instance is ${state} after ${move.operation}, repeated ${when}`;
    t.expectThat(state === move.to, what, { expected: move.to, hint: HINT });
    return;
  }
  if (!move.isUpToTheGuest && (found === "running" || found === "paused" || found === "shutdown")) {
    moved(life, { ...move, to: found });
    return;
  }
  const next = move.isUpToTheGuest ? rebootOf(t, life.target, "hard") : destroyOf(t, life.target);
  await next.call();
  moved(life, next);
}

/** Tries what another requirement asks for. */
async function about(requirement: RequirementId, expectation: () => Promise<void>): Promise<void> {
  try {
    await expectation();
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    const { message, expected, got, hint } = error;
    throw new Violation(message, { expected, got, hint, requirement });
  }
}
