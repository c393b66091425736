/**
 * Writes files into a root disk before its guest first boots.
 *
 * The simulated disk has no file system of its own; what was written is kept with the disk, and moves and goes with it.
 *
 * @see Requirement `spawn/injects-files-or-fails`
 */

import type { InjectedFile } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { DiskRecord } from "../../site/disk-record.ts";
import type { Pool } from "../../site/pool.ts";
import type { Attempted } from "../attempted.ts";
import type { DriverContext } from "../driver-context.ts";
import { invalidRequest, notSupported } from "../refusals.ts";
import type { UndoList } from "../undo-list.ts";

/**
 * Refuses files that can be written nowhere, and files where there is no local root disk to write them into.
 *
 * @param about - What is attempted.
 * @param files - What the request says; undefined for none.
 * @param hasRootVolume - Whether the root disk is a volume: its contents are its owner's, and the driver leaves them alone.
 * @throws {@link DriverError} `INVALID_REQUEST` for a path that is not absolute, leads out of its directory or is given twice,
 *   `NOT_SUPPORTED` for a root disk that is a volume.
 */
export function refuseFiles(
  about: Attempted,
  files: readonly InjectedFile[] | undefined,
  hasRootVolume: boolean,
): void {
  if (files === undefined || files.length === 0) return;
  const paths = files.map(({ path }) => path);
  for (const [index, path] of paths.entries()) {
    const problem = problemOf(path) ?? (paths.indexOf(path) < index ? "is the path of an earlier file too" : undefined);
    if (problem === undefined) continue;
    throw invalidRequest(about, `params.injectedFiles.${index}.path`, problem);
  }
  if (!hasRootVolume) return;
  const state = "its root disk is a volume, into which the driver writes no files";
  throw notSupported(about, "params.injectedFiles", state);
}

/**
 * Writes the files. A disk that an earlier destroy kept has then those of now and what it had.
 *
 * @param files - What to write. None takes no step.
 * @param disk - The root disk.
 * @param undo - Is told how to take it back.
 * @throws {@link DriverError} `BACKEND_FAILED` if one of them cannot be written because another file is where its directory would be.
 */
export async function writeFiles(
  { hypervisor }: DriverContext,
  step: StepContext,
  files: readonly InjectedFile[],
  { pool, disk, undo }: { readonly pool: Pool; readonly disk: DiskRecord; readonly undo: UndoList },
): Promise<void> {
  if (files.length === 0) return;
  const before = disk.files ?? [];
  await hypervisor.change("writeFiles", step, () => {
    const kept = before.filter(({ path }) => !files.some((file) => file.path === path));
    const after = [...kept, ...files];
    if (after.some((file) => isInTheWay(file, after))) throw hypervisor.failure("writeFiles", step.attempt);
    disk.files = after;
    pool.disksChanged(disk.instanceUuid);
  });
  undo.push(() =>
    hypervisor.undo("writeFiles", step, () => {
      disk.files = before;
      pool.disksChanged(disk.instanceUuid);
    }),
  );
}

/** Tells whether a file is where other files need a directory. */
function isInTheWay({ path }: InjectedFile, files: readonly InjectedFile[]): boolean {
  return files.some((other) => other.path.startsWith(`${path}/`));
}

function problemOf(path: string): string | undefined {
  if (!path.startsWith("/")) return "is not absolute";
  if (path.includes("\0")) return "has a NUL character in it";
  const names = path.slice(1).split("/");
  if (names.some((name) => name === "" || name === "." || name === "..")) {
    return "has a part that is empty, `.` or `..`, or names a directory";
  }
  return undefined;
}
