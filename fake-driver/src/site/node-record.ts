/** A node of the simulated hypervisor. */

import { createHash } from "node:crypto";
import type { Architecture, SupportedInstance } from "@virt-driver-kit/spec";
import type { Claim } from "./claim.ts";
import type { HostPciDevice, MediatedDeviceType } from "./device-record.ts";
import type { MachineModel } from "./machine-model.ts";
import { cellsOf, type NumaCell, type NumaModel } from "./numa-cell.ts";

/** A node: its identity and what it has in all. */
export interface NodeRecord {
  readonly uuid: string;
  readonly name: string;
  /** The store that its disks lie in. */
  readonly poolId: string;
  readonly capacity: Claim;
  /** How many instances it takes at most, however small they are; absent for as many as fit. */
  readonly maxInstances?: number | undefined;
  readonly architecture: Architecture;
  /** The kinds of guest that it can run, the usual one first. */
  readonly supportedInstances: readonly SupportedInstance[];
  readonly hardware: NodeHardware;
}

/** What a node is made of, beyond its capacity. */
export interface NodeHardware {
  /** Its NUMA cells; empty where the node does not tell them apart. */
  readonly cells: readonly NumaCell[];
  readonly pciDevices: readonly HostPciDevice[];
  readonly mediatedDeviceTypes: readonly MediatedDeviceType[];
  readonly cpu: HostCpu;
  readonly machine: MachineModel;
}

/** The processors of a node. */
export interface HostCpu {
  readonly vendor: string;
  /** By the name that the hypervisor uses. */
  readonly model: string;
  readonly features: readonly string[];
  readonly physicalAddressBits: number;
  readonly frequencyMhz: number;
}

/** What all nodes of a host have in common. */
export interface NodeModel extends Pick<
  NodeRecord,
  "capacity" | "maxInstances" | "architecture" | "supportedInstances"
> {
  readonly hardware: HardwareModel;
}

/** The hardware of nodes whose capacity is not settled yet: their cells follow from it. */
export type HardwareModel = Omit<NodeHardware, "cells"> & {
  /** How their CPUs and memory lie; null where they do not tell cells apart. */
  readonly numa: NumaModel | null;
};

/** How the nodes of a host are made. */
export interface NodesOptions {
  /** The host's number in its site, from 1. */
  readonly host: number;
  readonly count: number;
  readonly model: NodeModel;
  /** Sets one site's nodes apart from another's. */
  readonly seed: number;
  /** The store of a node; absent for one store of its own for each. */
  readonly sharedPoolId?: string | undefined;
}

/** Makes the nodes of a host. The same seed gives the same identities at every start. */
export function makeNodes({ host, count, model, seed, sharedPoolId }: NodesOptions): readonly NodeRecord[] {
  const prefix = host === 1 ? "fake-node" : `fake-host-${host}-node`;
  const { numa, ...hardware } = model.hardware;
  const cells = numa === null ? [] : cellsOf(numa, model.capacity);
  return Array.from({ length: count }, (_, index) => {
    const name = `${prefix}-${index + 1}`;
    return {
      ...model,
      hardware: { ...hardware, cells },
      uuid: uuidOf(`vdk-fake-driver/${seed}/${name}`),
      name,
      poolId: sharedPoolId ?? `store-of-${name}`,
    };
  });
}

/** A uuid of version 8 (free form) whose bits come from a digest of the text. */
export function uuidOf(text: string): string {
  const digits = createHash("sha256").update(text).digest("hex");
  const variant = "89ab"[Number.parseInt(digits.charAt(16), 16) % 4];
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}
