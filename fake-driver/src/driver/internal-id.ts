import type { InstanceRecord } from "../hypervisor/instance-record.ts";

/** Names an instance as the simulated hypervisor does itself. */
export function internalIdOf({ serial }: InstanceRecord): string {
  return `guest-${serial}`;
}
