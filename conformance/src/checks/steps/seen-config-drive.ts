// The config drive as its guest finds it: a disk with a file system, which the guest shows and the kit reads.
import type { ConfigDrive } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { type FileSystem, readFileSystem } from "../../harness/file-system.ts";
import { type GuestDisk, readGuestDisk } from "../../harness/guest-disk.ts";
import type { SeenDisks } from "./seen-disks.ts";

/** The formats that a config drive can have. */
export const FORMATS = ["iso9660", "vfat"] as const;

/** A config drive of a guest. */
export interface SeenDrive {
  readonly disk: GuestDisk;
  readonly fileSystem: FileSystem;
}

/** All file systems that a guest finds on disks beside its own, with no table of partitions around them. */
export function drivesSeen({ disks }: SeenDisks): SeenDrive[] {
  return disks.flatMap((disk) => {
    const fileSystem = readFileSystem((offset, length) => readGuestDisk(disk, offset, length));
    return fileSystem === undefined ? [] : [{ disk, fileSystem }];
  });
}

/**
 * Finds the config drive, and checks that there is just one.
 *
 * @param when - The end of the sentence, such as `after spawn`.
 * @throws NotApplicable if the guest's firmware shows it no disk beside its own: that of many shows no CD drives.
 */
export function expectDrive(t: CheckContext, seen: SeenDisks, when: string): SeenDrive {
  if (seen.disks.length === 0) t.notApplicable("The firmware of the guest shows it no disk beside its own");
  const drives = drivesSeen(seen);
  const [drive] = drives;
  t.expectEqual(
    drives.map(({ fileSystem: { format, label } }) => ({ format, label })).length,
    1,
    `number of file systems that the guest finds beside its own disk ${when}`,
    "Put the file system on the disk as it is, without a table of partitions.",
  );
  return t.expectDefined(drive, `config drive of the guest ${when}`);
}

/**
 * Checks that a drive has the label, the file system and the files of a request, and no others.
 *
 * @param ownPath - The one file that the driver writes, which is not compared; absent for none.
 */
export function expectDriveContents(
  t: CheckContext,
  { fileSystem: { format, label, files } }: SeenDrive,
  expected: ConfigDrive,
  when: string,
  ownPath?: string,
): void {
  const hint = "Write what the request has to the drive, byte for byte, and nothing else.";
  // The label of a FAT file system is in capitals by custom.
  const told = (name: string): string => (format === "vfat" ? name.toUpperCase() : name);
  t.expectEqual(format, expected.format ?? "iso9660", `file system of the config drive ${when}`, hint);
  t.expectEqual(told(label), told(expected.label ?? "config-2"), `label of the config drive ${when}`, hint);
  const found = [...files].filter(([path]) => path !== ownPath).map(([path, bytes]) => ({ path, data: text(bytes) }));
  const wanted = expected.files.map(({ path, data }) => ({ path, data: text(Buffer.from(data, "base64")) }));
  t.expectEqual(byPath(found), byPath(wanted), `files of the config drive ${when}`, hint);
}

function text(bytes: Buffer): string {
  return bytes.toString("latin1");
}

function byPath<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return files.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}
