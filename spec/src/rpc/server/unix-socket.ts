// Makes a unix socket that only its owner can connect to, and takes the place of a dead one but never of a live one.
import { once } from "node:events";
import { chmodSync, existsSync, lstatSync, unlinkSync } from "node:fs";
import { connect } from "node:net";
import type { Server } from "node:net";
import { dirname } from "node:path";
import { isMainThread } from "node:worker_threads";
import { WireError } from "../faults/wire-error.ts";
import { wireFault } from "../faults/wire-fault.ts";

/** Where a unix socket's path has to end, on the platforms we know; the rest is cut off silently by the system. */
const LONGEST_PATH_BYTES = 107;
const OWNER_ONLY = 0o600;

/**
 * Listens on a unix socket with mode 0600.
 *
 * @param server - What listens.
 * @param path - Where the socket is made.
 * @throws {@link WireError} `cannot-listen` if something listens there already, if the path holds something else than a
 *   socket, or if it cannot be made.
 */
export async function listenOnPath(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES) {
    throw cannotListen(path, `a socket's path has at most ${LONGEST_PATH_BYTES} bytes`, "Choose a shorter path");
  }
  if (!existsSync(dirname(path))) throw cannotListen(path, "its directory does not exist", "Make the directory first");
  await removeStale(path);
  bindPrivately(server, path);
  try {
    await once(server, "listening");
  } catch (error) {
    throw cannotListen(path, (error as Error).message, "Check that its directory may be written to");
  }
}

async function removeStale(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket())
    throw cannotListen(path, "the path exists and is not a socket", "Remove what is there, or choose another path");
  if (await isAlive(path))
    throw cannotListen(path, "another process is listening there", "Stop it, or choose another path");
  unlinkSync(path);
}

/** Whether somebody accepts connections there; a socket that refuses us for another reason counts as alive. */
async function isAlive(path: string): Promise<boolean> {
  const probe = connect(path);
  try {
    await once(probe, "connect");
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ECONNREFUSED";
  } finally {
    probe.destroy();
  }
}

/**
 * The file is made within `listen`; the mask keeps others out from the first moment. Only the main thread may change
 * it.
 */
function bindPrivately(server: Server, path: string): void {
  const mask = isMainThread ? process.umask(0o177) : undefined;
  try {
    server.listen(path);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) chmodSync(path, OWNER_ONLY);
  } finally {
    if (mask !== undefined) process.umask(mask);
  }
}

function cannotListen(path: string, state: string, hint: string): WireError {
  return new WireError(
    wireFault({
      kind: "cannot-listen",
      blame: "driver",
      message: `Cannot listen on unix socket "${path}": ${state}`,
      hint,
    }),
  );
}
