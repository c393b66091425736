// Serves a driver on two streams that the program supplies.
import type { Readable, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { streamChannel } from "../channel/stream-channel.ts";
import type { DriverRuntime } from "./driver-runtime.ts";
import type { RunningTransport } from "./serve-transport.ts";

/**
 * Serves a run of a driver on streams.
 *
 * @param runtime - The run.
 * @param input - What the caller writes to.
 * @param output - What the caller reads from.
 * @returns The transport. It ends with its input.
 */
export function serveStreams(runtime: DriverRuntime, input: Readable, output: Writable): RunningTransport {
  runtime.connect(streamChannel({ readable: input, writable: output }), { blame: "caller", stream: "connection" });
  const ended = finished(input, { writable: false }).catch(() => undefined);
  return { address: "streams", ended, endsWithShutdown: true, stop: async () => undefined };
}
