// What one instance consists of on disk. Everything of an instance is in one directory named for its uuid.
import { join } from "node:path";

/** The paths of one instance's files. All but the directory itself may be missing. */
export interface InstanceFiles {
  readonly directory: string;
  /** The instance's record. With it, and without {@link transient}, the directory is an instance. */
  readonly record: string;
  /** Says that the directory is being built or removed: whoever finds it there removes it. */
  readonly transient: string;
  /** The root disk. With nothing but other disks beside it, it was kept for a later spawn. */
  readonly disk: string;
  /** What the guest wrote to its first serial port. */
  readonly console: string;
  /** What QEMU wrote to its standard error. */
  readonly log: string;
  /** Written by QEMU when it starts, and removed by it when it ends in good order, but not when it dies. */
  readonly pid: string;
}

/** Tells whether a file in an instance's directory is one of its disks. */
export function isDisk(name: string): boolean {
  return name.endsWith(".raw");
}

/** The name of QEMU's monitor socket in an instance's directory. */
export const MONITOR_NAME = "qmp.sock";

/**
 * Names the files of an instance.
 *
 * @param instances - The absolute path of the directory that holds all instances.
 * @param uuid - The instance.
 */
export function instanceFiles(instances: string, uuid: string): InstanceFiles {
  const directory = join(instances, uuid);
  return {
    directory,
    record: join(directory, "instance.json"),
    transient: join(directory, "transient.json"),
    disk: join(directory, "disk.raw"),
    console: join(directory, "console.log"),
    log: join(directory, "qemu.log"),
    pid: join(directory, "qemu.pid"),
  };
}
