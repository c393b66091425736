// Checks that a call which takes long holds up no other instance.
import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { durationOf, simulates } from "../steps/guest-time.ts";
import { cutOff } from "../steps/guest.ts";
import { slowPowerOff, type SlowPowerOff } from "../steps/slow-power-off.ts";

/** How far a simulator's clock is moved between two looks, in milliseconds. */
const STEP_MS = 50;
/** More looks than the slow call lasts. */
const MOST_LOOKS = 10_000;
/** How long the slow call lasts at the least, in seconds. */
const LEAST_SECONDS = 4;
/** How much longer than usual a call may take beside the slow one. */
const MARGIN = 3;

type Call = () => Promise<unknown>;

const OTHERS: Readonly<Record<string, (t: CheckContext) => Promise<Call>>> = {
  spawn: async (t) => {
    const { params, target } = await t.givenInstance({ powerState: "shutdown" });
    // From a disk that was kept: to read an image takes real time, which does not pass with a simulator's clock.
    await t.given("destroy", () => t.driver.destroy({ ...target, destroyDisks: false }));
    return () => t.driver.spawn(params);
  },
  destroy: async (t) => {
    const { target } = await t.givenInstance({ powerState: "shutdown" });
    return () => t.driver.destroy({ ...target, destroyDisks: true });
  },
  powerOn: async (t) => {
    const { target } = await t.givenInstance({ powerState: "shutdown" });
    return () => t.driver.powerOn(target);
  },
  powerOff: async (t) => {
    const instance = await t.givenInstance();
    return () => t.driver.powerOff(cutOff(instance));
  },
  reboot: async (t) => {
    const { target } = await t.givenInstance();
    return () => t.driver.reboot({ ...target, type: "hard" });
  },
};

/** Whether a call is answered before the slow one. A simulator's clock is moved meanwhile, as far as the slow call lasts. */
async function isFirst(t: CheckContext, answer: Promise<unknown>, slow: SlowPowerOff): Promise<boolean> {
  const finished: Promise<unknown>[] = [];
  const finish = (call: Promise<unknown>): Promise<unknown> =>
    call.catch(() => undefined).then(() => finished.push(call));
  const over = Promise.race([finish(answer), finish(slow.answer)]);
  if (!simulates(t)) await over;
  for (let look = 0; finished.length === 0 && look < MOST_LOOKS; look++) await t.simulation.advance(STEP_MS);
  return finished[0] === answer;
}

/** The checks of calls on several instances. */
export const instancesDoNotWaitChecks: readonly Check[] = Object.entries(OTHERS).map(([operation, prepare]): Check => ({
  id: `concurrency/instances-do-not-wait[${operation}]`,
  requirement: "concurrency/instances-do-not-wait",
  title: `${operation}() is answered while a powerOff() of another instance waits for its guest`,
  run: async (t) => {
    const usual = await prepare(t);
    const usualMs = await durationOf(t, () => t.given(operation, usual));
    const call = await prepare(t);
    const slow = await slowPowerOff(t, LEAST_SECONDS + Math.ceil((MARGIN * usualMs) / 1_000));
    await t.given("probe", () => t.driver.probe({}));
    await slow.assertInProgress();
    const answer = call();
    answer.catch(() => undefined);
    t.expectThat(
      await isFirst(t, answer, slow),
      `${operation} was not answered before a powerOff of another instance`,
      {
        expected: "an answer while the powerOff waits for its guest",
        hint: "Lock an instance, never the driver.",
      },
    );
    await slow.abandon();
    await t.given(operation, () => answer);
  },
}));
