// Runs a driver in this process for any number of connections, as a socket would have it reached.
import type { ByteChannel } from "../channel/byte-channel.ts";
import { memoryChannelPair } from "../channel/memory-channel.ts";
import type { DriverDefinition } from "../../driver/define-driver.ts";
import type { DriverRuntime } from "./driver-runtime.ts";
import { startRuntime } from "./serve-driver.ts";
import type { ServeOptions } from "./serve-driver.ts";

/** A run of a driver in this process. Connections reach it through the endpoint `{ kind: "memory", run }`. */
export interface DriverRun {
  /**
   * Lets calls in progress finish within the grace, and ends the connections. Instances stay.
   *
   * @returns Resolves once that is done. Safe to call twice.
   */
  close(): Promise<void>;
}

const runtimes = new WeakMap<DriverRun, DriverRuntime>();

/**
 * Runs a driver that outlives its connections: each may open a session, the newest is in control, and a `shutdown` ends
 * the session alone.
 *
 * @param definition - The driver.
 * @param options - How to run it.
 * @returns The run, which can be connected to at once.
 * @throws RangeError if an option makes no sense.
 * @throws Whatever the definition's `create` throws.
 */
export async function runDriver(
  definition: DriverDefinition,
  options: Omit<ServeOptions, "transport"> = {},
): Promise<DriverRun> {
  const runtime = await startRuntime(definition, options, () => undefined);
  const run: DriverRun = { close: () => runtime.close() };
  runtimes.set(run, runtime);
  return run;
}

/**
 * Opens a connection to a run.
 *
 * @param run - What {@link runDriver} returned.
 * @returns The caller's end of it.
 * @throws TypeError if it is something else.
 */
export function channelTo(run: DriverRun): ByteChannel {
  const runtime = runtimes.get(run);
  if (runtime === undefined) throw new TypeError("Cannot connect in memory: the run is not one of runDriver()");
  const [ours, theirs] = memoryChannelPair();
  runtime.connect(theirs, { blame: "caller", stream: "connection" });
  return ours;
}
