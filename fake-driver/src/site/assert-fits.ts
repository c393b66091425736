import { DriverError } from "@virt-driver-kit/spec";
import type { Claim } from "./claim.ts";
import type { NodeRecord } from "./node-record.ts";

const RESOURCES = ["vcpus", "memoryMib", "localGib"] as const;

/**
 * Makes sure that a node has room.
 *
 * @param attempt - What is attempted, for the error.
 * @param node - The node.
 * @param used - What its instances hold.
 * @param claim - What one more is to hold.
 * @throws {@link DriverError} `INSUFFICIENT_RESOURCES`, naming the first resource that runs short.
 */
export function assertFits(attempt: string, node: NodeRecord, used: Claim, claim: Claim): void {
  for (const resource of RESOURCES) {
    const requested = claim[resource];
    const available = node.capacity[resource] - used[resource];
    if (requested <= available) continue;
    const state = `node "${node.name}" has ${available} ${resource} free and ${requested} are needed`;
    throw new DriverError("INSUFFICIENT_RESOURCES", `Cannot ${attempt}: ${state}`, {
      effect: "none",
      details: { resource, requested, available },
    });
  }
}
