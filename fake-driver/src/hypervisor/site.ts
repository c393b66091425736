/**
 * All that the simulated hypervisor holds: nodes, instances and disks. Plain data with its book-keeping; nothing here takes time or fails.
 */

import type { DiskRecord } from "./disk-record.ts";
import type { Claim, InstanceRecord } from "./instance-record.ts";
import type { NodeRecord } from "./node-record.ts";

/** Everything that is stored under one uuid: the instance, if it is there, and the disks of that uuid, on whichever nodes. */
export interface Holding {
  readonly instance: InstanceRecord | null;
  readonly disks: readonly DiskRecord[];
}

/** Hears of every change, so that it can be stored. */
export type HoldingListener = (uuid: string, holding: Holding) => void;

/** What a site can begin with. */
export interface SiteContents {
  readonly instances: readonly InstanceRecord[];
  readonly disks: readonly DiskRecord[];
  /** The serial of the newest instance ever. */
  readonly lastSerial: number;
}

const EMPTY: SiteContents = { instances: [], disks: [], lastSerial: 0 };

const NOTHING: Claim = { vcpus: 0, memoryMib: 0, localGib: 0 };

/** The nodes of a hypervisor and what is on them. */
export class Site {
  readonly nodes: readonly NodeRecord[];
  readonly #instances = new Map<string, InstanceRecord>();
  readonly #disks = new Map<string, DiskRecord[]>();
  readonly #used = new Map<string, Claim>();
  readonly #listener: HoldingListener;
  #lastSerial: number;

  /**
   * @param nodes - Its nodes.
   * @param listener - Hears of every change from here on.
   * @param contents - What is on the nodes to begin with, instances by rising serial.
   */
  constructor(nodes: readonly NodeRecord[], listener: HoldingListener, contents: SiteContents = EMPTY) {
    this.nodes = nodes;
    this.#listener = listener;
    this.#lastSerial = contents.lastSerial;
    for (const record of contents.instances) {
      this.#instances.set(record.uuid, record);
      this.#count(record, 1);
    }
    for (const disk of contents.disks) this.#disks.set(disk.instanceUuid, [...this.disks(disk.instanceUuid), disk]);
  }

  /** The instances, in the order in which they were made. */
  get instances(): Iterable<InstanceRecord> {
    return this.#instances.values();
  }

  /** The serial of the newest instance ever; 0 before the first. */
  get lastSerial(): number {
    return this.#lastSerial;
  }

  /** Gives out the serial of a new instance. */
  nextSerial(): number {
    this.#lastSerial += 1;
    return this.#lastSerial;
  }

  /** Finds a node by its uuid. */
  node(uuid: string): NodeRecord | undefined {
    return this.nodes.find((node) => node.uuid === uuid);
  }

  /** Finds an instance by its uuid. */
  instance(uuid: string): InstanceRecord | undefined {
    return this.#instances.get(uuid);
  }

  /** Finds the disks of a uuid, also when the instance is gone. */
  disks(uuid: string): readonly DiskRecord[] {
    return this.#disks.get(uuid) ?? [];
  }

  /** Finds the disk of a uuid on one node. */
  disk(uuid: string, node: string): DiskRecord | undefined {
    return this.disks(uuid).find((disk) => disk.node === node);
  }

  /** Sums up what the instances on a node hold. Disks that were kept without an instance are not counted. */
  used(node: string): Claim {
    return this.#used.get(node) ?? NOTHING;
  }

  /** Puts an instance in, with its claim on the node. */
  addInstance(record: InstanceRecord): void {
    this.#instances.set(record.uuid, record);
    this.#count(record, 1);
    this.changed(record.uuid);
  }

  /** Takes an instance out, with its claim. Its disks stay. */
  removeInstance(record: InstanceRecord): void {
    this.#instances.delete(record.uuid);
    this.#count(record, -1);
    this.changed(record.uuid);
  }

  /**
   * Takes an instance that was never finished out, with the disk that was made for it. A disk kept from before its spawn stays.
   */
  discard(record: InstanceRecord): void {
    const disk = this.disk(record.uuid, record.node);
    if (disk?.isKept === false) this.removeDisk(disk);
    this.removeInstance(record);
  }

  /** Takes back every instance that was still being built when the last run of the driver ended: nobody is left to finish it. */
  discardUnfinished(): void {
    for (const record of this.instances) if (record.powerState === "pending") this.discard(record);
  }

  /** Puts a disk in. */
  addDisk(disk: DiskRecord): void {
    this.#disks.set(disk.instanceUuid, [...this.disks(disk.instanceUuid), disk]);
    this.changed(disk.instanceUuid);
  }

  /** Takes a disk out. */
  removeDisk(disk: DiskRecord): void {
    const others = this.disks(disk.instanceUuid).filter((other) => other !== disk);
    if (others.length > 0) this.#disks.set(disk.instanceUuid, others);
    else this.#disks.delete(disk.instanceUuid);
    this.changed(disk.instanceUuid);
  }

  /** Has what is held under a uuid stored. Called after every change to a record. */
  changed(uuid: string): void {
    this.#listener(uuid, { instance: this.instance(uuid) ?? null, disks: this.disks(uuid) });
  }

  #count({ node, claim }: InstanceRecord, sign: 1 | -1): void {
    const used = this.used(node);
    this.#used.set(node, {
      vcpus: used.vcpus + sign * claim.vcpus,
      memoryMib: used.memoryMib + sign * claim.memoryMib,
      localGib: used.localGib + sign * claim.localGib,
    });
  }
}
