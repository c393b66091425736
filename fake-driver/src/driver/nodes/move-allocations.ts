/**
 * Moves allocations after the inventory that they are made of.
 *
 * @see Requirement `updateProviderTree/moves-allocations-with-inventory`
 */

import { type Allocation, type ConsumerAllocations, DriverError, type ResourceProvider } from "@virt-driver-kit/spec";
import type { OwnProvider } from "./provider-tree.ts";

/** A kind of resource that a provider of the driver's no longer offers, and others of the driver's do. */
export interface MovedInventory {
  readonly resourceClass: string;
  readonly from: ResourceProvider;
  /** The uuids of those that offer it now. */
  readonly to: readonly string[];
}

/** What allocations are moved within. */
export interface Reshape {
  /** For errors. */
  readonly attempt: string;
  readonly node: string;
  /** The tree as the caller has it. */
  readonly given: readonly ResourceProvider[];
  readonly moved: readonly MovedInventory[];
  /** The tree as it will be. */
  readonly providers: readonly ResourceProvider[];
  /** Which providers the devices of each instance belong to, one entry for each device. */
  readonly holdings: ReadonlyMap<string, readonly string[]>;
}

const offers = ({ inventories }: OwnProvider, resourceClass: string): boolean =>
  inventories.some((inventory) => inventory.resourceClass === resourceClass);

/** Finds the inventories that leave one provider of the driver's for others. */
export function movedInventories(given: readonly ResourceProvider[], own: readonly OwnProvider[]): MovedInventory[] {
  return given
    .filter(({ owner }) => owner === "driver")
    .flatMap((from) =>
      from.inventories.flatMap(({ resourceClass }) => {
        const offering = own.filter((provider) => offers(provider, resourceClass)).map(({ uuid }) => uuid);
        const isMoved = offering.length > 0 && !offering.includes(from.uuid);
        return isMoved ? [{ resourceClass, from, to: offering }] : [];
      }),
    );
}

/**
 * Moves allocations. What is held of inventory that stays comes back as it was.
 *
 * @throws {@link DriverError} `RESHAPE_FAILED` for an allocation that no provider has room for.
 */
export function moveAllocations(reshape: Reshape, consumers: readonly ConsumerAllocations[]): ConsumerAllocations[] {
  const free = new FreeRoom(reshape, consumers);
  return consumers.map((consumer) => {
    const allocations = consumer.allocations.flatMap((allocation) => divided(reshape, free, consumer, allocation));
    return { ...consumer, allocations: merged(allocations) };
  });
}

/** One allocation as it will be: what stays, and each amount that moves with where it goes. */
function divided(
  reshape: Reshape,
  free: FreeRoom,
  consumer: ConsumerAllocations,
  { providerUuid, resources }: Allocation,
): Allocation[] {
  const moveOf = (resourceClass: string): MovedInventory | undefined =>
    reshape.moved.find((moved) => moved.from.uuid === providerUuid && moved.resourceClass === resourceClass);
  const staying = resources.filter(({ resourceClass }) => moveOf(resourceClass) === undefined);
  const isOfTree = reshape.given.some(({ uuid }) => uuid === providerUuid);
  const lost = isOfTree && staying.find(({ resourceClass }) => !free.isOffered(providerUuid, resourceClass));
  if (lost) throw noPlace(reshape, consumer, lost.resourceClass);
  const going = resources.flatMap(({ resourceClass, amount }): Allocation[] => {
    const move = moveOf(resourceClass);
    if (move === undefined) return [];
    const held = reshape.holdings.get(consumer.instanceUuid ?? consumer.consumerUuid) ?? [];
    const places = free.take(resourceClass, amount, move.to, held);
    if (places === undefined) throw noPlace(reshape, consumer, resourceClass);
    return [...places].map(([uuid, part]) => ({ providerUuid: uuid, resources: [{ resourceClass, amount: part }] }));
  });
  return staying.length > 0 ? [{ providerUuid, resources: staying }, ...going] : going;
}

/** One entry for each provider, and in it one for each kind of resource. */
function merged(allocations: readonly Allocation[]): Allocation[] {
  const byProvider = new Map<string, Map<string, number>>();
  for (const { providerUuid, resources } of allocations) {
    const amounts = byProvider.get(providerUuid) ?? new Map<string, number>();
    byProvider.set(providerUuid, amounts);
    for (const { resourceClass, amount } of resources) {
      amounts.set(resourceClass, (amounts.get(resourceClass) ?? 0) + amount);
    }
  }
  return [...byProvider].map(([providerUuid, amounts]) => ({
    providerUuid,
    resources: [...amounts].map(([resourceClass, amount]) => ({ resourceClass, amount })),
  }));
}

/** What is free of the inventories that allocations move to. */
class FreeRoom {
  readonly #free = new Map<string, number>();

  constructor({ providers }: Reshape, consumers: readonly ConsumerAllocations[]) {
    for (const { uuid, inventories } of providers) {
      for (const { resourceClass, total, reserved, allocationRatio } of inventories) {
        this.#free.set(`${uuid}/${resourceClass}`, Math.floor((total - reserved) * allocationRatio));
      }
    }
    for (const { providerUuid, resources } of consumers.flatMap(({ allocations }) => allocations)) {
      for (const { resourceClass, amount } of resources) this.#add(providerUuid, resourceClass, -amount);
    }
  }

  /** Whether a provider offers a kind of resource at all. */
  isOffered(provider: string, resourceClass: string): boolean {
    return this.#free.has(`${provider}/${resourceClass}`);
  }

  /**
   * Takes an amount: first from the providers whose devices the consumer has, one of each device, then from the first with room for the rest.
   *
   * @returns How much of which provider; undefined if there is no room.
   */
  take(
    resourceClass: string,
    amount: number,
    from: readonly string[],
    held: readonly string[],
  ): ReadonlyMap<string, number> | undefined {
    const taken = new Map<string, number>();
    const note = (provider: string, part: number): void => {
      taken.set(provider, (taken.get(provider) ?? 0) + part);
      this.#add(provider, resourceClass, -part);
    };
    let left = amount;
    for (const provider of held) {
      if (left === 0 || !from.includes(provider)) continue;
      note(provider, 1);
      left -= 1;
    }
    for (const provider of from) {
      const part = Math.min(left, Math.max(0, this.#free.get(`${provider}/${resourceClass}`) ?? 0));
      if (part === 0) continue;
      note(provider, part);
      left -= part;
    }
    return left === 0 ? taken : undefined;
  }

  #add(provider: string, resourceClass: string, amount: number): void {
    const key = `${provider}/${resourceClass}`;
    const before = this.#free.get(key);
    if (before !== undefined) this.#free.set(key, before + amount);
  }
}

function noPlace(
  { attempt, node }: Reshape,
  { consumerUuid }: ConsumerAllocations,
  resourceClass: string,
): DriverError {
  const problem = `no provider of the new tree has room for the ${resourceClass} of consumer "${consumerUuid}"`;
  return new DriverError("RESHAPE_FAILED", `Cannot ${attempt}: ${problem}`, {
    effect: "none",
    details: { node, problem },
  });
}
