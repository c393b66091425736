// Unix sockets in directories of any depth. A socket's address holds about 100 bytes, and the directories of CI jobs are often longer.
import { open } from "node:fs/promises";
import { join } from "node:path";

/** The longest address that every system takes, in bytes. Linux has 108 with the terminator, the BSDs 104. */
const MAX_ADDRESS_BYTES = 103;

/** An address for a socket, good until it is released. */
export interface SocketPath {
  readonly path: string;
  readonly release: () => Promise<void>;
}

/**
 * Finds an address short enough for a socket in a directory.
 *
 * @param directory - The directory, which exists.
 * @param name - The socket's name in it.
 * @returns The plain path or, where that is too long, one through /proc that leads to the same place.
 * @throws RangeError if the path is too long and the host has no /proc.
 */
export async function socketPath(directory: string, name: string): Promise<SocketPath> {
  const plain = join(directory, name);
  if (Buffer.byteLength(plain) <= MAX_ADDRESS_BYTES) return { path: plain, release: () => Promise.resolve() };
  if (process.platform !== "linux") {
    throw new RangeError(`Cannot use a socket at "${plain}": the path is longer than ${MAX_ADDRESS_BYTES} bytes`);
  }
  const handle = await open(directory);
  return { path: `/proc/self/fd/${handle.fd}/${name}`, release: () => handle.close() };
}
