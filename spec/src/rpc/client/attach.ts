// Reaches a driver, wherever it is.
import type { Attachment } from "./attachment.ts";
import { attachMemory } from "./attach-memory.ts";
import { attachProcess } from "./attach-process.ts";
import type { ProcessOptions } from "./attach-process.ts";
import { attachSocket } from "./attach-socket.ts";
import type { DriverEndpoint } from "./endpoint.ts";

/**
 * Reaches a driver.
 *
 * @param endpoint - Where it is.
 * @param options - How its process is treated, if it is to be started.
 * @returns The driver, reached.
 * @throws {@link WireError} `cannot-connect` if it could not be started or reached.
 */
export function attach(endpoint: DriverEndpoint, options: ProcessOptions): Promise<Attachment> {
  switch (endpoint.kind) {
    case "stdio":
      return attachProcess(endpoint, options);
    case "unix":
    case "tcp":
      return attachSocket(endpoint);
    case "memory":
      return attachMemory(endpoint);
  }
}
