/**
 * Refuses hardware that contradicts itself.
 *
 * @see Requirement `placement/contradictions-are-refused`
 */

import type { Flavor, Instance } from "@virt-driver-kit/spec";
import { invalidRequest } from "../refusals.ts";
import type { Attempted } from "../attempted.ts";
import { pathOf, type Wanted } from "./wanted.ts";

/** Two members of the flavor's hardware that exclude each other. */
const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ["cpuLimits.shares", "cpuLimits.sharesLevel"],
  ["memoryLimits.shares", "memoryLimits.sharesLevel"],
  ["diskLimits.shares", "diskLimits.sharesLevel"],
  ["diskLimits.totalBytesPerSecond", "diskLimits.readBytesPerSecond"],
  ["diskLimits.totalBytesPerSecond", "diskLimits.writeBytesPerSecond"],
  ["diskLimits.totalRequestsPerSecond", "diskLimits.readRequestsPerSecond"],
  ["diskLimits.totalRequestsPerSecond", "diskLimits.writeRequestsPerSecond"],
  ["interfaceLimits.shares", "interfaceLimits.sharesLevel"],
  ["interfaceLimits.totalBytesPerSecond", "interfaceLimits.inboundBytesPerSecond"],
  ["interfaceLimits.totalBytesPerSecond", "interfaceLimits.outboundBytesPerSecond"],
];

/** Two numbers of the flavor's hardware of which the first cannot be above the second. */
const RISING: readonly (readonly [string, string])[] = [
  ["cpuLimits.reservedMhz", "cpuLimits.limitMhz"],
  ["memoryLimits.reservedMib", "memoryLimits.limitMib"],
  ["diskLimits.reservedRequestsPerSecond", "diskLimits.totalRequestsPerSecond"],
  ["interfaceLimits.inboundBytesPerSecond", "interfaceLimits.inboundPeakBytesPerSecond"],
  ["interfaceLimits.outboundBytesPerSecond", "interfaceLimits.outboundPeakBytesPerSecond"],
  ["interfaceLimits.reservedBytesPerSecond", "interfaceLimits.totalBytesPerSecond"],
];

/** What is wrong: the member, and what of it. Undefined if nothing is. */
type Problem = readonly [member: string, problem: string] | undefined;

/** Refuses with `INVALID_REQUEST` the first contradiction in what an instance asks of its hardware. */
export function refuseContradictions(about: Attempted, instance: Instance, wanted: Wanted): void {
  const found = wrongLimits(wanted) ?? wrongTopology(instance.flavor, wanted) ?? wrongDevices(wanted);
  if (found === undefined) return;
  const [member, problem] = found;
  throw invalidRequest(about, pathOf(instance, member), problem);
}

function wrongLimits(wanted: Wanted): Problem {
  const excluded = EXCLUSIVE.find((pair) => pair.every((member) => limitAt(wanted, member) !== undefined));
  if (excluded !== undefined) return [excluded[1], `is given together with "${excluded[0]}", which excludes it`];
  for (const [less, more] of RISING) {
    const [least, most] = [limitAt(wanted, less), limitAt(wanted, more)];
    if (typeof least !== "number" || typeof most !== "number" || least <= most) continue;
    return [less, `is ${least}, which is above the ${most} of "${more}"`];
  }
  return undefined;
}

function wrongTopology({ vcpus, memoryMib }: Flavor, { cpu, memoryLimits }: Wanted): Problem {
  const { topology } = cpu ?? {};
  if (topology !== undefined && topology.sockets * topology.cores * topology.threads !== vcpus) {
    const { sockets, cores, threads } = topology;
    const product = `${sockets} sockets of ${cores} cores of ${threads} threads`;
    return ["cpu.topology", `has ${product}, and the flavor has ${vcpus} vcpus`];
  }
  const reservedMib = memoryLimits?.reservedMib ?? 0;
  if (reservedMib <= memoryMib) return undefined;
  return ["memoryLimits.reservedMib", `is ${reservedMib}, and the flavor has ${memoryMib} MiB of memory`];
}

function wrongDevices({ devices: { usbModel, redirectedUsbPorts = 0 } = {} }: Wanted): Problem {
  if (usbModel !== "none" || redirectedUsbPorts === 0) return undefined;
  return ["devices.redirectedUsbPorts", `is ${redirectedUsbPorts}, and "devices.usbModel" is "none"`];
}

function limitAt(wanted: Wanted, member: string): unknown {
  const [group, name] = member.split(".");
  const limits = group === undefined ? undefined : (wanted as Readonly<Record<string, object | undefined>>)[group];
  return name === undefined ? undefined : (limits as Readonly<Record<string, unknown>> | undefined)?.[name];
}
