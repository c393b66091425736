// The checks of the topic `placement`.
import type { Check } from "../../harness/check.ts";
import { cpuPinningChecks } from "./cpu-pinning.ts";
import { cpuTopologyChecks } from "./cpu-topology.ts";
import { firmwareChecks } from "./firmware.ts";
import { kernelChecks } from "./kernels.ts";
import { mediatedDeviceChecks } from "./mediated-devices.ts";
import { memoryEncryptionChecks } from "./memory-encryption.ts";
import { numaCellChecks } from "./numa-cells.ts";
import { pciDeviceChecks } from "./pci-devices.ts";
import { propertiesChecks } from "./properties.ts";
import { tpmChecks } from "./tpm.ts";

/** The checks of the place on its host that a guest is given. */
export const placementChecks: readonly Check[] = [
  ...kernelChecks,
  ...propertiesChecks,
  ...cpuTopologyChecks,
  ...firmwareChecks,
  ...tpmChecks,
  ...memoryEncryptionChecks,
  ...numaCellChecks,
  ...cpuPinningChecks,
  ...pciDeviceChecks,
  ...mediatedDeviceChecks,
];
