/**
 * The simulated hypervisor, as a driver talks to it: reads that are answered at once, and steps that cost virtual time and may fail.
 *
 * Every step is one changing call, numbered, and takes effect all at once at its end. A step that throws has changed nothing.
 */

import type { Clock } from "@virt-driver-kit/spec";
import { type ConsoleReading, emptyConsole, readConsole } from "../guest/console-log.ts";
import { pauseRun, powersOffAt, pressButton, resumeRun, startRun } from "../guest/guest-run.ts";
import { assertFits } from "./assert-fits.ts";
import { BackendLink, type StepContext } from "./backend-link.ts";
import type { DiskRecord } from "./disk-record.ts";
import { Faults } from "./faults.ts";
import { GuestWatch } from "./guest-watch.ts";
import type { ImageFile } from "./image-file.ts";
import type { InstanceRecord } from "./instance-record.ts";
import { invalidState } from "./invalid-state.ts";
import type { Latency } from "./latency.ts";
import type { NodeRecord } from "./node-record.ts";
import type { Site } from "./site.ts";

/** What a guest does by itself. */
export type GuestStop = "stopped" | "crashed";

/** What a {@link Hypervisor} is made of. */
export interface HypervisorOptions {
  readonly clock: Clock;
  readonly site: Site;
  readonly latency: Latency;
  /** How many steps the hypervisor has carried out in earlier runs. */
  readonly callCount: number;
  /** Hears what guests do by themselves. While the hypervisor cannot be reached it hears nothing; it is told afterwards. */
  readonly onGuestStop: (record: InstanceRecord, stop: GuestStop) => void;
}

/** What can be read of a site. */
export type SiteView = Pick<Site, "nodes" | "node" | "instances" | "instance" | "disks" | "disk" | "used">;

/** How long a guest gets to shut down, and how often it is asked. */
export interface Patience {
  readonly timeoutMs: number;
  /** Between two presses of the power button; 0 for a single press. */
  readonly retryIntervalMs: number;
  /** Called at the moment at which the guest powers itself off, in place of `onGuestStop`. */
  readonly onStop: (record: InstanceRecord) => void;
}

/** What a new instance is to be. */
export type NewInstance = Pick<InstanceRecord, "uuid" | "name" | "claim">;

/** The hypervisor. */
export class Hypervisor {
  readonly #clock: Clock;
  readonly #site: Site;
  readonly #faults = new Faults();
  readonly #link: BackendLink;
  readonly #guests: GuestWatch;
  readonly #options: HypervisorOptions;
  /** Who is waiting for a guest to power itself off, by the instance's uuid. */
  readonly #awaitedStops = new Map<string, (record: InstanceRecord) => void>();
  /** What is to be done when the hypervisor can be reached again. */
  #postponed: (() => void)[] = [];
  #callCount: number;

