// Runs a command of the site's, without a shell and for a limited time.
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

import type { Clock } from "@virt-driver-kit/spec";

/** A command. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** What a command runs with. */
export interface Surroundings {
  /** Environment variables, beside those of the kit's process. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file for what it writes. */
  readonly log: string;
  /** How long it may take, in real milliseconds. */
  readonly withinMs: number;
  readonly clock: Clock;
}

/** How a command ended. */
export interface Ending {
  /** Absent if it did not end by itself. */
  readonly code?: number;
  /** What is to be said of it after its name. */
  readonly text: string;
}

/**
 * Runs a command to its end.
 *
 * What it writes goes to a file: a command that starts a driver leaves one behind which still holds its output, and is not waited for.
 *
 * @returns How it ended.
 */
export async function runCommand(
  { command, args, cwd }: Command,
  { variables, log, withinMs, clock }: Surroundings,
  signal?: AbortSignal,
): Promise<Ending> {
  if (signal?.aborted === true) return { text: "was not run, since the check was ended first" };
  const file = openSync(log, "w");
  try {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...variables },
      stdio: ["ignore", file, file],
      detached: true,
    });
    let reason: string | undefined;
    const kill = (why: string): void => {
      reason = why;
      if (child.pid !== undefined) killGroup(child.pid);
    };
    const timer = clock.setTimer(withinMs, () => kill(`did not end within ${withinMs} ms, and was killed`));
    const cancel = (): void => kill("was killed, since the check was ended");
    signal?.addEventListener("abort", cancel, { once: true });
    const { promise, resolve } = Promise.withResolvers<Ending>();
    child.once("error", (error) => resolve({ text: `could not be started: ${error.message}` }));
    child.once("exit", (code, killedBy) =>
      resolve(
        reason !== undefined || code === null
          ? { text: reason ?? `was ended by ${killedBy}` }
          : { code, text: `exited with ${code}` },
      ),
    );
    const ending = await promise;
    timer.cancel();
    signal?.removeEventListener("abort", cancel);
    return ending;
  } finally {
    closeSync(file);
  }
}

/** A command that is killed takes with it what it has started. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}
