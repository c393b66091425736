/** The mediated devices that instances hold because of their allocations. */

import { type Allocation, DriverError } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { HostMediatedDevice } from "../../site/device-record.ts";
import type { Host } from "../../site/host.ts";
import { deviceHolders, MEDIATED_DEVICE_CLASS, mediatedDevicesOf } from "../../site/host-devices.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import type { Claimant } from "./assert-device.ts";

type Hosts = Pick<Host, "record" | "node" | "instance" | "instancesOn">;

/**
 * Refuses allocations that cannot be met.
 *
 * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` if a resource provider has fewer mediated devices for the claimant than it has been
 *   promised, or is none of the node's.
 */
export function refuseAllocations(
  about: Pick<Attempt, "attempt">,
  host: Hosts,
  claimant: Claimant,
  allocations: readonly Allocation[],
): void {
  const held = host.instance(claimant.instanceUuid)?.mediatedDevices ?? [];
  for (const [provider, requested] of wantedOf(allocations)) {
    const available =
      held.filter(({ resourceProvider }) => resourceProvider === provider).length +
      freeMediatedDevices(host, claimant.node, provider).length;
    if (requested > available) throw tooFew(about, provider, requested, available);
  }
}

/**
 * Makes an instance hold as many mediated devices of each resource provider as its allocations say. It keeps those that it holds, as far
 * as they go.
 *
 * @throws {@link DriverError} `INSUFFICIENT_RESOURCES`, or what a step throws.
 */
export async function claimMediatedDevices(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  allocations: readonly Allocation[],
): Promise<void> {
  const { host } = hypervisor;
  const wanted = wantedOf(allocations);
  const heldOf = (provider: string) =>
    record.mediatedDevices.filter(({ resourceProvider }) => resourceProvider === provider);
  const providers = new Set([...record.mediatedDevices.map((device) => device.resourceProvider), ...wanted.keys()]);
  for (const provider of providers) {
    const count = wanted.get(provider) ?? 0;
    for (const { uuid } of heldOf(provider).slice(count)) {
      await hypervisor.change("releaseDevice", step, () => {
        record.mediatedDevices = record.mediatedDevices.filter((device) => device.uuid !== uuid);
        host.changed(record);
      });
    }
    for (let have = heldOf(provider).length; have < count; have += 1) {
      await hypervisor.change("claimDevice", step, () => {
        const [device] = freeMediatedDevices(host, record.node, provider);
        if (device === undefined) throw tooFew(step, provider, count, have);
        record.mediatedDevices.push({ ...device, isInGuest: true });
        host.changed(record);
      });
    }
  }
}

/** The mediated devices of a node that nobody holds, in their order; of one resource provider if that is given. */
export function freeMediatedDevices(
  host: Pick<Host, "record" | "node" | "instancesOn">,
  node: string,
  provider?: string,
): readonly HostMediatedDevice[] {
  const nodeRecord = host.node(node);
  if (nodeRecord === undefined) return [];
  const holders = deviceHolders(host, node);
  return mediatedDevicesOf(nodeRecord).filter(
    ({ uuid, resourceProvider }) => !holders.has(uuid) && (provider === undefined || provider === resourceProvider),
  );
}

/** How many mediated devices allocations promise, by resource provider. Other kinds of resource are not devices. */
function wantedOf(allocations: readonly Allocation[]): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const { providerUuid, resources } of allocations) {
    for (const { resourceClass, amount } of resources) {
      if (resourceClass !== MEDIATED_DEVICE_CLASS) continue;
      wanted.set(providerUuid, (wanted.get(providerUuid) ?? 0) + amount);
    }
  }
  return wanted;
}

function tooFew(
  { attempt }: { readonly attempt: string },
  provider: string,
  requested: number,
  available: number,
): DriverError {
  const state = `resource provider "${provider}" has ${available} mediated devices for it and ${requested} are allocated`;
  return new DriverError("INSUFFICIENT_RESOURCES", `Cannot ${attempt}: ${state}`, {
    effect: "none",
    details: { resource: "mediatedDevices", requested, available },
  });
}