  constructor(options: HypervisorOptions) {
    const { clock, site, latency, callCount } = options;
    this.#options = options;
    this.#clock = clock;
    this.#site = site;
    this.#callCount = callCount;
    this.#link = new BackendLink({
      clock,
      latency,
      faults: this.#faults,
      nextCallNumber: () => (this.#callCount += 1),
    });
    this.#guests = new GuestWatch(clock, site, (record) => this.#tell(record, "stopped"));
    for (const record of site.instances) this.#guests.watch(record);
  }

  /** How many steps the hypervisor has begun, in this run and earlier ones. */
  get callCount(): number {
    return this.#callCount;
  }

  /** Whether the hypervisor answers its driver. */
  get isReachable(): boolean {
    return !this.#faults.isUnreachable;
  }

  /** What is really there, whether or not the hypervisor answers. For the simulation itself, never for a driver's operation. */
  get inside(): SiteView {
    return this.#site;
  }

  /**
   * Reads what is there.
   *
   * @param attempt - What it is read for, for the error.
   * @throws `BACKEND_UNREACHABLE` if the hypervisor does not answer.
   */
  look(attempt: string): SiteView {
    this.#link.assertReachable(attempt);
    return this.#site;
  }

  /** Reads part of an instance's console log; undefined if it has none yet. Offsets and limit are in bytes. */
  readConsole(record: InstanceRecord, offset: number, limit: number): ConsoleReading | undefined {
    this.#guests.settle(record);
    return record.console === null ? undefined : readConsole(record.console, offset, limit);
  }

  /** Claims a node's resources for a new instance, which is `pending` from here on. Throws `INSUFFICIENT_RESOURCES` without room. */
  allocate(context: StepContext, instance: NewInstance, node: NodeRecord): Promise<InstanceRecord> {
    return this.#link.change("allocateResources", context, () => {
      assertFits(context.attempt, node, this.#site.used(node.uuid), instance.claim);
      const serial = this.#site.nextSerial();
      const record: InstanceRecord = {
        ...instance,
        serial,
        node: node.uuid,
        powerState: "pending",
        run: null,
        console: null,
      };
      this.#site.addInstance(record);
      return record;
    });
  }

  /** Spends the time that it takes to fetch an image. */
  fetchImage(context: StepContext): Promise<void> {
    return this.#link.change("fetchImage", context, () => undefined);
  }

  /** Makes an instance's disk from an image. */
  createDisk(
    context: StepContext,
    { uuid, node }: InstanceRecord,
    { sha256, probe, bootCount }: ImageFile,
  ): Promise<void> {
    const disk: DiskRecord = { instanceUuid: uuid, node, imageSha256: sha256, probe, bootCount, isKept: false };
    return this.#link.change("createDisk", context, () => this.#site.addDisk(disk));
  }

  /** Defines an instance. It stays `pending` if it is to be started, and is `shutdown` and finished if not. */
  define(context: StepContext, record: InstanceRecord, isToStart: boolean): Promise<void> {
    return this.#link.change("defineInstance", context, () => {
      record.console = emptyConsole();
      if (isToStart) this.#site.changed(record.uuid);
      else this.#becomes(record, "shutdown");
    });
  }

  /** Powers an instance on. Throws `INVALID_STATE` if a guest is there already. */
  start(context: StepContext, record: InstanceRecord): Promise<void> {
    return this.#link.change("startGuest", context, () => {
      if (record.run !== null) throw invalidState(context.attempt, record);
      if (this.#site.disk(record.uuid, record.node) === undefined)
        throw this.#link.failure("startGuest", context.attempt);
      record.run = startRun(this.#clock.now());
      this.#becomes(record, "running");
    });
  }

  /** Cuts a guest off. Returns whether there was one, or an instance that had crashed. */
  stop(context: StepContext, record: InstanceRecord): Promise<boolean> {
    return this.#link.change("stopGuest", context, () => {
      this.#guests.settle(record);
      if (record.powerState === "shutdown") return false;
      record.run = null;
      this.#becomes(record, "shutdown");
      return true;
    });
  }

  /**
   * Presses the power button until the guest has powered itself off or the time is up.
   *
   * @returns Whether the guest is off.
   */
  async askToStop(context: StepContext, record: InstanceRecord, patience: Patience): Promise<boolean> {
    const deadline = this.#clock.now() + patience.timeoutMs;
    this.#awaitedStops.set(record.uuid, patience.onStop);
    try {
      while (record.run !== null && this.#clock.now() < deadline) {
        const nextPress = this.#clock.now() + (patience.retryIntervalMs || Infinity);
        await this.#press(context, record);
        await this.#sleepUntilOff(context, record, Math.min(nextPress, deadline));
      }
    } finally {
      this.#awaitedStops.delete(record.uuid);
    }
    return record.run === null;
  }

  /** Stops a running guest's execution and keeps its memory. */
  pause(context: StepContext, record: InstanceRecord): Promise<void> {
    return this.#link.change("pauseGuest", context, () => {
      this.#guests.settle(record);
      if (record.run === null) throw invalidState(context.attempt, record);
      pauseRun(record.run, this.#clock.now());
      this.#becomes(record, "paused");
    });
  }

  /** Lets a paused guest go on. */
  unpause(context: StepContext, record: InstanceRecord): Promise<void> {
    return this.#link.change("unpauseGuest", context, () => {
      if (record.run === null) throw invalidState(context.attempt, record);
      resumeRun(record.run, this.#clock.now());
      this.#becomes(record, "running");
    });
  }

  /** Deletes a disk. */
  deleteDisk(context: StepContext, disk: DiskRecord): Promise<void> {
    return this.#link.change("deleteDisk", context, () => this.#site.removeDisk(disk));
  }

  /** Removes an instance, whose guest is off. Its disk, if it still has one, is kept. */
  undefine(context: StepContext, record: InstanceRecord): Promise<void> {
    return this.#link.change("undefineInstance", context, () => {
      const disk = this.#site.disk(record.uuid, record.node);
      if (disk !== undefined) disk.isKept = true;
      this.#guests.forget(record.uuid);
      this.#site.removeInstance(record);
    });
  }

  /**
   * Takes back an instance that could not be finished, with all that was made for it; a disk kept from before stays. Takes no time. If the
   * hypervisor cannot be reached it is done as soon as it can.
   *
   * @returns Whether it is done.
   */
  discard(record: InstanceRecord): boolean {
    if (this.isReachable) this.#site.discard(record);
    else this.#postponed.push(() => this.#site.discard(record));
    return this.isReachable;
  }

  /** Kills a guest's kernel, now. Returns false, and does nothing, if the instance has no guest. */
  crash(record: InstanceRecord): boolean {
    this.#guests.settle(record);
    if (record.run === null) return false;
    record.run = null;
    this.#becomes(record, "crashed");
    this.#tell(record, "crashed");
    return true;
  }

  /** Makes the step fail that comes so many steps from now, once; 1 is the next. */
  failStep(stepsFromNow: number): void {
    this.#faults.failCall(this.#callCount + stepsFromNow);
  }

  /** Makes the hypervisor stop answering. Guests go on. */
  cutOff(): void {
    this.#faults.cutOff();
  }

  /** Ends all injected faults. What was put off while the hypervisor could not be reached is done now. */
  clearFaults(): void {
    this.#faults.clear();
    const postponed = this.#postponed;
    this.#postponed = [];
    for (const work of postponed) work();
  }

  async #press(context: StepContext, record: InstanceRecord): Promise<void> {
    await this.#link.change("pressPowerButton", context, () => {
      if (record.run === null) return;
      pressButton(record.run, this.#clock.now());
      this.#guests.changed(record);
    });
  }

  async #sleepUntilOff({ attempt, signal }: StepContext, record: InstanceRecord, latest: number): Promise<void> {
    const disk = this.#site.disk(record.uuid, record.node);
    const offAt = record.run && disk && powersOffAt(record.run, disk.probe);
    await this.#clock.sleep(Math.min(offAt ?? Infinity, latest) - this.#clock.now(), signal);
    this.#link.assertReachable(attempt);
    this.#guests.settle(record);
  }

  #becomes(record: InstanceRecord, powerState: InstanceRecord["powerState"]): void {
    const disk = this.#site.disk(record.uuid, record.node);
    if (disk !== undefined) disk.isKept = false;
    record.powerState = powerState;
    this.#guests.changed(record);
  }

  #tell(record: InstanceRecord, stop: GuestStop): void {
    const awaited = stop === "stopped" ? this.#awaitedStops.get(record.uuid) : undefined;
    const { onGuestStop } = this.#options;
    if (!this.isReachable) this.#postponed.push(() => onGuestStop(record, stop));
    else if (awaited === undefined) onGuestStop(record, stop);
    else awaited(record);
  }
}
