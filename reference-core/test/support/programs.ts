/** The programs `vdk-core` and `vdk-fake-driver` as processes of their own, run from source, so that they can be killed. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { onTestFinished, vi } from "vitest";

/** How long a program may take to start serving, in milliseconds. */
const START_LIMIT_MS = 20_000;

/** The arguments with which node runs a program of a package. */
export function programArguments(program: "vdk-core" | "vdk-fake-driver"): string[] {
  const folder = program === "vdk-core" ? "../.." : "../../../fake-driver";
  const { pathname } = new URL(`${folder}/src/bin/${program}.ts`, import.meta.url);
  return ["--conditions=@virt-driver-kit/source", pathname];
}

/** A program that is running. */
export class Program {
  /** All that it wrote, to standard output and standard error. */
  output: string = "";
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exited = once(child, "exit");
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => (this.output += text));
    }
  }

  /** Starts a program. It is killed when the test has finished. */
  static start(program: "vdk-core" | "vdk-fake-driver", args: readonly string[]): Program {
    const child = spawn(process.execPath, [...programArguments(program), ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const started = new Program(child);
    onTestFinished(() => started.kill("SIGKILL"));
    return started;
  }

  /** Waits until it serves, or has ended. */
  async serves(): Promise<void> {
    const check = (): void => {
      assert.ok(this.isDead || this.output.includes("serving on "), `It does not serve yet: ${this.output}`);
    };
    await vi.waitFor(check, { timeout: START_LIMIT_MS, interval: 10 });
  }

  /** The exit status, once it has ended by itself. */
  get status(): number | null {
    return this.#child.exitCode;
  }

  /** Whether it has ended, by itself or by a signal. */
  get isDead(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Sends a signal, and waits until the program has ended. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    if (this.isDead) return;
    this.#child.kill(signal);
    await this.#exited;
  }

  /** Kills the program at once; from then on it does nothing. */
  killNow(): void {
    this.#child.kill("SIGKILL");
  }

  /** Where it serves, such as `http://127.0.0.1:8774`. */
  get url(): string {
    return /serving on (http:\S+)/u.exec(this.output)?.[1] ?? "";
  }
}
