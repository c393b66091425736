// The probe guest in a QEMU of its own, with neither driver nor kit between: what the guest does where nobody simulates it.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { systemClock } from "@virt-driver-kit/spec";
import { describe, onTestFinished } from "vitest";

const PROGRAM = "qemu-system-x86_64";
const LIMIT_MS = 60_000;
const LOOK_MS = 20;

const hasQemu = spawnSync(PROGRAM, ["--version"]).status === 0;

/** Groups tests that need QEMU. Without one they are skipped, and the title says so. */
export function describeWithQemu(title: string, tests: () => void): void {
  const reason = hasQemu ? "" : ` (skipped: ${PROGRAM} is not installed, so there are no guests to run)`;
  describe.skipIf(!hasQemu)(`${title}${reason}`, () => {
    tests();
  });
}

/** A guest that runs. Its process is killed when the test has finished. */
export class RealGuest {
  readonly #child: ChildProcess;
  readonly #console: string;
  readonly #monitor: string;
  #command: ((name: string) => Promise<void>) | undefined;

  /**
   * Starts a guest.
   *
   * @param directory - Where its console and its monitor are to be; on it, a path of less than 80 characters.
   * @param disk - The path of the disk that it boots from, a raw one.
   * @param options - Further options of QEMU.
   */
  constructor(directory: string, disk: string, options: readonly string[]) {
    this.#console = join(directory, "console");
    this.#monitor = join(directory, "qmp");
    this.#child = spawn(
      PROGRAM,
      [
        ["-no-user-config", "-nodefaults", "-display", "none", "-accel", "tcg", "-m", "32M"],
        ["-serial", `file:${this.#console}`, "-qmp", `unix:${this.#monitor},server=on,wait=off`],
        ["-drive", `if=none,id=boot,format=raw,file=${disk}`, "-device", "ide-hd,drive=boot,bootindex=1"],
        options,
      ].flat(),
      { stdio: "inherit" },
    );
    onTestFinished(async () => {
      this.#child.kill("SIGKILL");
      if (!this.#hasEnded) await once(this.#child, "exit");
    });
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** All that it has written. */
  get text(): string {
    return existsSync(this.#console) ? readFileSync(this.#console, "latin1") : "";
  }

  /** Waits until what it has written matches, and gives all that it has written by then. */
  async until(written: RegExp): Promise<string> {
    for (let waitedMs = 0; waitedMs < LIMIT_MS; waitedMs += LOOK_MS) {
      const { text } = this;
      if (written.test(text)) return text;
      if (this.#hasEnded) throw new Error(`QEMU has ended, and the guest has not written ${String(written)}:\n${text}`);
      await systemClock.sleep(LOOK_MS);
    }
    throw new Error(`Waited ${LIMIT_MS} ms in vain for ${String(written)} in:\n${this.text}`);
  }

  /** Gives QEMU a command, such as `inject-nmi`, and waits for its answer. */
  async command(name: string): Promise<void> {
    this.#command ??= await commander(this.#monitor);
    await this.#command(name);
  }
}

async function commander(path: string): Promise<(name: string) => Promise<void>> {
  const socket: Socket = connect(path);
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  await lines.next();
  const command = async (name: string): Promise<void> => {
    socket.write(`${JSON.stringify({ execute: name })}\n`);
    for (;;) {
      const answer = JSON.parse((await lines.next()).value ?? "{}") as { event?: string; return?: object };
      if (answer.event !== undefined) continue;
      if (answer.return === undefined) throw new Error(`QEMU refused "${name}": ${JSON.stringify(answer)}`);
      return;
    }
  };
  await command("qmp_capabilities");
  return command;
}
