// What the driver remembers of an instance. Its power state is not part of it: that is read from QEMU.
import { readFile } from "node:fs/promises";

import { DriverError, type Flavor } from "@virt-driver-kit/spec";

/** A disk beside the root disk. */
export interface LocalDisk {
  /** Its file in the instance's directory. */
  readonly file: string;
  readonly sizeBytes: number;
}

/** An instance as `instance.json` holds it. */
export interface InstanceRecord {
  /** The layout of this file. */
  readonly format: 1;
  readonly uuid: string;
  /** The name that `spawn` was given. */
  readonly name: string;
  readonly projectId?: string;
  readonly imageId: string;
  readonly flavor: Flavor;
  /** The disks beside the root disk, in the order in which the guest sees them; absent for none. */
  readonly localDisks?: readonly LocalDisk[];
}

/**
 * Reads a record.
 *
 * @param path - The file.
 * @returns The record, or undefined if there is no such file.
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if the file cannot be read or understood. It is an instance all the same.
 */
export async function readRecord(path: string): Promise<InstanceRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(path, "utf8")) as InstanceRecord;
    if (record.format === 1) return record;
    throw new RangeError(`its format is ${String(record.format)}, and this driver knows 1`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new DriverError("BACKEND_UNREACHABLE", `Cannot read "${path}": ${(error as Error).message}`, {
      effect: "none",
      cause: error,
    });
  }
}
