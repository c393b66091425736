/** What a host knows beside its instances, as plain data that can be stored as JSON. */

import type { Claim } from "./claim.ts";
import type { PlugRecord, MountRecord } from "./interface-record.ts";
import type { IncomingRecord, OutgoingRecord } from "./live-migration-record.ts";
import type { ConnectionRecord } from "./volume-record.ts";

/** How a node is. */
export interface NodeCondition {
  /** Whether the hypervisor's own switch lets new instances in. */
  isEnabled: boolean;
  isInMaintenance: boolean;
  isPoweredOn: boolean;
  /** When it was last booted, in milliseconds of virtual time. */
  bootedAtMs: number;
}

/** A guest that is not the driver's. */
export interface ForeignGuest {
  /** Its number among all guests of the host, from the same count as those of instances; lists are in this order. */
  readonly serial: number;
  readonly node: string;
  readonly internalId: string;
  readonly name: string;
  readonly uuid: string | null;
  readonly claim: Claim;
  /** Whether it is off, because its node went off. It keeps its room. */
  isOff: boolean;
}

/** A secret that a node keeps for an instance, also when the instance is gone. */
export interface KeptSecret {
  readonly instanceUuid: string;
  readonly node: string;
  /** What stands for the secret: its SHA-256. */
  readonly digest: string;
}

/** What a host holds. */
export interface HostRecord {
  /** By the node's uuid. */
  nodes: Record<string, NodeCondition>;
  connections: ConnectionRecord[];
  plugs: PlugRecord[];
  mounts: MountRecord[];
  /** Guests that are expected from other hosts, alive. */
  incoming: IncomingRecord[];
  /** Guests that are being sent to other hosts, alive. */
  outgoing: OutgoingRecord[];
  foreignGuests: ForeignGuest[];
  secrets: KeptSecret[];
  /** What is counted as used on a node although nobody holds it. */
  leaks: { readonly node: string; readonly claim: Claim }[];
  /** How many tickets for consoles it has given out. */
  ticketsGiven: number;
}

/** The record of a host on which nothing has happened yet. */
export function newHostRecord(nodes: readonly string[], nowMs: number): HostRecord {
  const condition = (): NodeCondition => ({
    isEnabled: true,
    isInMaintenance: false,
    isPoweredOn: true,
    bootedAtMs: nowMs,
  });
  return {
    nodes: Object.fromEntries(nodes.map((node) => [node, condition()])),
    connections: [],
    plugs: [],
    mounts: [],
    incoming: [],
    outgoing: [],
    foreignGuests: [],
    secrets: [],
    leaks: [],
    ticketsGiven: 0,
  };
}
