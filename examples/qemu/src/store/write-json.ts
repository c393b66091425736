// Files that are either as before or as wanted, whatever happens while they are written.
import { open, rename } from "node:fs/promises";

/**
 * Writes a value as JSON, all or nothing, and on the disk when it returns.
 *
 * @param path - The file. Replaced if it exists. `<path>.new` may be left by a crash and means nothing.
 */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const handle = await open(`${path}.new`, "w", 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(value, undefined, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${path}.new`, path);
}
