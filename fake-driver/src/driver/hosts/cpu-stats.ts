import type { HostCpuStats } from "@virt-driver-kit/spec";
import type { Host } from "../../site/host.ts";
import type { NodeRecord } from "../../site/node-record.ts";

const NANOSECONDS_PER_MS = 1_000_000n;

/** Of the time in which guests execute, the part that the hypervisor takes for itself, in hundredths. */
const OVERHEAD = 4n;
/** Of the time in which none does, the parts that the host works and waits for its disks, in hundredths. */
const HOUSEKEEPING = 1n;
const DISKS = 1n;

/**
 * Tells what a node's CPUs have been doing since it was booted. At each moment the four counters add up to the time since then, once for
 * each CPU.
 *
 * @see Requirements `getHostCpuStats/never-falls`, `getHostCpuStats/accounts-for-all-time`
 */
export function cpuStats(
  host: Pick<Host, "conditionOf" | "cpuTime">,
  { uuid, capacity, hardware }: NodeRecord,
  nowMs: number,
): HostCpuStats {
  const wholeMs = (nowMs - host.conditionOf(uuid).bootedAtMs) * capacity.vcpus;
  const guestMs = host.cpuTime.executedMs(uuid);
  const whole = BigInt(wholeMs) * NANOSECONDS_PER_MS;
  const guests = BigInt(Math.min(guestMs, wholeMs)) * NANOSECONDS_PER_MS;
  const rest = whole - guests;
  const kernel = (guests * OVERHEAD + rest * HOUSEKEEPING) / 100n;
  const iowait = (rest * DISKS) / 100n;
  const user = guests - (guests * OVERHEAD) / 100n;
  return {
    kernelNanoseconds: String(kernel),
    userNanoseconds: String(user),
    idleNanoseconds: String(whole - kernel - iowait - user),
    iowaitNanoseconds: String(iowait),
    frequencyMhz: hardware.cpu.frequencyMhz,
  };
}
