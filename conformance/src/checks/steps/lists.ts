// The lists of instances, as lists of identities.
import type { CheckContext } from "../../harness/check-context.ts";
import type { Page, PageRequest } from "./all-pages.ts";

/** A list of instances, of which only the identities matter. */
export interface ListOfUuids {
  readonly operation: string;
  readonly read: (t: CheckContext, request: PageRequest) => Promise<Page<string>>;
}

/** The lists of instances. */
export const LISTS: readonly ListOfUuids[] = [
  {
    operation: "listInstances",
    read: async (t, request) => {
      const { instances, nextCursor } = await t.driver.listInstances(request);
      return {
        items: instances.map((entry) => (entry.ownership === "owned" ? entry.uuid : entry.internalId)),
        nextCursor,
      };
    },
  },
  {
    operation: "listInstanceStates",
    read: async (t, request) => {
      const { states, nextCursor } = await t.driver.listInstanceStates(request);
      return { items: states.map((row) => row.uuid), nextCursor };
    },
  },
];
