// The nodes of a driver.
import type { NodeInfo } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { allPages } from "./all-pages.ts";

/** Reads `listNodes` to its end. */
export function allNodes(t: CheckContext): Promise<NodeInfo[]> {
  return allPages(t, "listNodes", async (page) => {
    const { nodes, nextCursor } = await t.driver.listNodes(page);
    return { items: nodes, nextCursor };
  });
}
