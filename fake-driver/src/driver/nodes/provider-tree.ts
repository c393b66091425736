/** The resource providers that a node should have, as the driver sees it alone. */

import type { Inventory, MemoryEncryptionModel, ResourceProvider } from "@virt-driver-kit/spec";
import { deviceProvider, MEDIATED_DEVICE_CLASS, mediatedDevicesOf } from "../../site/host-devices.ts";
import { type NodeRecord, uuidOf } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";

/** A provider of the driver's: what it decides on. */
export type OwnProvider = Pick<ResourceProvider, "uuid" | "name" | "inventories" | "traits">;

/** How placement names the features that the hypervisor names. */
const FEATURE_TRAITS: Readonly<Record<string, string>> = {
  aes: "HW_CPU_X86_AESNI",
  avx: "HW_CPU_X86_AVX",
  avx2: "HW_CPU_X86_AVX2",
  sse4_1: "HW_CPU_X86_SSE41",
  sse4_2: "HW_CPU_X86_SSE42",
  svm: "HW_CPU_X86_SVM",
};

/** How placement names ways to encrypt memory. */
const ENCRYPTION_TRAITS: Readonly<Partial<Record<MemoryEncryptionModel, string>>> = {
  "amd-sev": "HW_CPU_X86_AMD_SEV",
  "amd-sev-es": "HW_CPU_X86_AMD_SEV_ES",
  "amd-sev-snp": "HW_CPU_X86_AMD_SEV_SNP",
};

/**
 * Describes the providers of a node: the node itself, and below it one for each way to encrypt memory and for each device that is divided.
 *
 * @param context - The driver's surroundings.
 * @param node - The node.
 * @param isDiskShared - Whether a sharing provider offers the node's disk. The node then offers none.
 * @returns The providers, the root first.
 */
export function ownProviders(
  { capabilities }: Pick<DriverContext, "capabilities">,
  node: NodeRecord,
  isDiskShared: boolean,
): OwnProvider[] {
  const encryption = capabilities.supportsMemoryEncryption === true ? encryptionProviders(node) : [];
  const devices = capabilities.supportsMediatedDevices === true ? deviceProviders(node) : [];
  return [rootProvider(node, capabilities.supportsCpuPinning === true, isDiskShared), ...encryption, ...devices];
}

function rootProvider(
  { uuid, name, capacity, hardware }: NodeRecord,
  canPin: boolean,
  isDiskShared: boolean,
): OwnProvider {
  const dedicated = canPin ? hardware.cells.reduce((sum, { dedicatedCpus }) => sum + dedicatedCpus.length, 0) : 0;
  return {
    uuid,
    name,
    inventories: [
      ...inventoryOf("VCPU", capacity.vcpus - dedicated),
      ...inventoryOf("PCPU", dedicated),
      ...inventoryOf("MEMORY_MB", capacity.memoryMib),
      ...inventoryOf("DISK_GB", isDiskShared ? 0 : capacity.localGib),
    ],
    traits: hardware.cpu.features.flatMap((feature) => FEATURE_TRAITS[feature] ?? []),
  };
}

function encryptionProviders({ uuid, name, hardware }: NodeRecord): OwnProvider[] {
  return hardware.machine.memoryEncryption.map(({ model, total }) => ({
    uuid: uuidOf(`provider/${uuid}/${model}`),
    name: `${name}_${model}`,
    inventories: inventoryOf("MEM_ENCRYPTION_CONTEXT", total, 1),
    traits: [ENCRYPTION_TRAITS[model] ?? []].flat(),
  }));
}

function deviceProviders(node: NodeRecord): OwnProvider[] {
  const devices = mediatedDevicesOf(node);
  const parents = [...new Set(devices.map(({ parentAddress }) => parentAddress))];
  return parents.map((parent) => {
    const total = devices.filter(({ parentAddress }) => parentAddress === parent).length;
    return { ...deviceProvider(node, parent), inventories: inventoryOf(MEDIATED_DEVICE_CLASS, total), traits: [] };
  });
}

/** The inventory of one kind of resource; none of a kind that there is nothing of. Nothing is promised more than once. */
function inventoryOf(resourceClass: string, total: number, maxUnit: number = total): Inventory[] {
  if (total === 0) return [];
  return [{ resourceClass, total, reserved: 0, minUnit: 1, maxUnit, step: 1, allocationRatio: 1 }];
}
