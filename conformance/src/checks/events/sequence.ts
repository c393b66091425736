// The check of how events are numbered.
import type { Check } from "../../harness/check.ts";
import { cutOff } from "../steps/guest.ts";

/** The checks of the numbering of events. */
export const sequenceChecks: readonly Check[] = [
  {
    id: "event/sequence-has-no-gaps",
    requirement: "event/sequence-has-no-gaps",
    title: "The events of several calls on two instances are numbered without gap, in the epoch of initialize()",
    run: async (t) => {
      const instances = [await t.givenInstance(), await t.givenInstance()];
      for (const instance of instances) {
        await t.given("powerOff", () => t.driver.powerOff(cutOff(instance)));
        await t.given("powerOn", () => t.driver.powerOn(instance.target));
      }
      await t.given("probe", () => t.driver.probe({}));
      const events = t.events.all;
      const first = await t.given("event", async () =>
        t.expectDefined(events[0], "event of two instances that were spawned"),
      );
      t.expectEqual(
        events.map((event) => event.sequence),
        events.map((_, index) => first.sequence + index),
        "sequence of the events of one run",
        "Add one for each event sent, whatever the instance, and send them in that order.",
      );
      const epochs = [...new Set(events.map((event) => event.driverEpoch))];
      t.expectEqual(epochs, [t.session.driverEpoch], "driverEpoch of the events of one run");
    },
  },
];
