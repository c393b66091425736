/**
 * Lets quiesced guests write again when their time is up, whether a driver is connected or not.
 *
 * @see Requirement `quiesce/ends-by-itself`
 */

import type { Clock, ClockTimer } from "@virt-driver-kit/spec";
import type { Host } from "../site/host.ts";
import type { InstanceRecord } from "../site/instance-record.ts";
import { guestAgent } from "./guest-agent.ts";

/** The quiesced guests of a host. */
export class QuiesceWatch {
  readonly #clock: Clock;
  readonly #host: Host;
  readonly #settle: (record: InstanceRecord) => void;
  readonly #timers = new Map<string, ClockTimer>();

  /** @param settle - Brings a guest up to now. Called before it writes again, so that it has written nothing until then. */
  constructor(clock: Clock, host: Host, settle: (record: InstanceRecord) => void) {
    this.#clock = clock;
    this.#host = host;
    this.#settle = settle;
  }

  /**
   * Looks anew at when a guest is to write again. Called whenever its run, its agent or its record may have changed.
   *
   * A guest whose agent cannot be told when the time is up is told as soon as it can. One that is no more is quiesced no more.
   */
  watch(record: InstanceRecord): void {
    this.forget(record.uuid);
    const { quiesce, run, savedRun } = record;
    if (quiesce === null) return;
    const leftMs = quiesce.untilMs - this.#clock.now();
    const isGone = run === null && savedRun === null;
    if (!isGone && leftMs > 0) {
      this.#timers.set(
        record.uuid,
        this.#clock.setTimer(leftMs, () => this.watch(record)),
      );
    } else if (isGone || guestAgent(record, this.#clock.now()) !== "silent") {
      this.#settle(record);
      record.quiesce = null;
      this.#host.changed(record);
    }
  }

  /** Stops watching a guest. */
  forget(uuid: string): void {
    this.#timers.get(uuid)?.cancel();
    this.#timers.delete(uuid);
  }
}
