// Starts a driver as a child process in a process group of its own, and ends it: politely first, then surely.
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync } from "node:fs";
import { systemClock } from "../../driver/clock.ts";
import { streamChannel } from "../channel/stream-channel.ts";
import { cannotConnect, closedByDriver, driverExited } from "../faults/connection-faults.ts";
import type { ProcessExit } from "../faults/connection-faults.ts";
import { WireError } from "../faults/wire-error.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { within } from "../within.ts";
import type { Attachment, DriverProcess } from "./attachment.ts";
import type { StdioEndpoint } from "./endpoint.ts";
import { killWithUs } from "./kill-with-us.ts";

/** How a driver's process is treated. */
export interface ProcessOptions {
  /** How long it may take to end by itself, and again after a SIGTERM, in real milliseconds. */
  readonly closeGraceMs: number;
  /** Receives what it writes to standard error. */
  readonly onStderr?: (text: string) => void;
}

const STDERR_TAIL = 16 * 1024;
/** How long the exit of a process and the end of its output may be apart. */
const SETTLE_MS = 500;

/**
 * Starts a driver.
 *
 * @param endpoint - What to run.
 * @param options - How to treat it.
 * @returns The driver's process, reached.
 * @throws {@link WireError} `cannot-connect` if it could not be started.
 */
export async function attachProcess(endpoint: StdioEndpoint, options: ProcessOptions): Promise<Attachment> {
  const { command, args = [], cwd = process.cwd(), env = process.env } = endpoint;
  const child = spawn(command, args, { cwd, env: { ...env }, stdio: ["pipe", "pipe", "pipe"], detached: true });
  const started = Promise.withResolvers<void>();
  child.once("spawn", started.resolve);
  child.once("error", started.reject);
  const tail = keepTail(child, options.onStderr);
  const channel = streamChannel({ readable: child.stdout, writable: child.stdin });
  const exited = new Promise<ProcessExit>((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
  try {
    await started.promise;
  } catch (error) {
    throw new WireError(cannotStart(endpoint, cwd, error as NodeJS.ErrnoException), { cause: error });
  }
  return new ProcessAttachment(child, channel, exited, tail, [command, ...args].join(" "), options.closeGraceMs);
}

class ProcessAttachment implements Attachment {
  readonly channel: Attachment["channel"];
  readonly speaker = { blame: "driver", stream: "stdout" } as const;
  readonly process: DriverProcess;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #command: string;
  readonly #graceMs: number;
  readonly #stderrEnded: Promise<void>;

  constructor(
    child: ChildProcessWithoutNullStreams,
    channel: Attachment["channel"],
    exited: Promise<ProcessExit>,
    tail: () => string,
    command: string,
    graceMs: number,
  ) {
    this.channel = channel;
    this.#child = child;
    this.#command = command;
    this.#graceMs = graceMs;
    this.#stderrEnded = new Promise((resolve) => child.stderr.once("close", resolve));
    const pid = child.pid ?? 0;
    const kill = (signal: NodeJS.Signals): void => signalGroup(child, signal);
    this.process = {
      pid,
      exited,
      kill,
      endInput: () => channel.end(),
      get stderrTail() {
        return tail();
      },
    };
    const forget = killWithUs(() => kill("SIGKILL"));
    void exited.then(forget).then(() => this.#dropHeldOutput());
  }

  async whyEnded(error: Error | undefined): Promise<WireFault> {
    const { exited } = this.process;
    const stream = error === undefined ? "stdout" : "stdin";
    if (!(await within(SETTLE_MS, exited))) return closedByDriver(stream, "while its process goes on running");
    await within(SETTLE_MS, this.#stderrEnded);
    return driverExited(this.#command, await exited, this.process.stderrTail);
  }

  async close(): Promise<void> {
    this.channel.end();
    if (!(await within(this.#graceMs, this.process.exited))) await this.#end();
    this.channel.destroy();
    this.#child.stderr.destroy();
  }

  /**
   * Ends a process that goes on without input. One that a shell started may outlive the shell, hence the last kill in
   * any case.
   */
  async #end(): Promise<void> {
    const { exited } = this.process;
    signalGroup(this.#child, "SIGTERM");
    await within(this.#graceMs, exited);
    signalGroup(this.#child, "SIGKILL");
    await within(this.#graceMs, exited);
  }

  /**
   * A process that this one started may hold its output open for ever; what the driver itself wrote has come by then.
   */
  #dropHeldOutput(): void {
    const { stdout } = this.#child;
    if (stdout.destroyed || stdout.readableEnded) return;
    const timer = systemClock.setTimer(SETTLE_MS, () => stdout.destroy());
    stdout.once("close", () => timer.cancel());
  }
}

/** Signals what is left of a process's group. */
function signalGroup(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

function keepTail(child: ChildProcessWithoutNullStreams, onStderr: ((text: string) => void) | undefined): () => string {
  let tail = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text: string) => {
    tail = `${tail}${text}`.slice(-STDERR_TAIL);
    onStderr?.(text);
  });
  child.stderr.on("error", () => undefined);
  return () => tail;
}

function cannotStart({ command }: StdioEndpoint, cwd: string, error: NodeJS.ErrnoException): WireFault {
  const attempt = `start the driver "${command}"`;
  if (error.code === "EACCES")
    return cannotConnect(
      attempt,
      "the file may not be executed",
      "Make it executable (chmod +x), or name its interpreter",
    );
  if (error.code !== "ENOENT") return cannotConnect(attempt, error.message, "Check the command");
  if (!existsSync(cwd))
    return cannotConnect(attempt, `there is no directory "${cwd}" to run it in`, "Check the working directory");
  if (command.includes("/") && existsSync(command)) {
    return cannotConnect(
      attempt,
      "the interpreter that its first line names does not exist",
      "Correct the line that begins with #!",
    );
  }
  return cannotConnect(
    attempt,
    "there is no such command",
    `Check its spelling and the PATH; a relative path begins at "${cwd}"`,
  );
}
