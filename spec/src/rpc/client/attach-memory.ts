// Runs a driver in this process, behind the same messages as any other.
import { systemClock } from "../../driver/clock.ts";
import { memoryChannelPair } from "../channel/memory-channel.ts";
import { closedByDriver } from "../faults/connection-faults.ts";
import { startRuntime } from "../server/serve-driver.ts";
import type { Attachment } from "./attachment.ts";
import type { MemoryEndpoint } from "./endpoint.ts";

/**
 * Runs a driver for one connection.
 *
 * @param endpoint - The driver.
 * @returns The driver, reached. It ends with the connection.
 * @throws Whatever the definition's `create` throws.
 */
export async function attachMemory(endpoint: MemoryEndpoint): Promise<Attachment> {
  const { definition, clock = systemClock, log } = endpoint;
  const [ours, theirs] = memoryChannelPair();
  const runtime = await startRuntime(definition, { clock, ...(log === undefined ? {} : { log }) }, () =>
    setImmediate(() => theirs.end()),
  );
  runtime.connect(theirs, { blame: "caller", stream: "connection" });
  return {
    channel: ours,
    speaker: { blame: "driver", stream: "connection" },
    whyEnded: async () => closedByDriver("connection", "without a word"),
    close: async () => {
      ours.end();
      await runtime.close();
    },
  };
}
