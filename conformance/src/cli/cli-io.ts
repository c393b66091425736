// What a command needs of the process that it runs in. Injected, so that a test can be that process.
import type { Readable } from "node:stream";

/** One of the two streams that a command writes to. */
export interface CliStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The surroundings of a command. */
export interface CliIo {
  readonly stdin: Readable;
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the user wants to stop. What runs is then given up and cleaned up. */
  readonly signal: AbortSignal;
}

/** A command's exit code: 0 conforms or done, 1 does not conform, 2 usage or harness error. */
export type ExitCode = 0 | 1 | 2;

/** Writes lines. */
export function print(stream: CliStream, lines: readonly string[]): void {
  for (const line of lines) stream.write(`${line}\n`);
}

/** Whether a stream shows colours: a terminal does, unless `NO_COLOR` is set; `FORCE_COLOR` makes any do. */
export function hasColour(stream: CliStream, env: CliIo["env"]): boolean {
  if (env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0") return true;
  return stream.isTTY === true && env["NO_COLOR"] === undefined;
}
