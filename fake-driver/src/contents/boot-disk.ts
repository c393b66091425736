/** What firmware and probe make of the contents of the device that a guest boots from. */

import { type ProbeParameters, readProbeParameters, SECTOR_BYTES } from "../guest/probe-parameters.ts";
import type { Contents } from "./contents.ts";
import type { SparseFile } from "./sparse-file.ts";

/** The device that a guest boots from, as the guest sees it. */
export interface BootDisk {
  /** The program that boots; null if that is not the probe. */
  readonly probe: ProbeParameters | null;
  /** Whether the counter cannot be written. */
  readonly isReadOnly: boolean;
  /** The counter in the second sector, which the probe raises at each boot. */
  bootCount: number;
  /** Writes into the third sector how many bytes a busy guest has written in this run, in place of all that it would have written. */
  markWritten(bytes: number): void;
}

const COUNTER_SECTOR = 1;
const MARK_SECTOR = 2;

/**
 * Looks at contents as a guest does that boots from them.
 *
 * @param kernel - The kernel that its host loads in place of what is in the first sector; absent for none.
 */
export function bootDiskOf(contents: Contents, kernel?: SparseFile): BootDisk {
  return {
    get probe() {
      return readProbeParameters(kernel?.read(0, SECTOR_BYTES) ?? contents.readSector(0));
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
