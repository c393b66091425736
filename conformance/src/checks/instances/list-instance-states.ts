// Checks of `listInstanceStates`: a reading says which events it already contains.
import type { Check } from "../../harness/check.ts";

/** The checks of `listInstanceStates`. */
export const listInstanceStatesChecks: readonly Check[] = [
  {
    id: "listInstanceStates/names-the-last-event",
    requirement: "listInstanceStates/names-the-last-event",
    title:
      "listInstanceStates() names the epoch of initialize() and the last event sent, and the next one after the next event",
    run: async (t) => {
      for (let round = 0; round < 2; round++) {
        t.events.clear();
        await t.givenInstance();
        const { driverEpoch, lastSequence } = await t.driver.listInstanceStates({});
        const sent = t.events.all.map((event) => event.sequence);
        await t.given("event", async () => t.expectThat(sent.length > 0, "No event came of a spawn"));
        t.expectEqual(driverEpoch, t.session.driverEpoch, "driverEpoch of listInstanceStates");
        t.expectThat(
          lastSequence === Math.max(...sent),
          `listInstanceStates says that event ${lastSequence} was the last`,
          {
            expected: Math.max(...sent),
            got: lastSequence,
            hint: "Take the sequence at the moment of the reading.",
          },
        );
      }
    },
  },
];
