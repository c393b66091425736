/**
 * Puts the providers that a node should have into the tree that the caller has.
 *
 * @see Requirements `updateProviderTree/returns-one-tree`, `updateProviderTree/is-repeatable`, `updateProviderTree/spares-what-others-own`,
 *   `updateProviderTree/asks-before-it-moves-inventory`
 */

import {
  DriverError,
  type Inventory,
  type ResourceProvider,
  type UpdateProviderTreeParams,
  type UpdateProviderTreeResult,
} from "@virt-driver-kit/spec";
import { deviceHolders, mediatedDevicesOf } from "../../site/host-devices.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { movedInventories, moveAllocations } from "./move-allocations.ts";
import { type OwnProvider, ownProviders } from "./provider-tree.ts";

/**
 * Tells what a node's tree of resource providers should be.
 *
 * @param attempt - What is attempted, for the errors.
 * @param node - The node.
 * @param params - The tree that the caller has.
 * @throws {@link DriverError} `RESHAPE_NEEDED` if inventory has to move and no allocations are given, `RESHAPE_FAILED` if one of those given
 *   has no place in the new tree.
 */
export function updateProviderTree(
  context: DriverContext,
  attempt: string,
  node: NodeRecord,
  { providers: given, sharingProviders = [], allocations }: UpdateProviderTreeParams,
): UpdateProviderTreeResult {
  const own = ownProviders(context, node, isDiskShared(node, given, sharingProviders));
  const moved = movedInventories(given, own);
  const providers = [...own.map((provider) => ownInTree(node, provider, given)), ...keptOf(given, own)];
  if (allocations === undefined) {
    if (moved.length === 0) return { providers };
    const [first] = moved;
    const state = `${first?.resourceClass} has to move away from provider "${first?.from.name}"`;
    throw new DriverError("RESHAPE_NEEDED", `Cannot ${attempt}: ${state}; ask again with all allocations on the tree`, {
      effect: "none",
      details: { node: node.uuid },
    });
  }
  const holdings = heldDevices(context, node);
  const reshape = { attempt, node: node.uuid, given, moved, providers, holdings };
  return { providers, allocations: moveAllocations(reshape, allocations) };
}

/** Whether the node's disk is offered by a provider outside the tree that shares an aggregate with the root. */
function isDiskShared(
  { uuid }: NodeRecord,
  given: readonly ResourceProvider[],
  sharing: readonly ResourceProvider[],
): boolean {
  const groups = given.find((provider) => provider.uuid === uuid)?.aggregates ?? [];
  return sharing.some(
    ({ inventories, aggregates = [] }) =>
      inventories.some(({ resourceClass }) => resourceClass === "DISK_GB") &&
      aggregates.some((group) => groups.includes(group)),
  );
}

/** A provider of the driver's with what the caller has set on it. */
function ownInTree(node: NodeRecord, own: OwnProvider, given: readonly ResourceProvider[]): ResourceProvider {
  const known = given.find(({ uuid }) => uuid === own.uuid);
  const ratioOf = ({ resourceClass, allocationRatio }: Inventory): number =>
    known?.inventories.find((inventory) => inventory.resourceClass === resourceClass)?.allocationRatio ??
    allocationRatio;
  return {
    ...own,
    ...(own.uuid === node.uuid ? {} : { parentUuid: node.uuid }),
    owner: "driver",
    inventories: own.inventories.map((inventory) => ({ ...inventory, allocationRatio: ratioOf(inventory) })),
    traits: [...new Set([...(known?.traits ?? []), ...own.traits])],
    ...(known?.aggregates === undefined ? {} : { aggregates: known.aggregates }),
  };
}

/**
 * The rest of the tree: what others own, as it is, and providers of the driver's that it has no use for any more but on which others have
 * built.
 */
function keptOf(given: readonly ResourceProvider[], own: readonly OwnProvider[]): ResourceProvider[] {
  const rest = given.filter(({ uuid }) => own.every((provider) => provider.uuid !== uuid));
  const kept = new Set(rest.filter(({ owner }) => owner !== "driver"));
  for (const provider of kept) {
    const parent = rest.find(({ uuid }) => uuid === provider.parentUuid);
    if (parent !== undefined) kept.add(parent);
  }
  return rest
    .filter((provider) => kept.has(provider))
    .map((provider) => (provider.owner === "driver" ? { ...provider, inventories: [] } : provider));
}

/** The providers of the mediated devices that each instance has, one for each device. */
function heldDevices({ hypervisor }: DriverContext, node: NodeRecord): ReadonlyMap<string, readonly string[]> {
  const holders = deviceHolders(hypervisor.host, node.uuid);
  const held = new Map<string, string[]>();
  for (const { uuid, resourceProvider } of mediatedDevicesOf(node)) {
    const holder = holders.get(uuid);
    if (holder !== undefined) held.set(holder, [...(held.get(holder) ?? []), resourceProvider]);
  }
  return held;
}
