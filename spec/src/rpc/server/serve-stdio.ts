// Serves a driver on the process's standard input and output, and ends the process with its input.
import { streamChannel } from "../channel/stream-channel.ts";
import type { DriverRuntime } from "./driver-runtime.ts";
import type { RunningTransport } from "./serve-transport.ts";
import { takeStdout } from "./take-stdout.ts";

/**
 * Serves a run of a driver on standard input and output.
 *
 * @param runtime - The run.
 * @returns The transport. It ends with its input, and then ends the process.
 */
export function serveStdio(runtime: DriverRuntime): RunningTransport {
  const { stdin, stdout } = process;
  const write = takeStdout();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  stdin.once("end", resolve);
  stdin.once("close", resolve);
  stdin.once("error", () => resolve());
  runtime.connect(streamChannel({ readable: stdin, writable: stdout, write }), { blame: "caller", stream: "stdin" });
  return {
    address: "stdio",
    ended,
    endsWithShutdown: true,
    stop: async () => void stdin.pause(),
    // The one place outside bin/ that ends the process: a driver whose author left a timer running has to end with its
    // caller too.
    // oxlint-disable-next-line no-restricted-properties
    finish: () => void write("", () => process.exit()),
  };
}
