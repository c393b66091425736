// Checks of `spawn` while it is in progress: what reads show of it, and what others can do meanwhile.
import type { PowerState } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { cutOff } from "../steps/guest.ts";
import { durationOf } from "../steps/guest-time.ts";
import { type SeenState, stateInGetInfo, stateInList } from "../steps/power-state.ts";
import { stepThrough } from "../steps/step-through.ts";

/** The states that an unfinished instance may show. */
const UNFINISHED: readonly SeenState[] = ["absent", "pending", "shutdown", "paused"];
/** In how many steps a spawn is watched. */
const STEPS = 20;

/** How long a spawn takes, in milliseconds. */
async function usualSpawnMs(t: CheckContext): Promise<number> {
  const params = await t.newInstance();
  return durationOf(t, () => t.given("spawn", () => t.driver.spawn(params)));
}

/** How much the guest has written; nothing while it has no console. */
async function writtenBy(t: CheckContext, uuid: string): Promise<number> {
  return (await t.console(uuid).catch(() => undefined))?.text.length ?? 0;
}

/** When something happened while a call was stepped through, in milliseconds from its beginning. */
interface Seen {
  running?: number;
  booted?: number;
}

/** Steps through a call that starts a guest, until the guest has booted. */
async function watchStart(t: CheckContext, uuid: string, call: () => Promise<unknown>, stepMs: number): Promise<Seen> {
  const seen: Seen = {};
  const before = await writtenBy(t, uuid);
  await stepThrough(t, call, stepMs, async ({ atMs, answered }) => {
    for (const state of [await stateInGetInfo(t, uuid), await stateInList(t, uuid)]) {
      if (state === "running") seen.running ??= atMs;
      else if (!answered && !UNFINISHED.includes(state))
        t.fail(`The instance is ${state} while spawn is in progress`, { expected: UNFINISHED });
    }
    if ((await writtenBy(t, uuid)) > before) seen.booted ??= atMs;
    return answered && seen.booted !== undefined;
  });
  return seen;
}

/** The checks of a `spawn` in progress. */
export const spawnInProgressChecks: readonly Check[] = [
  {
    id: "spawn/shows-only-what-is-real",
    requirement: "spawn/shows-only-what-is-real",
    title: "Reads during spawn() show the instance as unfinished until its guest executes",
    needs: { simulation: true, probeGuest: true },
    run: async (t) => {
      const stepMs = Math.ceil((await usualSpawnMs(t)) / STEPS);
      const off = await t.givenInstance({ powerState: "shutdown" });
      const usual = await t.given("powerOn", () => watchStart(t, off.uuid, () => t.driver.powerOn(off.target), stepMs));
      const params = await t.newInstance();
      const { running, booted } = await watchStart(t, params.instance.uuid, () => t.driver.spawn(params), stepMs);
      const lag = (seen: Seen): number => (seen.booted ?? 0) - (seen.running ?? 0);
      const earlyMs = lag({ running, booted } as Seen) - lag(usual);
      t.expectThat(
        earlyMs <= 2 * stepMs,
        `The instance was shown as running ${earlyMs} ms before its guest could execute`,
        {
          expected: UNFINISHED,
          got: "running" satisfies PowerState,
          hint: "Report `pending` until the guest has been started.",
        },
      );
    },
  },
  {
    id: "spawn/instances-are-independent",
    requirement: "spawn/instances-are-independent",
    title: "powerOff() of one instance ends in its usual time while the spawn() of another stays half way",
    needs: { simulation: true },
    run: async (t) => {
      const spawnMs = await usualSpawnMs(t);
      const usual = await t.givenInstance();
      const powerOffMs = await durationOf(t, () => t.given("powerOff", () => t.driver.powerOff(cutOff(usual))));
      const other = await t.givenInstance();
      const params = await t.newInstance();
      await t.simulation.hold();
      const spawned = t.driver.spawn(params);
      spawned.catch(() => undefined);
      let tookMs = Infinity;
      await stepThrough(
        t,
        () => t.driver.powerOff(cutOff(other)),
        Math.ceil(spawnMs / STEPS),
        async ({ atMs, answered }) => {
          if (answered) tookMs = atMs;
          return answered;
        },
      );
      await t.simulation.release();
      const limitMs = powerOffMs + spawnMs / 2;
      t.expectThat(
        tookMs <= limitMs,
        `powerOff took ${tookMs} ms beside a spawn of another instance, and ${powerOffMs} ms without`,
        {
          expected: `at most ${limitMs} ms`,
          hint: "Do not let one instance's operation wait for another's.",
        },
      );
      await t.given("spawn", () => spawned);
    },
  },
];
