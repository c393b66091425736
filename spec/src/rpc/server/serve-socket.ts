// Serves a driver on a socket: several connections at a time, one session in control.
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { streamChannel } from "../channel/stream-channel.ts";
import { closeSocket } from "../close-socket.ts";
import { WireError } from "../faults/wire-error.ts";
import { wireFault } from "../faults/wire-fault.ts";
import type { DriverRuntime } from "./driver-runtime.ts";
import type { RunningTransport } from "./serve-transport.ts";
import { listenOnPath } from "./unix-socket.ts";

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/u;

/**
 * Serves a run of a driver on a unix socket.
 *
 * @param runtime - The run.
 * @param path - Where the socket is made.
 * @returns The transport.
 * @throws {@link WireError} `cannot-listen` if the path cannot be listened on; see {@link listenOnPath}.
 */
export async function serveUnix(runtime: DriverRuntime, path: string): Promise<RunningTransport> {
  const [server, stop] = acceptInto(runtime);
  await listenOnPath(server, path);
  return { address: `unix:${path}`, endsWithShutdown: false, stop };
}

/**
 * Serves a run of a driver on a TCP port of the loopback interface.
 *
 * @param runtime - The run.
 * @param host - The interface, by name or address.
 * @param port - The port; 0 picks a free one.
 * @returns The transport.
 * @throws RangeError if the host is not the loopback interface: there is nothing to keep strangers out.
 * @throws {@link WireError} `cannot-listen` if the port cannot be listened on.
 */
export async function serveTcp(runtime: DriverRuntime, host: string, port: number): Promise<RunningTransport> {
  if (!LOOPBACK.test(host))
    throw new RangeError(`Cannot serve on "${host}": TCP is for the loopback interface only, use a unix socket`);
  const [server, stop] = acceptInto(runtime);
  await listen(server, host, port);
  return { address: `tcp:${host}:${(server.address() as AddressInfo).port}`, endsWithShutdown: false, stop };
}

/** Makes a socket server whose connections go to a driver, and the way to stop it. */
function acceptInto(runtime: DriverRuntime): [Server, () => Promise<void>] {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    runtime.connect(streamChannel({ readable: socket, writable: socket }), { blame: "caller", stream: "connection" });
  });
  const stop = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    await Promise.all([...sockets].map(closeSocket));
    await closed;
  };
  return [server, stop];
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (error) {
    const message = `Cannot listen on tcp:${host}:${port}: ${(error as Error).message}`;
    throw new WireError(
      wireFault({ kind: "cannot-listen", blame: "driver", message, hint: "Choose another port, or 0 for a free one" }),
    );
  }
}
