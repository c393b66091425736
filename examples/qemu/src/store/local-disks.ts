// Makes the local disks beside the root disk. Each is a file of its own instance, so nothing of another one can be in it.
import { open } from "node:fs/promises";
import { join } from "node:path";

import type { LocalDisk } from "./instance-record.ts";

/**
 * Makes disks that are not there yet, blank. One that was kept stays as it is, but for its size.
 *
 * @param directory - The instance's directory.
 */
export async function makeLocalDisks(directory: string, disks: readonly LocalDisk[]): Promise<void> {
  for (const { file, sizeBytes } of disks) {
    const handle = await open(join(directory, file), "a", 0o600);
    try {
      await handle.truncate(sizeBytes);
    } finally {
      await handle.close();
    }
  }
}
