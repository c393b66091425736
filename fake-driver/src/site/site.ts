/**
 * The simulated site: hosts, the stores that they share, the storage network, and the time that passes for all of them.
 */

import type { VirtualClock } from "../clock/virtual-clock.ts";
import { blankContents } from "../contents/contents.ts";
import type { ContentStore } from "../contents/content-store.ts";
import type { Hypervisor } from "../hypervisor/hypervisor.ts";
import { Network } from "./network.ts";
import type { ImageTransferTrouble } from "./image-record.ts";
import type { ChangeListener, Pool } from "./pool.ts";
import type { NetworkVolume } from "./volume-record.ts";

/** How large a volume in the storage network is that is met for the first time, in bytes. */
const NEW_VOLUME_BYTES = 2 ** 30;

/** What a {@link Site} is made of. */
export interface SiteOptions {
  readonly clock: VirtualClock;
  readonly seed: number;
  readonly contents: ContentStore;
  readonly pools: readonly Pool[];
  readonly volumes: readonly NetworkVolume[];
  /** Hears of every change. */
  readonly listener: ChangeListener;
  /** Has what changed since the last call stored, all of it or nothing. */
  readonly commit: () => void;
}

/** Hosts that can reach each other. */
export class Site {
  readonly clock: VirtualClock;
  readonly seed: number;
  readonly contents: ContentStore;
  readonly pools: readonly Pool[];
  /** The network between its hosts. What was cut is whole again when the site is opened anew. */
  readonly network: Network = new Network();
  /** One hypervisor for each host. */
  readonly hypervisors: Hypervisor[] = [];
  /** Has what changed since the last call stored, all of it or nothing. Called at the end of each step. */
  readonly commit: () => void;
  /** Ids of volumes whose back end does not answer: they can be neither connected nor disconnected. */
  readonly lostVolumes: Set<string> = new Set();
  /** Ids of shares that their servers, which answer, know no more. */
  readonly lostShares: Set<string> = new Set();
  /** What the next transfers of images meet, in the order in which it was set. */
  readonly imageTransferFaults: ImageTransferTrouble[] = [];
  /** Ids of stores that have no room left. */
  readonly fullStores: Set<string> = new Set();
  readonly #volumes: Map<string, NetworkVolume>;
  readonly #listener: ChangeListener;

  constructor({ clock, seed, contents, pools, volumes, listener, commit }: SiteOptions) {
    this.clock = clock;
    this.seed = seed;
    this.contents = contents;
    this.pools = pools;
    this.commit = commit;
    this.#listener = listener;
    this.#volumes = new Map(volumes.map((volume) => [volume.place, volume]));
  }

  /** Finds the hypervisor that has a node. */
  hypervisorOf(node: string): Hypervisor | undefined {
    return this.hypervisors.find(({ inside }) => inside.node(node) !== undefined);
  }

  /**
   * The volume at a place in the storage network. One that nobody has met before is there, and blank.
   *
   * @param keyDigest - Digest of the key with which one that is met for the first time is encrypted; null for one in the clear.
   */
  volume(place: string, keyDigest: string | null = null): NetworkVolume {
    const known = this.#volumes.get(place);
    if (known !== undefined) return known;
    const volume: NetworkVolume = { place, contents: blankContents(NEW_VOLUME_BYTES), keyDigest };
    this.#volumes.set(place, volume);
    return volume;
  }

  /** Has a volume stored. Called after every change to one. */
  volumeChanged(volume: NetworkVolume): void {
    this.#listener(`volume/${volume.place}`, volume);
  }
}
