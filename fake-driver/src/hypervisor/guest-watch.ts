/**
 * Lets guests live: works out what each has done, and notices the moment at which one powers itself off.
 */

import type { Clock, ClockTimer } from "@virt-driver-kit/spec";
import { bootsAt, type GuestRun, liveThrough, powersOffAt } from "../guest/guest-run.ts";
import { writeThrough } from "../guest/guest-writes.ts";
import type { ProbeParameters } from "../guest/probe-parameters.ts";
import type { BootDisk } from "../contents/boot-disk.ts";
import type { Host } from "../site/host.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import { QuiesceWatch } from "./quiesce-watch.ts";

/** How long what a busy guest has written may be missing from its disk, in milliseconds of virtual time. */
const WRITE_INTERVAL_MS = 1000;

/** Finds what an instance boots from; undefined if it has nothing that it could. */
export type FindBootDisk = (record: InstanceRecord) => BootDisk | undefined;

/** Hears what guests do by themselves. */
export interface GuestListener {
  /** Called once for each guest that powers itself off, at that moment, with the record already `shutdown`. */
  onPowerOff(record: InstanceRecord): void;
  /** Called when a guest has written so many bytes to what it boots from. */
  onWritten(record: InstanceRecord, bytes: number): void;
}

/** The guests of a host. */
export class GuestWatch {
  readonly #clock: Clock;
  readonly #host: Host;
  readonly #bootDisk: FindBootDisk;
  readonly #listener: GuestListener;
  readonly #quiesces: QuiesceWatch;
  readonly #timers = new Map<string, ClockTimer>();

  /**
   * @param bootDisk - Finds what an instance boots from.
   * @param listener - Hears what guests do.
   */
  constructor(clock: Clock, host: Host, bootDisk: FindBootDisk, listener: GuestListener) {
    this.#clock = clock;
    this.#host = host;
    this.#quiesces = new QuiesceWatch(clock, host, (record) => this.settle(record));
    this.#bootDisk = bootDisk;
    this.#listener = listener;
  }

  /** Brings an instance's console and disk up to now. Its power state always is. */
  settle(record: InstanceRecord): void {
    const { run, console } = record;
    if (run === null || console === null) return;
    const disk = this.#bootDisk(record);
    if (disk === undefined) return;
    const { hasBooted } = run;
    const now = this.#clock.now();
    const writtenBytes = writeThrough(run, record.quiesce === null ? record.guest.writesMibPerSecond : 0, now);
    if (writtenBytes > 0 && !disk.isReadOnly) {
      disk.markWritten(run.written.bytes);
      this.#listener.onWritten(record, writtenBytes);
    }
    const isOff = liveThrough(run, { disk, console }, now);
    // What the guest wrote is on the disk, which is stored; so is then that it was written.
    if (run.hasBooted !== hasBooted || writtenBytes > 0) this.#host.changed(record);
    if (!isOff) return;
    record.run = null;
    record.powerState = "shutdown";
    this.changed(record);
    this.#listener.onPowerOff(record);
  }

  /** Has a changed record stored, and looks anew at when its guest will power itself off. */
  changed(record: InstanceRecord): void {
    this.#host.changed(record);
    this.watch(record);
  }

  /** Sets the timers for what a guest will do by itself, in place of earlier ones: power itself off, write again. */
  watch(record: InstanceRecord): void {
    this.#quiesces.watch(record);
    this.#timers.get(record.uuid)?.cancel();
    this.#timers.delete(record.uuid);
    if (record.run === null) return;
    const probe = this.#bootDisk(record)?.probe;
    if (probe === undefined) return;
    const at = this.#actsAt(record, record.run, probe);
    if (at === Infinity) return;
    const act = (): void => {
      const hadBooted = record.run?.hasBooted;
      this.settle(record);
      // A guest that hangs on its disk has done nothing, and will not until something is changed.
      if (record.run?.hasBooted !== hadBooted || record.guest.writesMibPerSecond > 0) this.watch(record);
    };
    this.#timers.set(record.uuid, this.#clock.setTimer(at - this.#clock.now(), act));
  }

  /** When a guest will next do something that others can see without asking: write to a volume that is a real file, or power itself off. */
  #actsAt({ guest: { writesMibPerSecond } }: InstanceRecord, run: GuestRun, probe: ProbeParameters | null): number {
    const boots = probe === null ? undefined : bootsAt(run);
    const writes =
      writesMibPerSecond > 0 && run.resumedAtMs !== null ? this.#clock.now() + WRITE_INTERVAL_MS : Infinity;
    return Math.min(boots ?? Infinity, powersOffAt(run, probe) ?? Infinity, writes);
  }

  /** Stops watching a guest that is gone. */
  forget(uuid: string): void {
    this.#quiesces.forget(uuid);
    this.#timers.get(uuid)?.cancel();
    this.#timers.delete(uuid);
  }
}
