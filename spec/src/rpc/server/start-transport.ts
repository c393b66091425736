// Starts the transport that a driver is to be reached through.
import type { DriverRuntime } from "./driver-runtime.ts";
import { serveTcp, serveUnix } from "./serve-socket.ts";
import { serveStdio } from "./serve-stdio.ts";
import { serveStreams } from "./serve-streams.ts";
import type { RunningTransport, ServeTransport } from "./serve-transport.ts";

/**
 * Starts a transport.
 *
 * @param runtime - The run of a driver that takes its connections.
 * @param transport - What the driver is to be reached through.
 * @returns The transport, taking connections.
 * @throws {@link WireError} `cannot-listen` if it cannot take any; RangeError if it must not.
 */
export async function startTransport(runtime: DriverRuntime, transport: ServeTransport): Promise<RunningTransport> {
  switch (transport.kind) {
    case "stdio":
      return serveStdio(runtime);
    case "unix":
      return serveUnix(runtime, transport.path);
    case "tcp":
      return serveTcp(runtime, transport.host ?? "127.0.0.1", transport.port);
    case "streams":
      return serveStreams(runtime, transport.input, transport.output);
  }
}
