// One node: the instances of a state directory and the QEMU processes that run them. The operations are written on top of it.
import { join } from "node:path";

import { DriverError, type DriverEvent, type DriverHost, type NodeInfo } from "@virt-driver-kit/spec";

import type { Guest } from "../guest/guest.ts";
import { QemuBinary, type QemuProgram } from "../host/qemu-binary.ts";
import type { CompleteOptions } from "../options.ts";
import type { InstanceRecord } from "../store/instance-record.ts";
import { InstanceStore } from "../store/instance-store.ts";
import { checkStateDirectory, type StateDirectory } from "../store/node-identity.ts";
import { GuestTable } from "./guest-table.ts";
import { ResourceClaims } from "./resource-claims.ts";

/** A node whose state directory is held by this driver. */
export class QemuNode {
  readonly host: DriverHost;
  readonly store: InstanceStore;
  readonly claims: ResourceClaims;
  /** The instances' processes. */
  readonly guests: GuestTable;
  /** The instances, by uuid: those whose `spawn` is done and whose `destroy` is not. */
  readonly instances: Map<string, InstanceRecord> = new Map();

  readonly #options: CompleteOptions;
  readonly #state: StateDirectory;
  readonly #binary: QemuBinary;
  /**
   * @param state - The directory, which this driver holds.
   * @param options - What the node offers, and on what machine.
   * @param host - What the driver's library offers.
   */
  constructor(state: StateDirectory, options: CompleteOptions, host: DriverHost) {
    this.host = host;
    this.#options = options;
    this.#state = state;
    this.#binary = new QemuBinary(options.qemu);
    this.store = new InstanceStore(join(state.path, "instances"));
    const { vcpus, memoryMib, diskGib } = options;
    this.claims = new ResourceClaims({ vcpus, memoryMib, localGib: diskGib });
    this.guests = new GuestTable(this.store, host.clock, (instanceUuid, end) =>
      this.tell({ instanceUuid, transition: end === "crashed" ? "crashed" : "stopped", powerState: end }),
    );
  }

  /** What the node is called. */
  get info(): NodeInfo {
    return this.#state.node;
  }

  /**
   * Makes sure that QEMU runs and the state is there. Every operation asks first, so that neither looks like a node without instances.
   *
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if not.
   */
  async check(): Promise<QemuProgram> {
    await checkStateDirectory(this.#state);
    return this.#binary.check();
  }

  /**
   * Finds an instance.
   *
   * @param attempt - What is being attempted, as in `pause`, for the error.
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if nothing can be known, `INSTANCE_NOT_FOUND` if it is not there.
   */
  async find(uuid: string, attempt: string): Promise<InstanceRecord> {
    await this.check();
    const record = this.instances.get(uuid);
    if (record !== undefined) return record;
    throw new DriverError("INSTANCE_NOT_FOUND", `Cannot ${attempt} instance "${uuid}": there is no such instance`, {
      details: { instanceUuid: uuid },
    });
  }

  /**
   * Makes sure that a node is this one.
   *
   * @param attempt - What is being attempted, for the error.
   * @throws {@link DriverError} `NODE_NOT_FOUND` if it is not.
   */
  expectNode(node: string, attempt: string): void {
    if (node === this.info.uuid) return;
    throw new DriverError(
      "NODE_NOT_FOUND",
      `Cannot ${attempt} node "${node}": the only node here is "${this.info.uuid}"`,
      {
        details: { node },
      },
    );
  }

  /**
   * Starts an instance that is off, on the machine that this node gives its guests.
   *
   * @param record - The instance, which may still be in the making.
   * @param signal - Ends the start early.
   * @returns The guest. If this rejects, no process is left.
   */
  async start(record: InstanceRecord, signal: AbortSignal): Promise<Guest> {
    const { accel, machine } = this.#options;
    const { path: program } = await this.check();
    const files = this.store.files(record.uuid);
    return this.guests.start({ program, record, files, accel, machine, clock: this.host.clock, signal });
  }

  /** Tells the caller of a transition. */
  tell(event: Omit<DriverEvent, "node">): void {
    this.host.emitEvent({ ...event, node: this.info.uuid });
  }
}
