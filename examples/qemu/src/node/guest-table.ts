// The QEMU processes of a node's instances: started here or by an earlier run of the driver, answering or not.
import type { Clock, PowerState } from "@virt-driver-kit/spec";

import { attachGuest } from "../guest/attach-guest.ts";
import type { Guest } from "../guest/guest.ts";
import { type GuestEnd, GuestProcess, readEnd, writeEnd } from "../guest/guest-process.ts";
import { type GuestStart, startGuest } from "../guest/start-guest.ts";
import type { InstanceStore } from "../store/instance-store.ts";

/** The processes of one node. */
export class GuestTable {
  readonly #store: InstanceStore;
  readonly #clock: Clock;
  readonly #onEnd: (uuid: string, end: GuestEnd) => void;
  /** The guests that have a process and a monitor that answered, by uuid. */
  readonly #guests: Map<string, Guest> = new Map();
  /** Instances whose process is on its way up. */
  readonly #starting: Set<string> = new Set();
  /** Processes of earlier runs whose monitor has not answered yet, by uuid. */
  readonly #silent: Map<string, GuestProcess> = new Map();
  /** Attempts to reach those, so that two readers make one. */
  readonly #attempts: Map<string, Promise<void>> = new Map();
  /** Guests that an operation is about to end, which is then nobody else's news. */
  readonly #doomed: WeakSet<Guest> = new WeakSet();

  /**
   * @param store - Where the instances' files are.
   * @param onEnd - Told of guests that ended without having been asked to.
   */
  constructor(store: InstanceStore, clock: Clock, onEnd: (uuid: string, end: GuestEnd) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /**
   * Finds the guest of an instance.
   *
   * @returns The guest, or undefined if the instance has no process.
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it has one that does not answer.
   */
  async get(uuid: string): Promise<Guest | undefined> {
    const process = this.#silent.get(uuid);
    if (process !== undefined) await this.recover(uuid, process.pid);
    return this.#guests.get(uuid);
  }

  /** The number of an instance's QEMU process, if it has one. */
  pidOf(uuid: string): number | undefined {
    return (this.#guests.get(uuid)?.process ?? this.#silent.get(uuid))?.pid;
  }

  /**
   * Reads an instance's power state: from QEMU, or from what its last process left.
   *
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if its process does not answer.
   */
  async powerState(uuid: string): Promise<PowerState> {
    const guest = await this.get(uuid);
    if (guest !== undefined) return guest.powerState();
    return this.#starting.has(uuid) ? "shutdown" : readEnd(this.#store.files(uuid).pid);
  }

  /**
   * Takes the process that an earlier run of the driver started for an instance.
   *
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it does not answer. It is asked again when it is needed.
   */
  async recover(uuid: string, pid: number): Promise<void> {
    const process = new GuestProcess(pid, this.#store.files(uuid).pid, this.#clock);
    this.#silent.set(uuid, process);
    const attempt = this.#attempts.get(uuid) ?? this.#recover(uuid, process).finally(() => this.#attempts.delete(uuid));
    this.#attempts.set(uuid, attempt);
    await attempt;
  }

  /**
   * Starts the process of an instance that has none, and lets its guest execute.
   *
   * @param start - The instance, which may still be in the making, and how to start it.
   * @returns The guest. If this rejects, no process is left.
   */
  async start(start: GuestStart): Promise<Guest> {
    const { uuid } = start.record;
    this.#starting.add(uuid);
    try {
      const guest = await startGuest(start);
      this.#adopt(uuid, guest);
      await guest.run().catch(async (error: unknown) => {
        await this.cutPower(guest);
        throw error;
      });
      return guest;
    } finally {
      this.#starting.delete(uuid);
    }
  }

  /** From here on, a guest that ends without having been asked to is told to the caller. */
  announceEnd(uuid: string, guest: Guest): void {
    void guest.ended.then((end) => {
      if (!this.#doomed.has(guest)) this.#onEnd(uuid, end);
    });
  }

  /**
   * Asks a guest that executes to shut down and waits until it has; see {@link Guest.shutDown}. A guest that obeys later than that does it
   * of its own accord, unless it is ended by other means first.
   */
  async askToShutDown(guest: Guest, timeoutMs: number, retryMs: number, signal: AbortSignal): Promise<void> {
    this.#doomed.add(guest);
    try {
      await guest.shutDown(timeoutMs, retryMs, signal);
    } catch (error) {
      this.spare(guest);
      throw error;
    }
  }

  /** Ends a guest's process at once. */
  async cutPower(guest: Guest): Promise<void> {
    this.#doomed.add(guest);
    await guest.cutPower();
  }

  /**
   * Ends whatever process an instance has, also one that does not answer. Returns when it has gone.
   *
   * @throws {@link DriverError} `BACKEND_FAILED` if it cannot be ended.
   */
  async endProcess(uuid: string): Promise<void> {
    const process = this.#silent.get(uuid);
    const guest = this.#guests.get(uuid);
    if (guest !== undefined) await this.cutPower(guest);
    else await process?.kill();
    this.#silent.delete(uuid);
    await writeEnd(this.#store.files(uuid).pid, "shutdown");
  }

  /** Says that a guest was not ended by the operation that asked it to. Its end will be announced. */
  spare(guest: Guest): void {
    this.#doomed.delete(guest);
  }

  /** Lets go of the processes, which live on. */
  release(): void {
    for (const guest of this.#guests.values()) guest.release();
  }

  async #recover(uuid: string, process: GuestProcess): Promise<void> {
    const isThere = await process.isAlive();
    const guest = isThere ? await attachGuest(uuid, process, this.#store.files(uuid), this.#clock) : undefined;
    if (guest !== undefined) {
      this.#adopt(uuid, guest);
      // Made by a driver that died before it could let the guest run.
      if ((await guest.powerState()) === "shutdown") await this.cutPower(guest);
      else this.announceEnd(uuid, guest);
    }
    this.#silent.delete(uuid);
  }

  #adopt(uuid: string, guest: Guest): void {
    this.#guests.set(uuid, guest);
    void guest.ended.then(() => {
      if (this.#guests.get(uuid) === guest) this.#guests.delete(uuid);
    });
  }
}
