/** The operations of group `consoles`. */

import { type ComputeDriver, DriverError } from "@virt-driver-kit/spec";
import { type ConsoleAddressOperation, consoleAddressOperations } from "./consoles/console-operations.ts";
import type { DriverContext } from "./driver-context.ts";
import { instanceOf } from "./not-found.ts";

/** The most that one answer carries: as base64 it fits the smallest message that a session can agree on. */
const READ_BYTES = 32_768;

/** Makes the operations of group `consoles`. */
export function consoleOperations(
  context: DriverContext,
): Required<Pick<ComputeDriver, "getConsoleOutput" | ConsoleAddressOperation>> {
  const { hypervisor } = context;
  return {
    ...consoleAddressOperations(context),

    async getConsoleOutput({ instanceUuid, offset = 0, limit = READ_BYTES }) {
      const attempt = `read the console of instance "${instanceUuid}"`;
      const record = instanceOf(hypervisor.look(attempt), instanceUuid, attempt);
      const reading = hypervisor.readConsole(record, offset, Math.min(limit, READ_BYTES));
      if (reading === undefined) {
        throw new DriverError("CONSOLE_NOT_AVAILABLE", `Cannot ${attempt}: it has no console log yet`, {
          effect: "none",
          details: { instanceUuid },
        });
      }
      return {
        data: Buffer.from(reading.text, "latin1").toString("base64"),
        offset: reading.offset,
        nextOffset: reading.offset + reading.text.length,
        firstOffset: reading.firstOffset,
        endOffset: reading.endOffset,
      };
    },
  };
}
