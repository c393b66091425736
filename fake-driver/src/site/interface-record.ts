/** Network interfaces and shares, on the host's side and the guest's, as plain data. */

import type { NetworkInterface, ShareMapping } from "@virt-driver-kit/spec";

/** The host's side of an interface: a port that is plugged. */
export interface PlugRecord {
  readonly instanceUuid: string;
  readonly node: string;
  networkInterface: NetworkInterface;
  /** The host name by which the driver itself has bound the port; null if it has not, as for a port that comes bound. */
  boundHost: string | null;
  /** Whether it was plugged for a guest that was being built, and not by a call of its own: it goes with a build that is broken off. */
  readonly isOfBuild: boolean;
}

/** An interface that an instance has. */
export interface InterfaceRecord {
  networkInterface: NetworkInterface;
  /** Where the guest finds it, such as `0000:00:03.0`. */
  readonly address: string;
  /** Whether the guest has it. One that is a device of the host is taken from a guest that is suspended. */
  isInGuest: boolean;
}

/** What is kept of a share: all but the key that opens it. */
export type StoredShare = Pick<ShareMapping, "protocol" | "shareId" | "tag" | "exportLocation">;

/** A share that is mounted on a node. */
export interface MountRecord {
  readonly node: string;
  readonly share: StoredShare;
  /** The uuids of the instances that use it, each once. */
  users: string[];
}
