/** What of a host its driver reaches: the hypervisor as a whole, and each node. */

import { DriverError } from "@virt-driver-kit/spec";
import type { Host } from "../site/host.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { NodeRecord } from "../site/node-record.ts";

/** What can be read of a host. */
export type HostView = Pick<
  Host,
  "name" | "record" | "nodes" | "node" | "instances" | "instance" | "instancesOn" | "disks" | "disk" | "pool" | "used"
>;

/** Which parts of a host answer. */
export class Reachability {
  /** Whether the hypervisor as a whole has stopped answering. */
  isCutOff = false;
  /** Nodes that do not answer. They are still served, and so are listed. */
  readonly lost: Set<string> = new Set();
  /** Nodes that the driver does not serve for the time being. */
  readonly gone: Set<string> = new Set();
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Whether anything answers: with all nodes lost there is nobody left to ask. */
  get isReachable(): boolean {
    if (this.isCutOff) return false;
    return this.lost.size === 0 || this.#host.nodes.some(({ uuid }) => !this.lost.has(uuid) && !this.gone.has(uuid));
  }

  /** Whether a node answers, or the hypervisor if none is named. */
  reaches(node?: string): boolean {
    return this.isReachable && (node === undefined || !this.lost.has(node));
  }

  /**
   * Makes sure that a node answers, or the hypervisor if none is named.
   *
   * @param attempt - What is about to be done, for the error.
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it does not.
   */
  assertReaches(attempt: string, node?: string): void {
    if (this.reaches(node)) return;
    const silent = this.isReachable ? `node "${this.#host.node(node ?? "")?.name ?? node}"` : "the hypervisor";
    throw new DriverError("BACKEND_UNREACHABLE", `Cannot ${attempt}: ${silent} does not answer`, { effect: "none" });
  }

  /** Whether something can be done on a node: it answers, and is on. If none is named, whether the hypervisor answers. */
  canAct(node?: string): boolean {
    return this.reaches(node) && !this.#isOff(node);
  }

  /**
   * Makes sure that something can be done on a node, or on the hypervisor if none is named.
   *
   * @param attempt - What is about to be done, for the error.
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if the node does not answer, or is off.
   */
  assertCanAct(attempt: string, node?: string): void {
    this.assertReaches(attempt, node);
    if (!this.#isOff(node)) return;
    const name = this.#host.node(node ?? "")?.name ?? node;
    const next = "it has to be started first, by hostPowerAction";
    throw new DriverError("BACKEND_UNREACHABLE", `Cannot ${attempt}: node "${name}" is off, and ${next}`, {
      effect: "none",
    });
  }

  #isOff(node: string | undefined): boolean {
    return node !== undefined && this.#host.record.nodes[node]?.isPoweredOn === false;
  }

  /** What can be read of the host; looking up a node that does not answer, or an instance there, throws as {@link Reachability.assertReaches}. */
  view(attempt: string): HostView {
    this.assertReaches(attempt);
    if (this.lost.size === 0 && this.gone.size === 0) return this.#host;
    return new ReachableHost(this.#host, this, attempt);
  }
}

/** A host of which some nodes do not answer or are not served. */
class ReachableHost implements HostView {
  readonly #host: Host;
  readonly #reachability: Reachability;
  readonly #attempt: string;

  constructor(host: Host, reachability: Reachability, attempt: string) {
    this.#host = host;
    this.#reachability = reachability;
    this.#attempt = attempt;
  }

  get name(): string {
    return this.#host.name;
  }

  get record(): Host["record"] {
    return this.#host.record;
  }

  get nodes(): readonly NodeRecord[] {
    return this.#host.nodes.filter(({ uuid }) => !this.#reachability.gone.has(uuid));
  }

  get instances(): Iterable<InstanceRecord> {
    return this.#host.instances;
  }

  node(uuid: string): NodeRecord | undefined {
    if (this.#reachability.gone.has(uuid)) return undefined;
    this.#reachability.assertReaches(this.#attempt, uuid);
    return this.#host.node(uuid);
  }

  instance(uuid: string): InstanceRecord | undefined {
    const record = this.#host.instance(uuid);
    if (record !== undefined) this.#reachability.assertReaches(this.#attempt, record.node);
    return record;
  }

  instancesOn(node: string): Iterable<InstanceRecord> {
    return this.#host.instancesOn(node);
  }

  disks(uuid: string): ReturnType<Host["disks"]> {
    return this.#host.disks(uuid);
  }

  disk(uuid: string, node: string, name: string): ReturnType<Host["disk"]> {
    return this.#host.disk(uuid, node, name);
  }

  pool(node: string): ReturnType<Host["pool"]> {
    return this.#host.pool(node);
  }

  used(node: string): ReturnType<Host["used"]> {
    return this.#host.used(node);
  }
}
