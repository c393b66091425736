/** What firmware and probe make of the contents of the device that a guest boots from. */

import { type ProbeParameters, readProbeParameters, SECTOR_BYTES } from "../guest/probe-parameters.ts";
import type { Contents } from "./contents.ts";
import { lookAround, type OtherDisk } from "../guest/disk-lines.ts";
import type { SparseFile } from "./sparse-file.ts";

/** The device that a guest boots from, as the guest sees it. */
export interface BootDisk {
  /** The program that boots; null if that is not the probe. */
  readonly probe: ProbeParameters | null;
  /** What the program writes before it begins: what a probe that is loaded as a kernel was loaded with. Empty from a disk. */
  readonly greeting: string;
  /** Does what the program does about the other disks, and tells what it writes of it. */
  lookAround(): string;
  /** Whether the counter cannot be written. */
  readonly isReadOnly: boolean;
  /** The counter in the second sector, which the probe raises at each boot. */
  bootCount: number;
  /** Writes into the third sector how many bytes a busy guest has written in this run, in place of all that it would have written. */
  markWritten(bytes: number): void;
}

/** What a host loads beside the disk. */
export interface LoadedKernel {
  readonly kernel: SparseFile;
  /** How large the RAM disk is that it is given, in bytes; 0 for none. */
  readonly ramdiskBytes: number;
  readonly commandLine: string;
}

const COUNTER_SECTOR = 1;
const MARK_SECTOR = 2;
/** Where the part of the program is that looks at other disks, and how it begins. */
const DISKS_SECTOR = 8;
const DISKS_MAGIC = "VDKD";

/**
 * Looks at contents as a guest does that boots from them.
 *
 * @param loaded - The kernel that its host loads in place of what is in the first sector; absent for none.
 * @param others - Finds the other disks of the guest.
 */
export function bootDiskOf(
  contents: Contents,
  loaded?: LoadedKernel,
  others: () => readonly OtherDisk[] = () => [],
): BootDisk {
  const probe = (): ProbeParameters | null =>
    readProbeParameters(loaded?.kernel.read(0, SECTOR_BYTES) ?? contents.readSector(0));
  return {
    get probe() {
      return probe();
    },
    greeting: loaded === undefined ? "" : greetingOf(loaded),
    lookAround() {
      const otherDisks = probe()?.otherDisks ?? null;
      const begins = contents.readSector(DISKS_SECTOR).toString("latin1", 0, DISKS_MAGIC.length);
      return otherDisks === null || begins !== DISKS_MAGIC ? "" : lookAround(others(), otherDisks);
    },
    isReadOnly: contents.isReadOnly,
    get bootCount() {
      return contents.readSector(COUNTER_SECTOR).readUInt32LE(0);
    },
    set bootCount(count) {
      const sector = contents.readSector(COUNTER_SECTOR);
      sector.writeUInt32LE(count, 0);
      contents.writeSector(COUNTER_SECTOR, sector);
    },
    markWritten(bytes) {
      const sector = contents.readSector(MARK_SECTOR);
      sector.writeBigUInt64LE(BigInt(bytes));
      contents.writeSector(MARK_SECTOR, sector);
    },
  };
}

/** Where the Linux boot protocol has the mark of its kernels, and the mark. */
const MAGIC_AT = 0x202;
const MAGIC = "HdrS";

/** Only the kernel that is made of the probe says what it was loaded with, and it keeps to the protocol. */
function greetingOf({ kernel, ramdiskBytes, commandLine }: LoadedKernel): string {
  const hasHeader = kernel.sizeBytes >= MAGIC_AT + MAGIC.length;
  if (!hasHeader || kernel.read(MAGIC_AT, MAGIC.length).toString("latin1") !== MAGIC) return "";
  return `command line ${commandLine}\r\nRAM disk ${ramdiskBytes.toString(16).padStart(8, "0")}\r\n`;
}
