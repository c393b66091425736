// A guest that a QEMU process holds: what can be asked of it and done to it while the process lives.
import { type Clock, DriverError, type PowerState } from "@virt-driver-kit/spec";

import { socketPath } from "../host/socket-path.ts";
import { QmpClient } from "../qmp/qmp-client.ts";
import { type InstanceFiles, MONITOR_NAME } from "../store/instance-files.ts";
import { type GuestEnd, GuestProcess, readEnd, writeEnd } from "./guest-process.ts";
import { powerStateOf } from "./power-state-of.ts";

/** How long QEMU may take to end after it was told to, before it is killed. */
const QUIT_TIMEOUT_MS = 5000;

/** A QEMU process and the connection to its monitor. */
export class Guest {
  /** Resolves once the process has gone, with how it ended. Never, if the guest is {@link release}d first. */
  readonly ended: Promise<GuestEnd>;
  readonly process: GuestProcess;

  readonly #qmp: QmpClient;
  readonly #clock: Clock;
  readonly #pidFile: string;
  readonly #released: AbortController = new AbortController();

  private constructor(process: GuestProcess, qmp: QmpClient, files: InstanceFiles, clock: Clock) {
    this.process = process;
    this.#qmp = qmp;
    this.#clock = clock;
    this.#pidFile = files.pid;
    this.ended = new Promise((resolve) => void this.#watch(resolve));
  }

  /**
   * Connects to the monitor of an instance's QEMU process, and makes sure that it is that instance's.
   *
   * @throws The system's error if nobody listens yet; {@link DriverError} `BACKEND_UNREACHABLE` if the process does not answer or is
   *   another instance's.
   */
  static async attach(uuid: string, pid: number, files: InstanceFiles, clock: Clock): Promise<Guest> {
    const address = await socketPath(files.directory, MONITOR_NAME);
    let qmp: QmpClient;
    try {
      qmp = await QmpClient.connect(address.path, clock);
    } finally {
      await address.release();
    }
    try {
      const { UUID: found } = (await qmp.execute("query-uuid")) as { UUID: string };
      if (found === uuid.toLowerCase()) return new Guest(new GuestProcess(pid, files.pid, clock), qmp, files, clock);
      throw new DriverError("BACKEND_UNREACHABLE", `Cannot control "${uuid}": its monitor answers for "${found}"`, {
        effect: "none",
      });
    } catch (error) {
      qmp.close();
      throw error;
    }
  }

  /** Reads the guest's power state from QEMU, or how QEMU ended if that happens meanwhile. */
  async powerState(): Promise<PowerState> {
    try {
      const { status } = (await this.#qmp.execute("query-status")) as { status: string };
      return powerStateOf(status);
    } catch (error) {
      // QEMU closes its monitor on its way out.
      const end = this.#qmp.isClosed ? await this.endsWithin(QUIT_TIMEOUT_MS) : undefined;
      if (end === undefined) throw error;
      return end;
    }
  }

  /**
   * Waits for the process to end.
   *
   * @param ms - How long to wait, in milliseconds.
   * @param signal - Ends the wait.
   * @returns How it ended, or undefined if it has not.
   * @throws The signal's reason.
   */
  async endsWithin(ms: number, signal?: AbortSignal): Promise<GuestEnd | undefined> {
    const enough = new AbortController();
    const timeout = this.#clock.sleep(
      ms,
      signal === undefined ? enough.signal : AbortSignal.any([enough.signal, signal]),
    );
    // The wait that was called off when the process ended is nobody's concern.
    timeout.catch(() => {});
    try {
      return await Promise.race([this.ended, timeout.then(() => undefined)]);
    } finally {
      enough.abort();
    }
  }

  /** Lets the guest execute: for the first time, or on from where it was stopped. */
  async run(): Promise<void> {
    await this.#qmp.execute("cont");
  }

  /** Stops the guest's execution. */
  async stop(): Promise<void> {
    await this.#qmp.execute("stop");
  }

  /**
   * Asks the guest to shut down and waits until it has.
   *
   * @param timeoutMs - How long it may take.
   * @param retryMs - How long to wait before the power button is pressed again, since a guest that is not listening yet misses it. 0
   *   presses it once.
   * @param signal - Ends the wait. The guest may still obey later.
   * @returns Whether it has shut down, or died.
   * @throws The signal's reason.
   */
  async shutDown(timeoutMs: number, retryMs: number, signal: AbortSignal): Promise<boolean> {
    const enough = new AbortController();
    // A button that cannot be pressed changes nothing: what counts is whether the guest ends in time.
    this.#press(retryMs, AbortSignal.any([signal, enough.signal])).catch(() => {});
    try {
      return (await this.endsWithin(timeoutMs, signal)) !== undefined;
    } finally {
      enough.abort();
    }
  }

  /** Sends the guest a non-maskable interrupt. */
  async interrupt(): Promise<void> {
    await this.#qmp.execute("inject-nmi");
  }

  /** Resets the machine and lets it execute. Returns when the reset has happened. */
  async reset(): Promise<void> {
    const done = this.#qmp.nextEvent("RESET");
    await Promise.all([this.#qmp.execute("system_reset"), done]);
    await this.run();
  }

  /**
   * Cuts the power: ends the process, by asking it, or by killing it if it does not answer. Disks have been written when this returns.
   *
   * @throws {@link DriverError} `BACKEND_FAILED` if the process does not die.
   */
  async cutPower(): Promise<void> {
    // Whether it answers does not matter, only whether it ends.
    this.#qmp.execute("quit").catch(() => {});
    if ((await this.endsWithin(QUIT_TIMEOUT_MS)) === undefined) await this.process.kill();
    await this.ended;
    await writeEnd(this.#pidFile, "shutdown");
  }

  /** Lets go of the process, which lives on. */
  release(): void {
    this.#released.abort();
    this.#qmp.close();
  }

  async #press(retryMs: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#qmp.execute("system_powerdown");
      if (retryMs === 0) return;
      await this.#clock.sleep(retryMs, signal);
    }
  }

  async #watch(resolve: (end: GuestEnd) => void): Promise<void> {
    await this.#qmp.closed;
    try {
      await this.process.gone(this.#released.signal);
    } catch {
      return; // Released.
    }
    resolve(await readEnd(this.#pidFile));
  }
}
