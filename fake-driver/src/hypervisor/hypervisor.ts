/**
 * The simulated hypervisor, as a driver talks to it: reads that are answered at once, and steps that cost virtual time and may fail.
 *
 * Every step is one changing call, numbered, and takes effect all at once at its end. A step that throws has changed nothing.
 */

import type { BootDisk } from "../contents/boot-disk.ts";
import { type ConsoleReading, emptyConsole, readConsole } from "../guest/console-log.ts";
import { pauseRun, powersOffAt, pressButton, resumeRun, startRun } from "../guest/guest-run.ts";
import type { DiskRecord } from "../site/disk-record.ts";
import type { Host } from "../site/host.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import type { NodeRecord } from "../site/node-record.ts";
import type { Pool } from "../site/pool.ts";
import type { Site } from "../site/site.ts";
import { deedsOn } from "../faults/deeds.ts";
import { Faults } from "../faults/faults.ts";
import { BackendLink, type StepContext } from "./backend-link.ts";
import { bootDiskFor } from "./device-contents.ts";
import { GuestWatch } from "./guest-watch.ts";
import { isHeldElsewhere } from "./held-elsewhere.ts";
import { invalidState } from "./invalid-state.ts";
import type { Latency } from "./latency.ts";
import type { Transfer } from "./migration/transfer.ts";
import { assertReady } from "./node-readiness.ts";
import { type HostView, Reachability } from "./reachability.ts";
import { growBootDisk, hasRoom, writesIntoFullStore } from "./room.ts";
import { StepFaults, type StepMade } from "./step-faults.ts";
import type { HypervisorStep } from "./steps.ts";

export type { HostView } from "./reachability.ts";

/** What a guest does by itself, or its hypervisor with it unasked. */
export type GuestStop = "stopped" | "crashed" | "paused";

/** What has become of a node by itself. */
export type NodeTurn = "added" | "changed" | "released" | "deleted";

/** Hears what happens on a host without its driver having asked. While the hypervisor cannot be reached nothing is told; it is afterwards. */
export interface HypervisorListener {
  /** A guest has stopped by itself. */
  onGuestStop(record: InstanceRecord, stop: GuestStop): void;
  /** A guest has arrived from another host. */
  onGuestArrived(record: InstanceRecord): void;
  /** A node has come, gone or changed. */
  onNodeTurn(node: NodeRecord, turn: NodeTurn): void;
  /** The driver is killed. Returns only where the driver is part of a process that goes on. */
  onKill(): void;
}

/** What a {@link Hypervisor} is made of. */
export interface HypervisorOptions {
  readonly site: Site;
  readonly host: Host;
  readonly latency: Latency;
  /** How much of a console log is kept, in bytes; null for all of it. */
  readonly consoleBytes: number | null;
  /** Whether the hypervisor holds a guest that writes to a store without room; else the guest meets an error, and goes on. */
  readonly holdsWriters: boolean;
  /** How many steps the hypervisor has begun in earlier runs. */
  readonly callCount: number;
  /** Told of each step. */
  readonly onStep: (step: StepMade) => void;
}

/** How long a guest gets to shut down, and how often it is asked. */
export interface Patience {
  readonly timeoutMs: number;
  /** Between two presses of the power button; 0 for a single press. */
  readonly retryIntervalMs: number;
  /** Called at the moment at which the guest powers itself off, in place of `onGuestStop`. */
  readonly onStop: (record: InstanceRecord) => void;
}

/** How long a guest runs that writes to a store without room, in milliseconds of virtual time. */
const STUCK_AFTER_MS = 500;

/** The hypervisor. */
export class Hypervisor {
  /** Its host, for steps and for the simulation itself; an operation of a driver reads by {@link Hypervisor.look}. */
  readonly host: Host;
  /** The site that its host is part of. */
  readonly site: Site;
  /** Who is told of what happens by itself: the driver of this host, while it runs. */
  listener: HypervisorListener | undefined;
  /** The guests that the driver is sending to other hosts at present, by uuid: how a signal finds them. */
  readonly transfers: Map<string, Transfer> = new Map();
  /** What goes wrong on it, and in the driver over it, because somebody asked for it. */
  readonly faults: Faults = new Faults();
  readonly #consoleBytes: number | null;
  /** What of it answers. */
  readonly reachability: Reachability;
  readonly #link: BackendLink;
  readonly #guests: GuestWatch;
  /** Who is waiting for a guest to power itself off, by the instance's uuid. */
  readonly #awaitedStops = new Map<string, (record: InstanceRecord) => void>();
  /** What is to be done when the hypervisor, or a node, can be reached again. */
  #postponed: { readonly node: string | undefined; readonly work: () => void }[] = [];
  readonly #holdsWriters: boolean;
  #callCount: number;

