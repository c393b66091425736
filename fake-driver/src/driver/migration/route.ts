/** Which way the disks of an instance go that moves. */

import type { MigrateDiskAndPowerOffParams, MigrationDestination, MigrationEndpoint } from "@virt-driver-kit/spec";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import type { Pool } from "../../site/pool.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import { notPossible } from "../moves/not-possible.ts";
import { hostNameAt, letsIn, storeEndpoint } from "../moves/endpoint.ts";
import { diskExists, notLetIn } from "./refusals.ts";
import { invalidRequest } from "../refusals.ts";

/** A host that disks are sent to. */
export interface Peer {
  readonly hypervisor: Hypervisor;
  readonly node: string;
  readonly pool: Pool;
  readonly endpoint: MigrationEndpoint;
}

/** The way: they stay in this store, be it for the same host or because both hosts reach it, or they are sent to a peer. */
export type Route = { readonly kind: "stay" } | { readonly kind: "send"; readonly peer: Peer };

/**
 * Finds the way, before anything is done.
 *
 * @param about - What is attempted.
 * @param pool - The store with the disks.
 * @param params - What the request says.
 * @throws `INVALID_REQUEST` if `destination` and `sameHost` contradict each other, `MIGRATION_NOT_POSSIBLE` if the source reaches none of the
 *   endpoints, `DESTINATION_DISK_EXISTS` if the destination has the instance, `CREDENTIALS_EXPIRED` if it does not let the source in.
 */
export function routeOf(
  context: DriverContext,
  about: Attempt,
  pool: Pool,
  { destination, sameHost = false }: Pick<MigrateDiskAndPowerOffParams, "destination" | "sameHost">,
): Route {
  if (sameHost) {
    if (destination === undefined) return { kind: "stay" };
    throw invalidRequest(about, "params.destination", "is given although sameHost is true; leave one of them out");
  }
  if (destination === undefined) {
    throw invalidRequest(about, "params.destination", "is left out although sameHost is not true; give one of them");
  }
  if (context.hypervisor.look(about.attempt).node(destination.node) !== undefined) {
    throw invalidRequest(about, "params.destination.node", "is a node of this driver; set sameHost in place of it");
  }
  if (destination.endpoints.some(({ uri }) => uri === storeEndpoint(pool).uri)) return { kind: "stay" };
  const peer = peerAt(context, destination);
  if (peer === undefined) {
    const offered = destination.endpoints.map(({ uri }) => `"${uri}"`).join(", ") || "none";
    const isOnlyStore = destination.endpoints.some(({ transport }) => transport === "file");
    const problem = `the source reaches none of the endpoints of the destination (${offered})`;
    throw notPossible(about.attempt, isOnlyStore ? "incompatible-storage" : "other", problem);
  }
  assertLetIn(context, about, peer);
  const { host } = peer.hypervisor;
  if (host.instance(about.instanceUuid) !== undefined) throw diskExists(about, host.name);
  return { kind: "send", peer };
}

/**
 * Makes sure that a peer lets the source in at this moment.
 *
 * @throws `CREDENTIALS_EXPIRED` if it does not.
 */
export function assertLetIn(
  { site }: DriverContext,
  about: Pick<Attempt, "attempt"> & { readonly instanceUuid?: string | undefined },
  { hypervisor, node, endpoint }: Peer,
): void {
  const { instanceUuid = "" } = about;
  const admission = { instanceUuid, node, hostName: hypervisor.host.name };
  if (!letsIn(site, admission, endpoint.credential)) throw notLetIn(about, endpoint.uri);
}

/** Finds the first endpoint at which a host answers that has the node. */
function peerAt({ site, hypervisor: own }: DriverContext, destination: MigrationDestination): Peer | undefined {
  for (const endpoint of destination.endpoints) {
    const name = hostNameAt(endpoint);
    const hypervisor = site.hypervisors.find(({ host }) => host.name === name);
    if (hypervisor?.host.node(destination.node) === undefined) continue;
    if (!site.network.isReachable(own.host.name, hypervisor.host.name)) continue;
    const { node } = destination;
    return { hypervisor, node, pool: hypervisor.host.pool(node), endpoint };
  }
  return undefined;
}
