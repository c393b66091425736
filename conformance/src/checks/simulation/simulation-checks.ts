// Checks of the `simulation/*` operations: a simulator that does not do what it is told makes other checks pass for nothing.
import type { Check } from "../../harness/check.ts";
import { cutOff, givenTickingGuest } from "../steps/guest.ts";
import { isPrompt } from "../steps/is-prompt.ts";
import { stateInGetInfo } from "../steps/power-state.ts";
import { refusalOf } from "../steps/refusal.ts";
import { faultsChecks } from "./faults.ts";

const HOUR_MS = 3_600_000;
/** The guest ticks about ten times a second. */
const LEAST_TICKS_PER_HOUR = 30_000;
const MOST_REAL_MS = 1_000;
/** How many reads a change has time for that does not wait. */
const LOOKS = 10;

/** The number of the last tick on a console, which may have lost its beginning. */
function lastTick(text: string): number {
  return Number([...text.matchAll(/^tick (\d+)\r?$/gmu)].at(-1)?.[1] ?? 0);
}

/** The checks of the `simulation/*` operations. */
export const simulationChecks: readonly Check[] = [
  {
    id: "simulation/advance-takes-no-real-time",
    requirement: "simulation/advance-takes-no-real-time",
    title: "An hour of simulated time passes in less than a second, and a guest has lived through it",
    needs: { simulation: true, probeGuest: true },
    run: async (t) => {
      const { instance, boot } = await givenTickingGuest(t);
      const started = t.realTimeMs();
      await t.driver["simulation/advance"]({ durationMs: HOUR_MS });
      const tookMs = Math.round(t.realTimeMs() - started);
      t.expectThat(tookMs < MOST_REAL_MS, `Advancing an hour took ${tookMs} ms of real time`, {
        expected: `less than ${MOST_REAL_MS} ms`,
        hint: "Compute what a guest did from the time that has passed, instead of playing every tick.",
      });
      const ticks = lastTick((await t.console(instance)).text) - boot.lastTick;
      t.expectThat(ticks > LEAST_TICKS_PER_HOUR, `The guest ticked ${ticks} times in an hour of simulated time`, {
        expected: "about 36,000 ticks",
      });
    },
  },
  {
    id: "simulation/hold-stops-operations-half-way",
    requirement: "simulation/hold-stops-operations-half-way",
    title: "A powerOn() under a held clock stays in progress until the clock is moved, and then succeeds",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await t.simulation.hold();
      let answered = false;
      const powerOn = refusalOf(t.driver.powerOn(instance.target)).finally(() => {
        answered = true;
      });
      powerOn.catch(() => undefined);
      for (let reads = 0; reads < LOOKS; reads++) await t.given("probe", () => t.driver.probe({}));
      t.expectThat(!answered, "powerOn was answered although the clock was held", {
        hint: "Let every change take some simulated time, and wait for it on the clock that is held.",
      });
      await t.simulation.advance(HOUR_MS);
      await t.simulation.release();
      const refusal = await powerOn;
      t.expectEqual(refusal?.code, undefined, "code of a powerOn after its clock had been held for a while");
    },
  },
  {
    id: "simulation/faults-happen[failStep]",
    requirement: "simulation/faults-happen",
    title: "The first hypervisor call after failStep 1 fails, once",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.simulation.injectFault({ kind: "failStep", step: 1 });
      await t.expectError(t.driver.powerOff(cutOff(instance)), "BACKEND_FAILED");
      const again = await refusalOf(t.driver.powerOff(cutOff(instance)));
      t.expectEqual(again?.code, undefined, "code of a powerOff after the one step that was to fail had failed");
    },
  },
  {
    id: "simulation/faults-happen[backendUnreachable]",
    requirement: "simulation/faults-happen",
    title: "A read after backendUnreachable is not answered with a result",
    needs: { simulation: true },
    run: async (t) => {
      const { target } = await t.givenInstance();
      await t.simulation.injectFault({ kind: "backendUnreachable" });
      const refusal = await refusalOf(t.driver.getInfo(target));
      t.expectThat(refusal !== undefined, "getInfo was answered although the hypervisor was made unreachable");
    },
  },
  {
    id: "simulation/faults-happen[guestCrash]",
    requirement: "simulation/faults-happen",
    title: "A guest stops running after guestCrash",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.simulation.injectFault({ kind: "guestCrash", instanceUuid: instance.uuid });
      const state = await t.given("getInfo", () => stateInGetInfo(t, instance));
      t.expectThat(state !== "running", "The guest is still running after guestCrash", {
        expected: "crashed",
        got: state,
      });
    },
  },
  {
    id: "simulation/faults-can-be-cleared",
    requirement: "simulation/faults-can-be-cleared",
    title: "After clearFaults() the hypervisor answers, no step fails and the clock is free",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.simulation.injectFault({ kind: "backendUnreachable" });
      await t.simulation.injectFault({ kind: "failStep", step: 1 });
      await t.simulation.hold();
      await t.simulation.clearFaults();
      const powerOff = t.driver.powerOff(cutOff(instance));
      const prompt = await isPrompt(t, powerOff);
      if (!prompt) await t.simulation.release();
      t.expectThat(prompt, "powerOff was not answered after clearFaults: the clock is still held");
      await powerOff;
    },
  },
  ...faultsChecks,
];
