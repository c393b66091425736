/**
 * Lets guests live: works out what each has done, and notices the moment at which one powers itself off.
 */

import type { Clock, ClockTimer } from "@virt-driver-kit/spec";
import { liveThrough, powersOffAt } from "../guest/guest-run.ts";
import type { InstanceRecord } from "./instance-record.ts";
import type { Site } from "./site.ts";

/** The guests of a site. */
export class GuestWatch {
  readonly #clock: Clock;
  readonly #site: Site;
  readonly #onPowerOff: (record: InstanceRecord) => void;
  readonly #timers = new Map<string, ClockTimer>();

  /** @param onPowerOff - Called once for each guest that powers itself off, at that moment, with the record already `shutdown`. */
  constructor(clock: Clock, site: Site, onPowerOff: (record: InstanceRecord) => void) {
    this.#clock = clock;
    this.#site = site;
    this.#onPowerOff = onPowerOff;
  }

  /** Brings an instance's console and disk up to now. Its power state always is. */
  settle(record: InstanceRecord): void {
    const { run, console } = record;
    const disk = this.#site.disk(record.uuid, record.node);
    if (run === null || console === null || disk === undefined) return;
    if (!liveThrough(run, { disk, console }, this.#clock.now())) return;
    record.run = null;
    record.powerState = "shutdown";
    this.changed(record);
    this.#onPowerOff(record);
  }

  /** Has a changed record stored, and looks anew at when its guest will power itself off. */
  changed(record: InstanceRecord): void {
    this.#site.changed(record.uuid);
    this.watch(record);
  }

  /** Sets the timer for the moment at which a guest will power itself off, in place of an earlier one. */
  watch(record: InstanceRecord): void {
    this.#timers.get(record.uuid)?.cancel();
    this.#timers.delete(record.uuid);
    const probe = this.#site.disk(record.uuid, record.node)?.probe;
    if (record.run === null || probe === undefined) return;
    const at = powersOffAt(record.run, probe);
    if (at === undefined) return;
    this.#timers.set(
      record.uuid,
      this.#clock.setTimer(at - this.#clock.now(), () => this.settle(record)),
    );
  }

  /** Stops watching a guest that is gone. */
  forget(uuid: string): void {
    this.#timers.get(uuid)?.cancel();
    this.#timers.delete(uuid);
  }
}
