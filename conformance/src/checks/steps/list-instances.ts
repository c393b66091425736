// The instances of a caller, as `listInstances` shows them.
import type { InstanceSummary } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { allPages } from "./all-pages.ts";

/** An entry of the list that is a caller's. */
export type OwnedSummary = Extract<InstanceSummary, { ownership: "owned" }>;

/** The caller's instances in `listInstances`, of all pages. */
export async function ownedInstances(
  t: CheckContext,
  filter: { node?: string; limit?: number } = {},
): Promise<OwnedSummary[]> {
  const { limit, ...rest } = filter;
  const all = await allPages(
    t,
    "listInstances",
    async (page) => {
      const { instances, nextCursor } = await t.driver.listInstances({ ...page, ...rest });
      return { items: instances, nextCursor };
    },
    limit,
  );
  return all.filter((summary): summary is OwnedSummary => summary.ownership === "owned");
}
