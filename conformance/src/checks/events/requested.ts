// Checks of the events of transitions that a caller asked for: told, in time, and with their cause.
import type { EventParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { needsOf, observe, TRANSITIONS, type ObservedTransition, type Transition } from "../steps/transitions.ts";

const told = TRANSITIONS.map((transition): Check => {
  const { variant, operation, from, powerState } = transition;
  const name = transition.transition;
  return {
    id: `event/tells-requested-transitions[${variant}]`,
    requirement: "event/tells-requested-transitions",
    title: `${operation}()${from === undefined ? "" : ` of a ${from} instance`} sends one event "${name}" with power state ${powerState}`,
    needs: needsOf(transition),
    run: async (t) => {
      const { early, late } = await observe(t, transition);
      const events = [...early, ...late].map((event) => ({
        transition: event.transition,
        powerState: event.powerState,
      }));
      const hint = "Send the event once the state is really reached.";
      t.expectEqual(events, [{ transition: name, powerState }], `events "${name}" of ${operation}`, hint);
    },
  };
});

const ordered = TRANSITIONS.map((transition): Check => {
  const { variant, operation } = transition;
  return {
    id: `event/comes-before-the-answer[${variant}]`,
    requirement: "event/comes-before-the-answer",
    title: `The event of ${operation}() is there when its answer comes`,
    needs: needsOf(transition),
    run: async (t) => {
      const { late } = await givenEvents(t, transition);
      t.expectEqual(
        late.length,
        0,
        `number of events "${transition.transition}" after the answer of ${operation}`,
        "Send the event, then answer.",
      );
    },
  };
});

const caused = TRANSITIONS.map((transition): Check => {
  const { variant, operation } = transition;
  return {
    id: `event/names-its-cause[${variant}]`,
    requirement: "event/names-its-cause",
    title: `The event of ${operation}() carries the call's operationId`,
    needs: needsOf(transition),
    run: async (t) => {
      const { operationId, events } = await givenEvents(t, transition);
      for (const event of events) {
        t.expectEqual(
          event.operationId,
          operationId,
          `operationId of the event "${event.transition}" that ${operation} caused`,
        );
      }
    },
  };
});

/** How long an event may be late and still be taken for that of its call, in milliseconds of guest time. */
const LATEST_MS = 20_000;

/** Asks for a transition and waits for its event; blocks the check if it is not told at all. */
async function givenEvents(
  t: CheckContext,
  transition: Transition,
): Promise<ObservedTransition & { readonly events: readonly EventParams[] }> {
  const observed = await observe(t, transition);
  const come = (): EventParams[] => [...observed.early, ...observed.late];
  await t.given("event", () =>
    t.waitFor(`the event "${transition.transition}" of ${transition.operation} comes`, () => come().length > 0, {
      withinMs: LATEST_MS,
    }),
  );
  return { ...observed, events: come() };
}

/** The checks of the events of transitions that a caller asked for. */
export const requestedEventChecks: readonly Check[] = [...told, ...ordered, ...caused];
