// Ends a socket: what was written goes first, but a peer that does not read cannot keep it open.
import { once } from "node:events";
import type { Socket } from "node:net";
import { within } from "./within.ts";

/** How long a peer may take to read what was written to it, in real milliseconds. */
const FLUSH_MS = 3000;

/**
 * Ends a socket.
 *
 * @param socket - The socket; nothing happens if it is closed already.
 * @returns Resolves once it is closed, in bounded time. What the peer has not read by then is dropped.
 */
export async function closeSocket(socket: Socket): Promise<void> {
  if (socket.closed) return;
  const closed = once(socket, "close");
  socket.destroySoon();
  if (!(await within(FLUSH_MS, closed))) socket.destroy();
  await closed;
}
