// Makes the state directory. Folders are made one by one: Node's recursive `mkdir` never returns where the file system says that a folder
// which is there is not, as /proc does.
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

import { reasonOf, unusableDirectory } from "./unusable-directory.ts";

const NEXT_STEP = "give a path where a directory can be made";

/**
 * Makes a directory and those above it, readable for their owner only. One that is there stays as it is.
 *
 * @param directory - A path, not empty.
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it cannot be made, or something else is there.
 */
export async function makeDirectory(directory: string): Promise<void> {
  await make(directory, directory);
}

/** @param wanted - The directory that all this is for. */
async function make(wanted: string, path: string): Promise<void> {
  if (await isDirectory(wanted, path)) return;
  const parent = dirname(path);
  await make(wanted, parent);
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") {
      throw unusableDirectory(wanted, `nothing can be made in "${parent}" (${reasonOf(error)})`, NEXT_STEP, error);
    }
    // Another process was faster, or this is a symbolic link, which is there for mkdir and not for stat.
    if (await isDirectory(wanted, path)) return;
    throw unusableDirectory(wanted, `"${path}" is a symbolic link that leads nowhere`, NEXT_STEP, error);
  }
}

/** @returns Whether a directory is there; false if nothing is. */
async function isDirectory(wanted: string, path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // With ENOTDIR, the file that is in the way is further up, and is found there.
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw unusableDirectory(wanted, `"${path}" cannot be looked at (${reasonOf(error)})`, NEXT_STEP, error);
  }
  throw unusableDirectory(wanted, `"${path}" is there and is not a directory`, NEXT_STEP);
}
