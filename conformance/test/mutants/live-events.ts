// Drivers that tell a live migration in a wrong way.
import { breaks } from "./breaks.ts";
import type { Mutant } from "./mutant.ts";
import { bothReplacing, siteWithFaults } from "./two-hosts.ts";

const TELLS = "event/tells-a-live-migration-at-both-ends";

/** An operationId of no call. */
const STRANGE = "00000000-0000-4000-8000-000000000000";

const altering = (pointer: string, json: string | undefined, was?: string) =>
  siteWithFaults({
    kind: "eventFault",
    trigger: { transition: "migrated", times: 0 },
    action: "alter",
    changes: [{ pointer, ...(json !== undefined && { json }), ...(was !== undefined && { was }) }],
  });

/** The mutants of the events of live migrations. */
export const liveEventMutants: readonly Mutant[] = breaks(
  TELLS,
  {
    word: "untold",
    title: "A live migration is not told",
    message: "Unexpected events at the source of liveMigration",
    site: siteWithFaults({ kind: "eventFault", trigger: { transition: "migrated", times: 0 }, action: "drop" }),
  },
  {
    word: "untold at the destination",
    title: "The destination does not tell that a guest has come",
    message: "Unexpected events at the destination of liveMigration",
    site: bothReplacing((_, host) => {
      const emit = host.emitEvent.bind(host);
      Object.assign(host, {
        emitEvent: (event: Parameters<typeof emit>[0]) => {
          if (event.transition !== "migrated" || event.powerState === "absent") emit(event);
        },
      });
      return {};
    }),
  },
  {
    word: "as a stop",
    title: "The source tells a guest that has left as one that has stopped",
    message: "Unexpected events at the source of liveMigration",
    site: altering("/transition", '"stopped"'),
  },
  {
    word: "as still there",
    title: "The source tells that the guest which has left is running",
    message: "Unexpected events at the source of liveMigration",
    site: altering("/powerState", '"running"', '"absent"'),
  },
  {
    word: "as off",
    title: "The destination tells that the guest which has come is off",
    message: "Unexpected events at the destination of liveMigration",
    site: altering("/powerState", '"shutdown"', '"running"'),
  },
  {
    word: "paused as running",
    title: "The destination tells of each guest that has come that it runs",
    message: "Unexpected events at the destination of liveMigration",
    only: [`${TELLS}[paused]`],
    site: altering("/powerState", '"running"', '"paused"'),
  },
  {
    word: "without a cause",
    title: "The source does not name the call by which a guest has left",
    message: "Unexpected events at the source of liveMigration",
    site: altering("/operationId", undefined),
  },
  {
    word: "with a cause",
    title: "The destination names a call by which a guest has come",
    message: "Unexpected events at the destination of liveMigration",
    site: bothReplacing((_, host) => {
      const emit = host.emitEvent.bind(host);
      Object.assign(host, {
        emitEvent: (event: Parameters<typeof emit>[0]) =>
          emit(event.transition === "migrated" ? { operationId: STRANGE, ...event } : event),
      });
      return {};
    }),
  },
  {
    word: "twice",
    title: "A live migration is told twice",
    message: "Unexpected events at the source of liveMigration",
    site: siteWithFaults({ kind: "eventFault", trigger: { transition: "migrated", times: 0 }, action: "duplicate" }),
  },
);
