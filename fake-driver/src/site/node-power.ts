/** What a node loses when its power goes, and how it comes back. */

import type { Host } from "./host.ts";

/**
 * Takes from a node all that it had in memory: what its host was connected to and had plugged and mounted for it, and the foreign guests'
 * runs. Its instances' own guests are for the caller to end.
 */
export function loseMemory(host: Host, node: string): void {
  const { record } = host;
  // Where a user was that is not there any more, only a host of one node can say.
  const lastResort = host.nodes.length === 1 ? node : undefined;
  const isElsewhere = (uuid: string): boolean => {
    const incoming = record.incoming.find(({ instanceUuid }) => instanceUuid === uuid);
    return (host.instance(uuid)?.node ?? incoming?.node ?? lastResort) !== node;
  };
  for (const connection of record.connections) connection.users = connection.users.filter(isElsewhere);
  record.connections = record.connections.filter(({ users }) => users.length > 0);
  record.plugs = record.plugs.filter((plug) => plug.node !== node);
  record.mounts = record.mounts.filter((mount) => mount.node !== node);
  record.incoming = record.incoming.filter((incoming) => incoming.node !== node);
  for (const guest of record.foreignGuests) if (guest.node === node) guest.isOff = true;
  host.recordChanged();
}

/** Boots a node, with nothing running on it. */
export function bootNode(host: Host, node: string, nowMs: number): void {
  const condition = host.conditionOf(node);
  condition.isPoweredOn = true;
  condition.bootedAtMs = nowMs;
  host.cpuTime.restart(node);
  host.recordChanged();
}
