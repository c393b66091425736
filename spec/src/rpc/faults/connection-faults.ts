// Faults of a connection as a whole: it could not be made, or it ended.
import { excerptOf } from "./excerpt.ts";
import { wireFault } from "./wire-fault.ts";
import type { WireFault } from "./wire-fault.ts";

/** How a process ended. */
export interface ProcessExit {
  /** Its exit code; null if a signal killed it. */
  readonly code: number | null;
  /** The signal that killed it, such as `SIGKILL`; null if it exited. */
  readonly signal: string | null;
}

/** A driver that could not be reached or started. */
export function cannotConnect(what: string, state: string, hint: string): WireFault {
  return wireFault({ kind: "cannot-connect", blame: "caller", message: `Cannot ${what}: ${state}`, hint });
}

/** A driver process that ended before its caller wanted it to. */
export function driverExited(command: string, exit: ProcessExit, stderrTail: string): WireFault {
  const how = exit.signal === null ? `exited with code ${exit.code}` : `was killed by ${exit.signal}`;
  const lastLine = stderrTail.trimEnd().split("\n").at(-1) ?? "";
  const said = lastLine === "" ? "it wrote nothing to stderr" : `the last line of its stderr is ${excerptOf(lastLine)}`;
  return wireFault({
    kind: "driver-exited",
    blame: "driver",
    message: `Cannot go on with the driver "${command}": it ${how}, and ${said}`,
    hint: exitHint(exit),
    ...(stderrTail === "" ? {} : { excerpt: excerptOf(stderrTail.slice(-400), 400) }),
  });
}

function exitHint({ code, signal }: ProcessExit): string {
  if (code === 127)
    return "Code 127 is a shell's word for a command that it did not find; check the command's spelling and the PATH";
  if (code === 126) return "Code 126 is a shell's word for a file that it may not execute; check the file's mode";
  if (signal !== null)
    return "Look for what killed it: a crash of its own, a supervisor, or the system short of memory";
  return "A driver runs until its standard input ends; read its stderr for the reason";
}

/** A connection that the driver ended while it should have gone on. */
export function closedByDriver(stream: string, state: string): WireFault {
  return wireFault({
    kind: "connection-closed",
    blame: "driver",
    message: `Cannot go on with the driver: it closed its ${stream}, ${state}`,
    hint: "Keep the connection open until the caller ends it",
  });
}

/** A connection that the caller closed. */
export function closedByCaller(): WireFault {
  return wireFault({
    kind: "connection-closed",
    blame: "caller",
    message: "Cannot call the driver: this connection was closed by its owner",
    hint: "Connect again, and initialize a session with a higher epoch",
  });
}
