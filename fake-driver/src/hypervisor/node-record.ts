/** A node of the simulated hypervisor. */

import { createHash } from "node:crypto";
import type { Claim } from "./instance-record.ts";

/** A node: its identity and what it has in all. */
export interface NodeRecord {
  readonly uuid: string;
  readonly name: string;
  readonly capacity: Claim;
}

/**
 * Makes the nodes of a hypervisor. The same seed gives the same identities at every start.
 *
 * @param count - How many.
 * @param capacity - What each has in all.
 * @param seed - Sets one hypervisor's nodes apart from another's.
 */
export function makeNodes(count: number, capacity: Claim, seed: number): readonly NodeRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `fake-node-${index + 1}`;
    return { uuid: uuidOf(`vdk-fake-driver/${seed}/${name}`), name, capacity };
  });
}

/** A uuid of version 8 (free form) whose bits come from a digest of the text. */
function uuidOf(text: string): string {
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
