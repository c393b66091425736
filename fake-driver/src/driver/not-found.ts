/** Finds what a request names, or answers that it is not there. */

import { DriverError } from "@virt-driver-kit/spec";
import type { HostView } from "../hypervisor/hypervisor.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { NodeRecord } from "../site/node-record.ts";

/**
 * Finds an instance.
 *
 * @throws {@link DriverError} `INSTANCE_NOT_FOUND` if the hypervisor has none of that uuid.
 */
export function instanceOf(site: HostView, instanceUuid: string, attempt: string): InstanceRecord {
  const record = site.instance(instanceUuid);
  if (record !== undefined) return record;
  throw instanceNotFound(instanceUuid, attempt);
}

/** Makes the error of an instance that the hypervisor does not have. */
export function instanceNotFound(instanceUuid: string, attempt: string): DriverError {
  return new DriverError("INSTANCE_NOT_FOUND", `Cannot ${attempt}: the hypervisor has no such instance`, {
    effect: "none",
    details: { instanceUuid },
  });
}

/**
 * Finds a node.
 *
 * @throws {@link DriverError} `NODE_NOT_FOUND` if the driver serves none of that uuid.
 */
export function nodeOf(site: HostView, node: string, attempt: string): NodeRecord {
  const record = site.node(node);
  if (record !== undefined) return record;
  throw new DriverError("NODE_NOT_FOUND", `Cannot ${attempt}: the driver serves no node "${node}"`, {
    effect: "none",
    details: { node },
  });
}
