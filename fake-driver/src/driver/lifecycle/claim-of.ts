import type { Flavor } from "@virt-driver-kit/spec";
import type { Claim } from "../../site/claim.ts";

const MIB_PER_GIB = 1024;

/**
 * Tells what an instance holds of its node: the figures of its flavor, whole.
 *
 * @param flavor - Its flavor.
 * @param hasRootVolume - Whether its root disk is a volume, which takes no room on the node.
 * @see Requirements `resources/instances-count-whole`, `block-devices/boots-from-the-root-volume`
 */
export function claimOf(flavor: Flavor, hasRootVolume: boolean): Claim {
  const { vcpus, memoryMib, rootGib, ephemeralGib = 0, swapMib = 0 } = flavor;
  const swapGib = Math.ceil(swapMib / MIB_PER_GIB);
  return { vcpus, memoryMib, localGib: (hasRootVolume ? 0 : rootGib) + ephemeralGib + swapGib };
}
