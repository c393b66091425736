/** Network interfaces as the network service would describe them. */

import { randomUUID } from "node:crypto";
import type { NetworkInterface, VifBinding } from "@virt-driver-kit/spec";

/** Makes an interface on a bridge, or wired as a test wants it. Each has a port and an address of its own. */
export function networkInterface(
  binding: VifBinding = { vifType: "ovs", bridgeName: "br-int" },
  changes: Partial<NetworkInterface> = {},
): NetworkInterface {
  const portId = randomUUID();
  return {
    portId,
    macAddress: `fa:16:3e:${portId.slice(0, 2)}:${portId.slice(2, 4)}:${portId.slice(4, 6)}`,
    network: { id: randomUUID(), subnets: [] },
    binding,
    ...changes,
  };
}
