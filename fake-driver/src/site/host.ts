/**
 * All that one host of the simulated site holds: nodes, instances, and what its driver connected and plugged. Data with its book-keeping;
 * nothing here takes time or fails.
 */

import { addClaims, type Claim, NO_CLAIM } from "./claim.ts";
import { CpuTime, type CpuTimeRecord } from "./cpu-time.ts";
import type { DiskRecord } from "./disk-record.ts";
import { type HostRecord, newHostRecord, type NodeCondition } from "./host-record.ts";
import type { InstanceRecord } from "./instance-record.ts";
import type { NodeRecord } from "./node-record.ts";
import type { ChangeListener, Pool } from "./pool.ts";

/** What a {@link Host} is made of. */
export interface HostOptions {
  readonly name: string;
  readonly nodes: readonly NodeRecord[];
  /** The store of each node, by its uuid. */
  readonly pools: ReadonlyMap<string, Pool>;
  /** Tells the virtual time. */
  readonly now: () => number;
  /** Hears of every change from here on. */
  readonly listener: ChangeListener;
  /** The instances that it begins with, by rising serial. */
  readonly instances: readonly InstanceRecord[];
  /** What it knows beside them to begin with; absent for a host on which nothing has happened yet. */
  readonly record?: HostRecord | undefined;
  /** How long guests have executed, by node; absent likewise. */
  readonly cpuTime?: Readonly<Record<string, CpuTimeRecord>> | undefined;
  /** The serial of the newest instance ever. */
  readonly lastSerial: number;
}

/** A host: the nodes that one driver serves, and what is on them. */
export class Host {
  readonly name: string;
  /** What it knows beside its instances. Changed in place; call {@link Host.recordChanged} afterwards. */
  readonly record: HostRecord;
  readonly nodes: readonly NodeRecord[];
  /** How long guests have executed on each node. */
  readonly cpuTime: CpuTime;
  readonly #pools: ReadonlyMap<string, Pool>;
  readonly #instances = new Map<string, InstanceRecord>();
  readonly #byNode = new Map<string, Set<InstanceRecord>>();
  readonly #used = new Map<string, Claim>();
  readonly #listener: ChangeListener;
  #lastSerial: number;

  constructor({ name, nodes, pools, now, listener, instances, record, cpuTime, lastSerial }: HostOptions) {
    this.name = name;
    this.nodes = nodes;
    this.#pools = pools;
    this.#listener = listener;
    this.#lastSerial = lastSerial;
    this.record =
      record ??
      newHostRecord(
        nodes.map(({ uuid }) => uuid),
        now(),
      );
    this.cpuTime = new CpuTime(now, cpuTime ?? {}, (records) => listener(`cpu/${name}`, records));
    for (const instance of instances) this.#enter(instance);
    this.cpuTime.resume(instances, this.record.foreignGuests);
    // A node has been up since then, also if nothing happens on it before the driver ends.
    if (record === undefined) this.recordChanged();
  }

  /** The instances, in the order in which they were made. */
  get instances(): Iterable<InstanceRecord> {
    return this.#instances.values();
  }

  /** The serial of the newest instance ever; 0 before the first. */
  get lastSerial(): number {
    return this.#lastSerial;
  }

  /** Takes the next serial. */
  nextSerial(): number {
    this.#lastSerial += 1;
    return this.#lastSerial;
  }

  /** Finds a node by its uuid. */
  node(uuid: string): NodeRecord | undefined {
    return this.nodes.find((node) => node.uuid === uuid);
  }

  /**
   * The store of a node.
   *
   * @throws RangeError if the host has no such node.
   */
  pool(node: string): Pool {
    const pool = this.#pools.get(node);
    if (pool === undefined) throw new RangeError(`Host "${this.name}" has no node "${node}"`);
    return pool;
  }

  /** The stores of all nodes, each once. */
  get pools(): ReadonlySet<Pool> {
    return new Set(this.#pools.values());
  }

  /**
   * How a node is. Changed in place; call {@link Host.recordChanged} afterwards.
   *
   * @throws RangeError if the host has no such node.
   */
  conditionOf(node: string): NodeCondition {
    const condition = this.record.nodes[node];
    if (condition === undefined) throw new RangeError(`Host "${this.name}" has no node "${node}"`);
    return condition;
  }

  /** Finds an instance by its uuid. */
  instance(uuid: string): InstanceRecord | undefined {
    return this.#instances.get(uuid);
  }

  /** The instances on a node. */
  instancesOn(node: string): Iterable<InstanceRecord> {
    return this.#byNode.get(node) ?? [];
  }

  /** Finds the disks of a uuid in all stores that the host reaches, also when the instance is gone. */
  disks(uuid: string): readonly DiskRecord[] {
    return [...this.pools].flatMap((pool) => pool.disks(uuid));
  }

  /** Finds a disk of a uuid that a node reaches, by its name. */
  disk(uuid: string, node: string, name: string): DiskRecord | undefined {
    return this.pool(node).disk(uuid, name);
  }

  /** Sums up what the instances and foreign guests on a node hold, and what was leaked. Disks that were kept without an instance are not counted. */
  used(node: string): Claim {
    const { foreignGuests, leaks } = this.record;
    return [...foreignGuests, ...leaks]
      .filter((other) => other.node === node)
      .reduce((sum, { claim }) => addClaims(sum, claim), this.#used.get(node) ?? NO_CLAIM);
  }

  /** Puts an instance in, with its claim on the node. */
  addInstance(record: InstanceRecord): void {
    this.#enter(record);
    this.changed(record);
  }

  /** Takes an instance out, with its claim. Its disks stay. */
  removeInstance(record: InstanceRecord): void {
    this.#leave(record);
    this.cpuTime.forget(record);
    this.#listener(`instance/${this.name}/${record.uuid}`, undefined);
  }

  /** Gives an instance another claim, or another of the host's nodes. */
  claimAnew(record: InstanceRecord, claim: Claim, node: string = record.node): void {
    if (node !== record.node) this.#byNode.get(record.node)?.delete(record);
    this.#count(record, -1);
    record.claim = claim;
    record.node = node;
    this.#settle(record);
    this.changed(record);
  }

  /** Counts something as used on a node for which there is no instance: what a driver that loses track leaves behind. */
  leak(node: string, claim: Claim): void {
    this.record.leaks.push({ node, claim });
    this.recordChanged();
  }

  /** Has an instance stored. Called after every change to one. One that is being prepared for, or has gone, is none of the host's. */
  changed(record: InstanceRecord): void {
    if (this.#instances.get(record.uuid) !== record) return;
    this.cpuTime.note(record);
    this.#listener(`instance/${this.name}/${record.uuid}`, record);
  }

  /** Has {@link Host.record} stored. Called after every change to it. */
  recordChanged(): void {
    this.cpuTime.noteForeign(this.record.foreignGuests);
    this.#listener(`host/${this.name}`, this.record);
  }

  #enter(record: InstanceRecord): void {
    this.#instances.set(record.uuid, record);
    this.#settle(record);
  }

  #leave(record: InstanceRecord): void {
    this.#instances.delete(record.uuid);
    this.#byNode.get(record.node)?.delete(record);
    this.#count(record, -1);
  }

  #settle(record: InstanceRecord): void {
    const there = this.#byNode.get(record.node) ?? new Set();
    this.#byNode.set(record.node, there.add(record));
    this.#count(record, 1);
  }

  #count({ node, claim }: InstanceRecord, sign: 1 | -1): void {
    this.#used.set(node, addClaims(this.#used.get(node) ?? NO_CLAIM, claim, sign));
  }
}
