import type { Host } from "../../site/host.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";

/** Has an instance hold again what it held before a rebuild took room for the old and the new. One that holds no more than that is left alone. */
export function goBackToClaim(host: Host, record: InstanceRecord): void {
  const { claimBefore } = record;
  if (claimBefore === null) return;
  record.claimBefore = null;
  host.claimAnew(record, claimBefore);
}
