// A notification that is lost, sent twice, or comes too late.
import type { SimulatedFault } from "@virt-driver-kit/spec";

import { type EventChange, tellingWrongly } from "../changes/events.ts";
import type { RecordedWork } from "../recorded-work.ts";
import type { Mutation, MutationSite } from "../site.ts";
import { happened } from "../traces.ts";

/** In simulated time; the answer to the call is there by then. */
const LATE_MS = 1_000;

const ACTIONS = { lost: "drop", doubled: "duplicate", late: "delay" } as const;

function siteOf(how: EventChange, operation: string, transition: string): MutationSite {
  const isCaused = operation !== "nobody";
  const mutation: Mutation = isCaused
    ? { faults: [faultOf(how, operation, transition)] }
    : { driver: tellingWrongly(transition, how) };
  return {
    id: `event-${how}:${operation}:${transition}`,
    class: `event-${how}`,
    origins: ["event", "nodesChanged", operation],
    title: `"${transition}" that ${operation} caused is ${how}`,
    reachedBy: [happened(transition, operation)],
    mutation,
  };
}

function faultOf(how: EventChange, operation: string, transition: string): SimulatedFault {
  const action = ACTIONS[how];
  const trigger = { operation, transition, times: 0 };
  return { kind: "eventFault", trigger, action, ...(action === "delay" && { delayMs: LATE_MS }) };
}

/** The sites of notifications that were seen, by the operation that causes each. */
export function eventSites(how: EventChange, { events }: RecordedWork): readonly MutationSite[] {
  return Object.entries(events).flatMap(([operation, transitions]) =>
    transitions.map((transition) => siteOf(how, operation, transition)),
  );
}
