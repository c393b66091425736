// Reaches a driver in this process, behind the same messages as any other.
import { systemClock } from "../../driver/clock.ts";
import type { ByteChannel } from "../channel/byte-channel.ts";
import { memoryChannelPair } from "../channel/memory-channel.ts";
import { closedByDriver } from "../faults/connection-faults.ts";
import { channelTo } from "../server/run-driver.ts";
import { startRuntime } from "../server/serve-driver.ts";
import type { Attachment } from "./attachment.ts";
import type { MemoryEndpoint, RunEndpoint } from "./endpoint.ts";

/**
 * Reaches a driver in this process.
 *
 * @param endpoint - A run of it, or its definition, to be run for this connection alone.
 * @returns The driver, reached. It ends with the connection if it was run for it.
 * @throws Whatever the definition's `create` throws.
 */
export async function attachMemory(endpoint: MemoryEndpoint | RunEndpoint): Promise<Attachment> {
  return "run" in endpoint ? attached(channelTo(endpoint.run)) : attachAlone(endpoint);
}

async function attachAlone(endpoint: MemoryEndpoint): Promise<Attachment> {
  const { definition, clock = systemClock, log } = endpoint;
  const [ours, theirs] = memoryChannelPair();
  const runtime = await startRuntime(definition, { clock, ...(log === undefined ? {} : { log }) }, () =>
    setImmediate(() => theirs.end()),
  );
  runtime.connect(theirs, { blame: "caller", stream: "connection" });
  return attached(ours, () => runtime.close());
}

function attached(channel: ByteChannel, afterwards?: () => Promise<void>): Attachment {
  return {
    channel,
    speaker: { blame: "driver", stream: "connection" },
    whyEnded: async () => closedByDriver("connection", "without a word"),
    close: async () => {
      channel.end();
      await afterwards?.();
    },
  };
}
