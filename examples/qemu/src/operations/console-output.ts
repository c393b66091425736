// getConsoleOutput: the file that QEMU appends the guest's serial output to, over all its boots.
import { open } from "node:fs/promises";

import {
  type Call,
  DriverError,
  type GetConsoleOutputParams,
  type GetConsoleOutputResult,
} from "@virt-driver-kit/spec";

import type { QemuNode } from "../node/qemu-node.ts";
import { attempting } from "./instance-operation.ts";

/** Bytes in one answer at most. In base64 they still fit the smallest message that a caller may accept. */
const MAX_BYTES = 40 * 1024;

/** Reads part of an instance's console. See `ComputeDriver.getConsoleOutput`. */
export async function getConsoleOutput(
  node: QemuNode,
  { instanceUuid, offset = 0, limit = MAX_BYTES }: GetConsoleOutputParams,
  call: Call,
): Promise<GetConsoleOutputResult> {
  await node.find(instanceUuid, "read the console of");
  return attempting(`read the console of instance "${instanceUuid}"`, "none", call, async () => {
    const file = await open(node.store.files(instanceUuid).console).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? notAvailable(instanceUuid) : error;
    });
    try {
      const { size: endOffset } = await file.stat();
      const from = Math.min(offset, endOffset);
      const buffer = Buffer.alloc(Math.min(limit, MAX_BYTES, endOffset - from));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      const data = buffer.subarray(0, bytesRead).toString("base64");
      return { data, offset: from, nextOffset: from + bytesRead, firstOffset: 0, endOffset };
    } finally {
      await file.close();
    }
  });
}

function notAvailable(instanceUuid: string): DriverError {
  return new DriverError(
    "CONSOLE_NOT_AVAILABLE",
    `Cannot read the console of instance "${instanceUuid}": it has none yet`,
    {
      effect: "none",
      details: { instanceUuid },
    },
  );
}
