/** A store for disks: one node's own, or one that several nodes and hosts reach. */

import type { CachedImage } from "./image-record.ts";
import type { DiskRecord } from "./disk-record.ts";

/** Hears of each change: the key under which something is stored, and its new value; undefined for none. */
export type ChangeListener = (key: string, value: object | undefined) => void;

/** A store with what lies in it. */
export class Pool {
  readonly id: string;
  /** What fits, in bytes. Disks are thin: this counts what they allocate. */
  readonly capacityBytes: number;
  /** Whether several nodes reach it. */
  readonly isShared: boolean;
  /** Images fetched for later disks. Changed in place; call {@link Pool.changed} afterwards. */
  readonly images: CachedImage[] = [];
  /** Probes that drivers leave to find out whether others reach this store: token by location. Changed in place, likewise. */
  readonly probes: Record<string, string> = {};
  readonly #disks = new Map<string, readonly DiskRecord[]>();
  /** How much the disks of each uuid take, in bytes, and all together. */
  readonly #taken = new Map<string, number>();
  #takenByDisks = 0;
  readonly #listener: ChangeListener;

  constructor(settings: Pick<Pool, "id" | "capacityBytes" | "isShared">, listener: ChangeListener) {
    this.id = settings.id;
    this.capacityBytes = settings.capacityBytes;
    this.isShared = settings.isShared;
    this.#listener = listener;
  }

  /** Puts in what an earlier run left, without telling the listener. */
  fill(disks: readonly DiskRecord[], rest: Pick<Pool, "images" | "probes"> | undefined): void {
    for (const disk of disks) this.#disks.set(disk.instanceUuid, [...this.disks(disk.instanceUuid), disk]);
    for (const uuid of this.#disks.keys()) this.#measure(uuid);
    this.images.push(...(rest?.images ?? []));
    Object.assign(this.probes, rest?.probes);
  }

  /** Finds the disks of a uuid, also when the instance is gone. */
  disks(uuid: string): readonly DiskRecord[] {
    return this.#disks.get(uuid) ?? [];
  }

  /** Finds a disk of a uuid by its name. */
  disk(uuid: string, name: string): DiskRecord | undefined {
    return this.disks(uuid).find((disk) => disk.name === name);
  }

  /** All disks. */
  *allDisks(): Iterable<DiskRecord> {
    for (const disks of this.#disks.values()) yield* disks;
  }

  /** How much of it is taken, by disks and cached images, in bytes. */
  get allocatedBytes(): number {
    return this.images.reduce((sum, { sizeBytes }) => sum + sizeBytes, this.#takenByDisks);
  }

  /** How much of it is free, in bytes; 0 where more is taken than there is. */
  get freeBytes(): number {
    return Math.max(0, this.capacityBytes - this.allocatedBytes);
  }

  /** Puts a disk in, in place of one of the same name. */
  addDisk(disk: DiskRecord): void {
    const others = this.disks(disk.instanceUuid).filter(({ name }) => name !== disk.name);
    this.#disks.set(disk.instanceUuid, [...others, disk]);
    this.disksChanged(disk.instanceUuid);
  }

  /** Takes a disk out. One that is not there is no error. */
  removeDisk({ instanceUuid, name }: Pick<DiskRecord, "instanceUuid" | "name">): void {
    const others = this.disks(instanceUuid).filter((other) => other.name !== name);
    if (others.length > 0) this.#disks.set(instanceUuid, others);
    else this.#disks.delete(instanceUuid);
    this.disksChanged(instanceUuid);
  }

  /** Has the disks of a uuid stored. Called after every change to one. */
  disksChanged(uuid: string): void {
    this.#measure(uuid);
    this.#listener(`disks/${this.id}/${uuid}`, this.#disks.get(uuid));
  }

  #measure(uuid: string): void {
    const bytes = this.disks(uuid).reduce((sum, { allocatedBytes }) => sum + allocatedBytes, 0);
    this.#takenByDisks += bytes - (this.#taken.get(uuid) ?? 0);
    if (bytes > 0) this.#taken.set(uuid, bytes);
    else this.#taken.delete(uuid);
  }

  /** Has images and probes stored. Called after every change to them. */
  changed(): void {
    this.#listener(`pool/${this.id}`, { images: this.images, probes: this.probes });
  }
}
