/** Where hosts take guests from each other: at a port of theirs that a credential opens, for one guest, one node and a limited time. */

import type { LiveMigrateData, MigrationEndpoint } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import { brokeOff } from "../../hypervisor/migration/broke-off.ts";
import type { DriverContext } from "../driver-context.ts";
import { hostEndpoint, hostNameAt, letsIn } from "../moves/endpoint.ts";
import { notPossible } from "../moves/not-possible.ts";

/** A host that a guest is sent to. */
export interface LivePeer {
  readonly hypervisor: Hypervisor;
  readonly endpoint: MigrationEndpoint;
}

/** Where this host takes a guest for one of its nodes, with a credential that is valid from now on. */
export function endpointFor(
  { site, hypervisor }: DriverContext,
  instanceUuid: string,
  node: string,
): MigrationEndpoint {
  return hostEndpoint(site, { instanceUuid, node, hostName: hypervisor.host.name });
}

/**
 * Finds the host that migration data leads to.
 *
 * @throws `MIGRATION_NOT_POSSIBLE` with reason `other` if no endpoint leads to another host that has the node.
 */
export function peerOf(
  { site, hypervisor }: DriverContext,
  attempt: string,
  { destination }: LiveMigrateData,
): LivePeer {
  const { endpoints, node } = destination;
  for (const endpoint of endpoints) {
    const name = hostNameAt(endpoint);
    const peer = site.hypervisors.find(({ host }) => host.name === name);
    if (peer === undefined || peer === hypervisor || peer.host.node(node) === undefined) continue;
    return { hypervisor: peer, endpoint };
  }
  const offered = endpoints.map(({ uri }) => `"${uri}"`).join(", ") || "none";
  throw notPossible(attempt, "other", `no endpoint (${offered}) leads to another host that has node "${node}"`);
}

/** Makes sure that a peer lets the guest in at this moment. Throws `BACKEND_FAILED` if it does not. */
export function assertLetIn(
  { site }: DriverContext,
  { attempt, instanceUuid = "" }: StepContext,
  { hypervisor, endpoint }: LivePeer,
  node: string,
): void {
  const { host } = hypervisor;
  if (letsIn(site, { instanceUuid, node, hostName: host.name }, endpoint.credential)) return;
  const state = `host "${host.name}" does not let it in, the credential is wrong or has expired; prepare it anew`;
  throw brokeOff(attempt, "prepareGuest", state);
}
