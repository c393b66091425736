// Checks of the events that no call caused, and of those that must not come at all.
import type { EventParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { cutOff } from "../steps/guest.ts";
import { expectState } from "../steps/power-state.ts";
import { givenRefusal } from "../steps/refusal.ts";

/** About one second after its boot, a guest's end. */
const SHORT_LIFE = { powerOffAfterTicks: 10 };

/** Waits for the event of a guest that powers itself off. */
async function eventOfShortLife(t: CheckContext): Promise<EventParams> {
  const instance = await t.givenInstance({ image: SHORT_LIFE });
  return t.waitFor(
    "the driver tells that the guest has powered itself off",
    () => t.events.of(instance).find((event) => event.transition === "stopped"),
    { hint: "Watch the hypervisor for guests that stop by themselves." },
  );
}

/** Checks that no event of an instance has come since the events were cleared. */
function expectSilence(t: CheckContext, uuid: string, what: string): void {
  const events = t.events.of(uuid).map(({ transition, powerState }) => ({ transition, powerState }));
  t.expectEqual(events, [], `events of ${what}`, "Tell what has changed, and not what was asked for.");
}

/** The checks of events that nobody asked for. */
export const spontaneousEventChecks: readonly Check[] = [
  {
    id: "event/tells-what-the-guest-did",
    requirement: "event/tells-what-the-guest-did",
    title: 'A guest that powers itself off causes the event "stopped" with power state shutdown',
    needs: { probeGuest: true },
    run: async (t) => {
      const event = await eventOfShortLife(t);
      t.expectEqual(event.powerState, "shutdown", "powerState of the event of a guest that powered itself off");
    },
  },
  {
    id: "event/names-its-cause[guest]",
    requirement: "event/names-its-cause",
    title: "The event of a guest that powers itself off carries no operationId",
    needs: { probeGuest: true },
    run: async (t) => {
      const event = await t.given("event", () => eventOfShortLife(t));
      t.expectEqual(event.operationId, undefined, "operationId of the event of a guest that powered itself off");
    },
  },
  {
    id: "event/tells-only-what-happened[refused]",
    requirement: "event/tells-only-what-happened",
    title: "Calls that are refused cause no event",
    run: async (t) => {
      const off = await t.givenInstance({ powerState: "shutdown" });
      const absent = t.uuid();
      await t.given("probe", () => t.driver.probe({}));
      t.events.clear();
      await givenRefusal(t, "reboot", () => t.driver.reboot({ ...off.target, type: "soft" }));
      await givenRefusal(t, "spawn", () => t.driver.spawn(off.params));
      await givenRefusal(t, "powerOn", () => t.driver.powerOn({ instanceUuid: absent }));
      await t.given("probe", () => t.driver.probe({}));
      expectSilence(t, off.uuid, "an instance after a reboot and a spawn that were refused");
      expectSilence(t, absent, "an instance that is not there, after a powerOn that was refused");
    },
  },
  {
    id: "event/tells-only-what-happened[unchanged]",
    requirement: "event/tells-only-what-happened",
    title: "Calls that ask for the state that already holds cause no event",
    run: async (t) => {
      const running = await t.givenInstance();
      const off = await t.givenInstance({ powerState: "shutdown" });
      const absent = t.uuid();
      await t.given("probe", () => t.driver.probe({}));
      t.events.clear();
      await t.given("powerOn", () => t.driver.powerOn(running.target));
      await t.given("powerOff", () => t.driver.powerOff(cutOff(off)));
      await t.given("destroy", () => t.driver.destroy({ instanceUuid: absent, destroyDisks: true }));
      await t.given("probe", () => t.driver.probe({}));
      expectSilence(t, running.uuid, "a running instance after powerOn");
      expectSilence(t, off.uuid, "a powered-off instance after powerOff");
      expectSilence(t, absent, "an instance that is not there after destroy");
    },
  },
  {
    id: "event/tells-only-what-happened[failed]",
    requirement: "event/tells-only-what-happened",
    title: "A powerOff() that fails at its hypervisor and leaves the guest running causes no event",
    needs: { simulation: true },
    run: async (t) => {
      const instance = await t.givenInstance();
      await t.given("probe", () => t.driver.probe({}));
      t.events.clear();
      await t.simulation.injectFault({ kind: "failStep", step: 1 });
      await givenRefusal(t, "powerOff", () => t.driver.powerOff(cutOff(instance)));
      await t.given("powerOff", () => expectState(t, instance, "running", "after a powerOff whose first step failed"));
      expectSilence(t, instance.uuid, "a running instance after a powerOff that failed");
    },
  },
];
