/** The devices that each node of the persona `full` has for its guests: a plausible server with two processors. */

import type { HostPciDevice, MediatedDeviceType } from "../site/device-record.ts";

const ADAPTER = "0000:3b:00.0";
const ADAPTER_MAC = "b8:59:9f:3b:00:00";

const VIRTUAL_FUNCTION = {
  vendorId: "15b3",
  productId: "101e",
  deviceType: "virtual-function",
  parentAddress: ADAPTER,
  parentMacAddress: ADAPTER_MAC,
  parentInterface: "enp59s0f0",
  numaCell: 0,
  isLiveMigratable: true,
} as const;

/** A network adapter with two virtual functions beside the first processor, and a flash drive beside the second. */
export const FULL_PCI_DEVICES: readonly HostPciDevice[] = [
  { address: ADAPTER, vendorId: "15b3", productId: "101d", deviceType: "physical-function", numaCell: 0 },
  { ...VIRTUAL_FUNCTION, address: "0000:3b:00.2", virtualFunctionNumber: 0 },
  { ...VIRTUAL_FUNCTION, address: "0000:3b:00.3", virtualFunctionNumber: 1 },
  { address: "0000:af:00.0", vendorId: "8086", productId: "0a54", deviceType: "standard", numaCell: 1 },
];

/** A graphics card beside each processor, divided into four. */
export const FULL_MEDIATED_DEVICES: readonly MediatedDeviceType[] = [
  { parentAddress: "0000:5e:00.0", type: "nvidia-232", total: 4 },
  { parentAddress: "0000:d8:00.0", type: "nvidia-232", total: 4 },
];
