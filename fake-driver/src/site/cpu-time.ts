/** How long guests have executed on each node, as counters that go on when a guest ends. */

import type { ForeignGuest } from "./host-record.ts";
import type { InstanceRecord } from "./instance-record.ts";

/** What the guests of a node have executed since it was booted, up to a moment. Plain data. */
export interface CpuTimeRecord {
  /** In milliseconds, summed over their vCPUs. */
  readonly executedMs: number;
  /** The moment, in milliseconds of virtual time. What has been executed since follows from who executes. */
  readonly atMs: number;
}

/** On how many vCPUs of which node somebody executes. */
interface Executing {
  readonly node: string;
  readonly vcpus: number;
}

/** Hears of changed counters, by node. */
type OnChange = (records: Readonly<Record<string, CpuTimeRecord>>) => void;

/** The time that guests take of the CPUs of a host's nodes. */
export class CpuTime {
  readonly #now: () => number;
  readonly #onChange: OnChange;
  readonly #records: Record<string, CpuTimeRecord>;
  readonly #executing = new Map<string, Executing>();
  readonly #vcpus = new Map<string, number>();
  #foreign: ReadonlySet<string> = new Set();

  /**
   * @param now - Tells the virtual time.
   * @param records - The counters to go on from, by node.
   * @param onChange - Hears of them whenever somebody begins or ends to execute.
   */
  constructor(now: () => number, records: Readonly<Record<string, CpuTimeRecord>>, onChange: OnChange) {
    this.#now = now;
    this.#records = { ...records };
    this.#onChange = onChange;
  }

  /** How long the guests of a node have executed, in milliseconds, summed over their vCPUs. */
  executedMs(node: string): number {
    const { executedMs, atMs } = this.#records[node] ?? { executedMs: 0, atMs: this.#now() };
    return executedMs + (this.#now() - atMs) * (this.#vcpus.get(node) ?? 0);
  }

  /** Takes up those who execute when a run begins. Their counters have gone on since they were stored. */
  resume(instances: Iterable<InstanceRecord>, foreignGuests: Iterable<ForeignGuest>): void {
    for (const instance of instances) this.#enter(instance.uuid, executingInstance(instance));
    for (const guest of foreignGuests) this.#enter(guest.internalId, executingForeigner(guest));
    this.#foreign = new Set([...foreignGuests].map(({ internalId }) => internalId));
  }

  /** Notes that the guest of an instance may have begun or ended to execute, or that the instance changed its node or its size. */
  note(instance: InstanceRecord): void {
    this.#set(instance.uuid, executingInstance(instance));
  }

  /** Notes what foreign guests there are now. */
  noteForeign(guests: readonly ForeignGuest[]): void {
    const foreign = new Set(guests.map(({ internalId }) => internalId));
    for (const name of this.#foreign) if (!foreign.has(name)) this.#set(name, undefined);
    this.#foreign = foreign;
    for (const guest of guests) this.#set(guest.internalId, executingForeigner(guest));
  }

  /** Notes that an instance is gone. */
  forget({ uuid }: InstanceRecord): void {
    this.#set(uuid, undefined);
  }

  /** Begins to count anew on a node that is booted. */
  restart(node: string): void {
    this.#records[node] = { executedMs: 0, atMs: this.#now() };
    this.#onChange(this.#records);
  }

  #set(name: string, executing: Executing | undefined): void {
    const before = this.#executing.get(name);
    if (isSame(before, executing)) return;
    for (const { node } of [before ?? [], executing ?? []].flat()) {
      this.#records[node] = { executedMs: this.executedMs(node), atMs: this.#now() };
    }
    this.#leave(name, before);
    this.#enter(name, executing);
    this.#onChange(this.#records);
  }

  #enter(name: string, executing: Executing | undefined): void {
    if (executing === undefined) return;
    this.#executing.set(name, executing);
    this.#count(executing, 1);
  }

  #leave(name: string, executing: Executing | undefined): void {
    if (executing === undefined) return;
    this.#executing.delete(name);
    this.#count(executing, -1);
  }

  #count({ node, vcpus }: Executing, sign: 1 | -1): void {
    this.#vcpus.set(node, (this.#vcpus.get(node) ?? 0) + sign * vcpus);
  }
}

function isSame(left: Executing | undefined, right: Executing | undefined): boolean {
  return left?.node === right?.node && left?.vcpus === right?.vcpus;
}

function executingInstance({ node, run, claim }: InstanceRecord): Executing | undefined {
  return run === null || run.resumedAtMs === null ? undefined : { node, vcpus: claim.vcpus };
}

function executingForeigner({ node, claim, isOff }: ForeignGuest): Executing | undefined {
  return isOff ? undefined : { node, vcpus: claim.vcpus };
}
