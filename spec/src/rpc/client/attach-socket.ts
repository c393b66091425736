// Connects to a driver that listens on a socket.
import { once } from "node:events";
import { connect } from "node:net";
import { streamChannel } from "../channel/stream-channel.ts";
import { closeSocket } from "../close-socket.ts";
import { cannotConnect, closedByDriver } from "../faults/connection-faults.ts";
import { WireError } from "../faults/wire-error.ts";
import type { Attachment } from "./attachment.ts";
import type { TcpEndpoint, UnixEndpoint } from "./endpoint.ts";

/**
 * Connects to a driver.
 *
 * @param endpoint - The socket.
 * @returns The driver, reached.
 * @throws {@link WireError} `cannot-connect` if nothing answers there.
 */
export async function attachSocket(endpoint: UnixEndpoint | TcpEndpoint): Promise<Attachment> {
  const address = endpoint.kind === "unix" ? `unix:${endpoint.path}` : `tcp:${endpoint.host}:${endpoint.port}`;
  const socket = endpoint.kind === "unix" ? connect(endpoint.path) : connect(endpoint.port, endpoint.host);
  socket.setNoDelay(true);
  const channel = streamChannel({ readable: socket, writable: socket });
  try {
    await once(socket, "connect");
  } catch (error) {
    socket.destroy();
    throw new WireError(notReached(address, error as NodeJS.ErrnoException), { cause: error });
  }
  return {
    channel,
    speaker: { blame: "driver", stream: "connection" },
    whyEnded: async (error) =>
      closedByDriver("connection", error === undefined ? "without a word" : `with ${error.message}`),
    close: () => closeSocket(socket),
  };
}

function notReached(address: string, error: NodeJS.ErrnoException): ReturnType<typeof cannotConnect> {
  const attempt = `connect to the driver at ${address}`;
  switch (error.code) {
    case "ENOENT":
      return cannotConnect(attempt, "there is no such socket", "Start the driver first, and check the path");
    case "ECONNREFUSED":
      return cannotConnect(attempt, "nothing listens there", "Start the driver first");
    case "EACCES":
      return cannotConnect(attempt, "this user may not", "Run as the user that owns the socket");
    default:
      return cannotConnect(attempt, error.message, "Check the address");
  }
}
