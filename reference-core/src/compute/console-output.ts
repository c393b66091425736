/** Reads the end of a console log. */
import { DriverError } from "@virt-driver-kit/spec";
import type { DriverConnection } from "@virt-driver-kit/spec";
import { pieceReader } from "../driver/ask-for-less.ts";
import type { DriverSession } from "../driver/driver-session.ts";
import { NoAnswerError, SessionEndedError } from "../driver/session-errors.ts";
import { ComputeError } from "./compute-error.ts";

/** How much of the log is looked at, in bytes, as in Nova's MAX_CONSOLE_BYTES. */
const TAIL_BYTES = 102_400;

/**
 * Reads the last lines that a guest wrote.
 *
 * @param lines - Most lines to return; all that is looked at if absent.
 * @returns The text; bytes that are not UTF-8 are replaced.
 * @throws {@link ComputeError} NOT_FOUND if there is no instance or no log, DRIVER_UNAVAILABLE if the driver cannot be asked now.
 * @see Nova nova/compute/manager.py get_console_output, _tail_log
 */
export async function readConsole(
  session: DriverSession,
  instanceUuid: string,
  lines: number | undefined,
): Promise<string> {
  try {
    const tail = await session.ask((connection) => readTail(connection, instanceUuid));
    return lines === undefined ? tail : lastLines(tail, lines);
  } catch (error) {
    throw refusal(error) ?? error;
  }
}

async function readTail({ driver }: DriverConnection, instanceUuid: string): Promise<string> {
  const { endOffset } = await driver.getConsoleOutput({ instanceUuid, limit: 1 });
  const readPiece = pieceReader(TAIL_BYTES);
  const pieces: Buffer[] = [];
  let offset = Math.max(0, endOffset - TAIL_BYTES);
  while (offset < endOffset) {
    const start = offset;
    const piece = await readPiece((most) =>
      driver.getConsoleOutput({ instanceUuid, offset: start, limit: Math.min(most, endOffset - start) }),
    );
    if (piece.nextOffset <= offset) break;
    pieces.push(Buffer.from(piece.data, "base64"));
    offset = piece.nextOffset;
  }
  return Buffer.concat(pieces).toString("utf8");
}

function lastLines(text: string, count: number): string {
  if (count === 0) return "";
  const all = text.split("\n");
  return all.slice(-(text.endsWith("\n") ? count + 1 : count)).join("\n");
}

function refusal(error: unknown): ComputeError | undefined {
  if (error instanceof NoAnswerError || error instanceof SessionEndedError) {
    return new ComputeError("DRIVER_UNAVAILABLE", error.message, { cause: error });
  }
  if (!(error instanceof DriverError)) return undefined;
  if (error.code === "INSTANCE_NOT_FOUND" || error.code === "CONSOLE_NOT_AVAILABLE") {
    return new ComputeError("NOT_FOUND", "Unable to get console log: the guest has written none", { cause: error });
  }
  return new ComputeError("DRIVER_UNAVAILABLE", error.message, { cause: error });
}
