import type { CpuInfo, CpuTopology } from "@virt-driver-kit/spec";
import type { NodeRecord } from "../../site/node-record.ts";

/** Describes the processors of a node: one socket for each NUMA cell, or one for all where it tells none apart. */
export function cpuInfo({ architecture, capacity, hardware: { cpu, cells } }: NodeRecord): CpuInfo {
  const { vendor, model, features, physicalAddressBits } = cpu;
  const numaCells = Math.max(1, cells.length);
  const topology = topologyOf(capacity.vcpus / numaCells, cells[0]?.siblings[0]?.length ?? 1);
  return {
    architecture,
    vendor,
    model,
    ...(topology === undefined ? {} : { topology }),
    ...(cells.length > 0 ? { numaCells } : {}),
    features: [...features],
    physicalAddressBits,
  };
}

/** The arrangement of that many CPUs; undefined if they are not all arranged alike, or more than the spec can tell. */
function topologyOf(cpus: number, threads: number): CpuTopology | undefined {
  const cores = cpus / threads;
  return Number.isInteger(cores) && cores >= 1 && cores <= 4096 ? { sockets: 1, cores, threads } : undefined;
}
