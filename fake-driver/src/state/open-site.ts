/** Makes a hypervisor's site: new and empty, or as an earlier run left it. */

import type { NodeRecord } from "../hypervisor/node-record.ts";
import { type HoldingListener, Site } from "../hypervisor/site.ts";
import { SetupError } from "../setup-error.ts";
import { contradictionIn } from "./contradiction.ts";
import type { StoredState } from "./state-directory.ts";

/**
 * Fills a site with what an earlier run left.
 *
 * @param nodes - The hypervisor's nodes.
 * @param stored - What was left; undefined for nothing.
 * @param listener - Hears of every later change.
 * @throws {@link SetupError} if the state contradicts itself.
 */
export function openSite(
  nodes: readonly NodeRecord[],
  stored: StoredState | undefined,
  listener: HoldingListener,
): Site {
  if (stored === undefined) return new Site(nodes, listener);
  const holdings = [...stored.holdings.values()];
  for (const holding of holdings) {
    const contradiction = contradictionIn(holding, nodes);
    if (contradiction === undefined) continue;
    throw new SetupError(
      `Cannot use the stored state: ${contradiction}; repair it, or name another state directory; nothing has been changed`,
    );
  }
  const instances = holdings.flatMap(({ instance }) => instance ?? []);
  return new Site(nodes, listener, {
    instances: instances.toSorted((left, right) => left.serial - right.serial),
    disks: holdings.flatMap(({ disks }) => disks),
    lastSerial: stored.counters.lastSerial,
  });
}
