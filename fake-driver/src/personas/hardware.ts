/** The machine under a persona. */

import type { Architecture, Capability } from "@virt-driver-kit/spec";
import type { HardwareModel, HostCpu } from "../site/node-record.ts";
import type { NumaModel } from "../site/numa-cell.ts";
import { FULL_MEDIATED_DEVICES, FULL_PCI_DEVICES } from "./full-devices.ts";
import { MAINFRAME_MACHINE, USUAL_MACHINE } from "./usual-machine.ts";

/** Two sockets, half of whose cores and a quarter of whose memory are set aside for guests that ask for their own. */
const NUMA: NumaModel = {
  cells: 2,
  threadsPerCore: 2,
  dedicatedPart: 1 / 2,
  smallPageKib: 4,
  hugePages: [
    { sizeKib: 2048, part: 1 / 8 },
    { sizeKib: 1_048_576, part: 1 / 8 },
  ],
};

const X86_CPU: HostCpu = {
  vendor: "AMD",
  model: "EPYC-Milan",
  features: ["aes", "avx", "avx2", "sse4_1", "sse4_2", "svm"],
  physicalAddressBits: 48,
  frequencyMhz: 2600,
};

const MAINFRAME_CPU: HostCpu = {
  vendor: "IBM",
  model: "gen16a",
  features: [],
  physicalAddressBits: 64,
  frequencyMhz: 5200,
};

/**
 * The hardware of a persona's nodes: the parts that its capabilities make visible.
 *
 * @param capabilities - What the persona offers.
 * @param architecture - The architecture of its nodes. All but the mainframe's have the same processors.
 */
export function hardwareFor(capabilities: readonly Capability[], architecture: Architecture): HardwareModel {
  const isMainframe = architecture === "s390x";
  return {
    cpu: isMainframe ? MAINFRAME_CPU : X86_CPU,
    machine: isMainframe ? MAINFRAME_MACHINE : USUAL_MACHINE,
    numa: capabilities.includes("supportsNuma") ? NUMA : null,
    pciDevices: capabilities.includes("supportsPciPassthrough") ? FULL_PCI_DEVICES : [],
    mediatedDeviceTypes: capabilities.includes("supportsMediatedDevices") ? FULL_MEDIATED_DEVICES : [],
  };
}