  constructor({ site, host, latency, consoleBytes, holdsWriters, callCount, onStep }: HypervisorOptions) {
    this.#consoleBytes = consoleBytes;
    this.#holdsWriters = holdsWriters;
    this.site = site;
    this.host = host;
    this.#callCount = callCount;
    const { clock, commit } = site;
    const { faults } = this;
    this.reachability = new Reachability(host);
    this.#link = new BackendLink({
      clock,
      latency,
      faults,
      stepFaults: new StepFaults({
        clock,
        faults,
        host,
        commit,
        deed: deedsOn(this),
        onStep,
        killDriver: () => this.listener?.onKill(),
      }),
      assertReady: (instruction) => assertReady(host, this.reachability, instruction),
      hasRoom: (step, node) => hasRoom(site, host, step, node),
      nextCallNumber: () => (this.#callCount += 1),
      commit,
    });
    this.#guests = new GuestWatch(site.clock, host, (record) => this.bootDisk(record), {
      onPowerOff: (record) => this.#tell(record, "stopped"),
      onWritten: (record, bytes) => this.#grow(record, bytes),
    });
    for (const record of host.instances) this.#guests.watch(record);
  }

  /** How many steps the hypervisor has begun, in this run and earlier ones. */
  get callCount(): number {
    return this.#callCount;
  }

  /** Whether the hypervisor answers its driver. */
  get isReachable(): boolean {
    return this.reachability.isReachable;
  }

  /** What is really there, whether or not the hypervisor answers. For the simulation itself, never for a driver's operation. */
  get inside(): HostView {
    return this.host;
  }

  /**
   * Reads what is there.
   *
   * @param attempt - What it is read for, for the error.
   * @throws `BACKEND_UNREACHABLE` if the hypervisor does not answer. So does looking up, in what is returned, a node that does not, or an
   *   instance there.
   */
  look(attempt: string): HostView {
    return this.reachability.view(attempt);
  }

  /** What an instance boots from; undefined if it has nothing that it could. */
  bootDisk(record: InstanceRecord): BootDisk | undefined {
    return bootDiskFor(this.site, this.host, record);
  }

  /**
   * Carries out a step that the other members of this class do not have.
   *
   * @param step - Which.
   * @param context - What for.
   * @param apply - What the step does, all at once, at the end of its latency. If it throws it must have changed nothing.
   * @param assumed - What the driver takes for the result if the hypervisor says that it has done the step and has not. Needed where `apply`
   *   returns something.
   * @returns What `apply` returned.
   * @throws As {@link BackendLink.change} says.
   */
  change<T>(step: HypervisorStep, context: StepContext, apply: () => T, assumed?: () => T): Promise<T> {
    return this.#link.change(step, context, apply, assumed);
  }

  /** Makes the error of a step that the hypervisor refused or broke off. */
  failure(step: HypervisorStep, attempt: string): Error {
    return this.#link.failure(step, attempt);
  }

  /** Brings an instance's console, disks and power state up to now. */
  settle(record: InstanceRecord): void {
    this.#guests.settle(record);
  }

  /** Has a changed record stored, and looks anew at when its guest will power itself off. */
  changed(record: InstanceRecord): void {
    this.#guests.changed(record);
    this.#holdSoonIfStuck(record);
  }

  /** Has an instance taken out of the host that is not to be seen here any more, at once and without a step. Its disks stay. */
  forget(record: InstanceRecord): void {
    this.#guests.forget(record.uuid);
    this.host.removeInstance(record);
  }

  /** Reads part of an instance's console log; undefined if it has none yet. Offsets and limit are in bytes. */
  readConsole(record: InstanceRecord, offset: number, limit: number): ConsoleReading | undefined {
    this.#guests.settle(record);
    return record.console === null ? undefined : readConsole(record.console, offset, limit);
  }

  /** Defines an instance. It stays `pending` if it is to be started, and is `shutdown` and finished if not. */
  define(context: StepContext, record: InstanceRecord, isToStart: boolean): Promise<void> {
    return this.#link.change("defineInstance", context, () => {
      record.console = emptyConsole(this.#consoleBytes);
      record.isHalfBuilt = false;
      if (isToStart) this.host.changed(record);
      else this.#becomes(record, "shutdown");
    });
  }

  /** Powers an instance on. Throws `INVALID_STATE` if a guest is there already. */
  start(context: StepContext, record: InstanceRecord): Promise<void> {
    return this.#link.change("startGuest", context, () => {
      if (record.run !== null) throw invalidState(context.attempt, record);
      if (this.bootDisk(record) === undefined) throw this.#link.failure("startGuest", context.attempt);
      record.run = startRun(this.site.clock.now(), record.reservedConsoleSlot);
      record.reservedConsoleSlot = null;
      this.#becomes(record, "running");
    });
  }

  /**
   * Cuts a guest off.
   *
   * @param onStop - Told if the guest obeys an earlier request at the last moment. Left out, that is a stop of its own.
   * @returns Whether there was a guest, or an instance that had crashed.
   */
  async stop(context: StepContext, record: InstanceRecord, onStop?: Patience["onStop"]): Promise<boolean> {
    if (onStop !== undefined) this.#awaitedStops.set(record.uuid, onStop);
    try {
      return await this.#link.change(
        "stopGuest",
        context,
        () => {
          this.#guests.settle(record);
          if (record.powerState === "shutdown") return false;
          record.run = null;
          this.#becomes(record, "shutdown");
          return true;
        },
        () => record.powerState !== "shutdown",
      );
    } finally {
      if (onStop !== undefined) this.#awaitedStops.delete(record.uuid);
    }
  }

  /**
   * Presses the power button until the guest has powered itself off or the time is up.
   *
   * @returns Whether the guest is off.
   */
  async askToStop(context: StepContext, record: InstanceRecord, patience: Patience): Promise<boolean> {
    const deadline = this.site.clock.now() + patience.timeoutMs;
    this.#awaitedStops.set(record.uuid, patience.onStop);
    try {
      while (record.run !== null && this.site.clock.now() < deadline) {
        const nextPress = this.site.clock.now() + (patience.retryIntervalMs || Infinity);
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
      pauseRun(record.run, this.site.clock.now());
      this.#becomes(record, "paused");
    });
  }

  /** Lets a paused guest go on. */
  unpause(context: StepContext, record: InstanceRecord): Promise<void> {
    return this.#link.change("unpauseGuest", context, () => {
      if (record.run === null) throw invalidState(context.attempt, record);
      resumeRun(record.run, this.site.clock.now());
      this.#becomes(record, "running");
    });
  }

  /** Deletes a disk. */
  deleteDisk(context: StepContext, pool: Pool, disk: DiskRecord): Promise<void> {
    return this.#link.change("deleteDisk", context, () => pool.removeDisk(disk));
  }

  /** Removes an instance, whose guest is off. Disks that it still has are kept, with what is on its config drive. */
  undefine(context: StepContext, record: InstanceRecord): Promise<void> {
    return this.#link.change("undefineInstance", context, () => {
      if (!isHeldElsewhere(this, this.host.pool(record.node), record.uuid)) {
        this.keepDisks(record, true);
        this.#labelConfigDrive(record);
      }
      this.forget(record);
    });
  }

  /**
   * Takes back a step of an operation that could not be finished. Takes no virtual time and cannot fail; if the hypervisor cannot be reached
   * it is done as soon as it can.
   *
   * @param step - The step that this amounts to, such as `disconnectVolume`.
   * @param context - What it was done for.
   * @param apply - What takes it back.
   * @returns Whether it is done.
   */
  undo(step: HypervisorStep, context: StepContext, apply: () => void): boolean {
    const node = context.node ?? this.host.instance(context.instanceUuid ?? "")?.node;
    const work = (): void => {
      apply();
      this.site.commit();
    };
    if (this.reachability.canAct(node)) return this.#link.undo(step, context, work);
    this.#postponed.push({ node, work });
    return false;
  }

  /**
   * Takes back an instance that could not be finished, with the local disks that were made for it; disks kept from before stay.
   *
   * @param there - Names of disks that were there before it. They stay in any case, and are kept for the next attempt.
   * @returns Whether it is done, see {@link Hypervisor.undo}.
   */
  discard(context: StepContext, record: InstanceRecord, there: readonly string[] = []): boolean {
    return this.undo("undefineInstance", context, () => {
      this.keepDisks(record, true, there);
      this.#discard(record);
    });
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

  /** Cuts a guest's power, now. Returns false, and does nothing, if the instance has no guest. */
  cutPower(record: InstanceRecord): boolean {
    this.#guests.settle(record);
    if (record.run === null) return false;
    record.run = null;
    this.#becomes(record, "shutdown");
    this.#tell(record, "stopped");
    return true;
  }

  /** Pauses a guest that writes to a store without room, now, unless this hypervisor lets it go on. */
  holdIfStuck(record: InstanceRecord): void {
    this.#guests.settle(record);
    if (record.run === null || !this.#isStuck(record)) return;
    pauseRun(record.run, this.site.clock.now());
    this.#becomes(record, "paused");
    this.#tell(record, "paused");
  }

  /**
   * Makes the step fail that comes so many steps from now, once; 1 is the next.
   *
   * @returns What takes that back.
   */
  failStep(stepsFromNow: number): () => void {
    return this.#link.failCall(this.#callCount + stepsFromNow);
  }

  /** Does what was put off while the hypervisor, or a node, could not be reached and now can. */
  catchUp(): void {
    const postponed = this.#postponed;
    this.#postponed = [];
    for (const entry of postponed) {
      if (this.reachability.canAct(entry.node)) entry.work();
      else this.#postponed.push(entry);
    }
  }

  async #press(context: StepContext, record: InstanceRecord): Promise<void> {
    await this.#link.change("pressPowerButton", context, () => {
      if (record.run === null || record.guest.ignoresPowerButton) return;
      pressButton(record.run, this.site.clock.now());
      this.#guests.changed(record);
    });
  }

  async #sleepUntilOff({ attempt, signal }: StepContext, record: InstanceRecord, latest: number): Promise<void> {
    const disk = this.bootDisk(record);
    const offAt = record.run && disk && powersOffAt(record.run, disk.probe);
    await this.site.clock.sleep(Math.min(offAt ?? Infinity, latest) - this.site.clock.now(), signal);
    this.reachability.assertReaches(attempt, record.node);
    this.#guests.settle(record);
  }

  /** Takes a guest that has arrived from another host in the place that was kept for it, and tells its driver. */
  welcome(record: InstanceRecord): void {
    this.#guests.changed(record);
    const tell = (): void => this.listener?.onGuestArrived(record);
    this.#whenReached(record.node, tell);
  }

  #discard(record: InstanceRecord): void {
    const pool = this.host.pool(record.node);
    for (const disk of pool.disks(record.uuid)) if (!disk.isKept) pool.removeDisk(disk);
    this.forget(record);
  }

  #grow(record: InstanceRecord, bytes: number): void {
    growBootDisk(this.host, record, bytes);
    this.#holdSoonIfStuck(record);
  }

  /** A guest that writes gets to do so for a moment before it is held. */
  #holdSoonIfStuck(record: InstanceRecord): void {
    if (this.#isStuck(record)) this.site.clock.setTimer(STUCK_AFTER_MS, () => this.holdIfStuck(record));
  }

  #isStuck(record: InstanceRecord): boolean {
    if (!this.#holdsWriters || record.powerState !== "running" || record.guest.writesMibPerSecond === 0) return false;
    return this.host.instance(record.uuid) === record && writesIntoFullStore(this.site, this.host, record);
  }

  #becomes(record: InstanceRecord, powerState: InstanceRecord["powerState"]): void {
    this.keepDisks(record, false);
    record.powerState = powerState;
    this.changed(record);
  }

  /** Says whether disks of an instance outlive a build of it that fails: those named, or all that there are. */
  keepDisks({ uuid, node }: InstanceRecord, isKept: boolean, names?: readonly string[]): void {
    const pool = this.host.pool(node);
    const isMeant = ({ name }: DiskRecord): boolean => names === undefined || names.includes(name);
    const disks = pool.disks(uuid).filter((disk) => disk.isKept !== isKept && isMeant(disk));
    for (const disk of disks) disk.isKept = isKept;
    if (disks.length > 0) pool.disksChanged(uuid);
  }

  /** A config drive that outlives its instance has to say itself what is on it. */
  #labelConfigDrive({ uuid, node, configDrive }: InstanceRecord): void {
    const pool = this.host.pool(node);
    const disk = pool.disks(uuid).find(({ use, configDrive: label }) => use === "configDrive" && label === undefined);
    if (disk === undefined || configDrive === null) return;
    disk.configDrive = configDrive;
    pool.disksChanged(uuid);
  }

  #tell(record: InstanceRecord, stop: GuestStop): void {
    const awaited = stop === "stopped" ? this.#awaitedStops.get(record.uuid) : undefined;
    const tell = (): void => (awaited === undefined ? this.listener?.onGuestStop(record, stop) : awaited(record));
    this.#whenReached(record.node, tell);
    this.site.commit();
  }

  #whenReached(node: string, work: () => void): void {
    if (this.reachability.reaches(node)) work();
    else this.#postponed.push({ node, work });
  }
}
