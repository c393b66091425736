// How much of the node instances hold, those included that are just being built.
import { DriverError, type Flavor } from "@virt-driver-kit/spec";

/** The resources that are counted. */
export type Resource = "vcpus" | "memoryMib" | "localGib";

/** A figure for each of them. */
export type Figures = Readonly<Record<Resource, number>>;

const MIB_PER_GIB = 1024;

const RESOURCES: readonly Resource[] = ["vcpus", "memoryMib", "localGib"];

/** The claims on one node. */
export class ResourceClaims {
  readonly #totals: Figures;
  readonly #claims: Map<string, Figures> = new Map();

  /** @param totals - What the node offers in all. */
  constructor(totals: Figures) {
    this.#totals = totals;
  }

  /**
   * What the node offers, and what is claimed of it. A node that was made smaller than its instances offers what they hold.
   */
  read(): { readonly totals: Figures; readonly used: Figures } {
    const used = figures((resource) => this.#used(resource));
    return { totals: figures((resource) => Math.max(this.#totals[resource], used[resource])), used };
  }

  /**
   * Claims what an instance needs.
   *
   * @throws {@link DriverError} `INSUFFICIENT_RESOURCES`, naming the first resource that falls short; nothing is claimed then.
   */
  claim(uuid: string, flavor: Flavor): void {
    const wanted = figuresOf(flavor);
    for (const resource of RESOURCES) {
      const requested = wanted[resource];
      const available = Math.max(0, this.#totals[resource] - this.#used(resource));
      if (requested <= available) continue;
      const message = `Cannot spawn instance "${uuid}": it needs ${requested} ${resource}, and ${available} are free`;
      throw new DriverError("INSUFFICIENT_RESOURCES", message, {
        details: { resource, requested, available },
      });
    }
    this.#claims.set(uuid, wanted);
  }

  /** Counts an instance that is there already, whether it fits or not. */
  count(uuid: string, flavor: Flavor): void {
    this.#claims.set(uuid, figuresOf(flavor));
  }

  /** Gives back what an instance held. */
  release(uuid: string): void {
    this.#claims.delete(uuid);
  }

  #used(resource: Resource): number {
    return [...this.#claims.values()].reduce((sum, claim) => sum + claim[resource], 0);
  }
}

function figuresOf({ vcpus, memoryMib, rootGib, ephemeralGib = 0, swapMib = 0 }: Flavor): Figures {
  return { vcpus, memoryMib, localGib: rootGib + ephemeralGib + Math.ceil(swapMib / MIB_PER_GIB) };
}

function figures(of: (resource: Resource) => number): Figures {
  return { vcpus: of("vcpus"), memoryMib: of("memoryMib"), localGib: of("localGib") };
}
