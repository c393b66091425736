/**
 * Recognises the kit's probe guest in an image.
 *
 * The probe is a boot sector of 512 bytes with a parameter block, so whoever writes the image says what the guest will do. The simulated
 * hypervisor cannot run x86 code; it reads the block and behaves as the code would. Any other image is a silent guest.
 */

/** What a probe does at each boot about the disks beside the one that it booted from. */
export interface OtherDisksParameters {
  /** Whether it shows what is on them. */
  readonly shows: boolean;
  /** Whether it writes to them. */
  readonly writes: boolean;
}

/** What the parameter block of a probe image asks of the guest. Plain data. */
export interface ProbeParameters {
  /** Whether the guest takes no notice of the power button. */
  readonly ignoresPowerButton: boolean;
  /** After how many ticks the guest powers itself off; 0 for never. */
  readonly powerOffAfterTicks: number;
  /** What it does about its other disks; null for nothing. */
  readonly otherDisks: OtherDisksParameters | null;
}

/** A sector, in bytes: the first holds code and parameters, the second the boot counter. */
export const SECTOR_BYTES = 512;

const MAGIC = "VDKPROBE";
/** Where the block begins in the sector, and the fields in the block. The port of the power button, between them, is any here. */
const BLOCK_AT = 16;
const FLAGS_AT = BLOCK_AT + 10;
const POWER_OFF_AFTER_TICKS_AT = BLOCK_AT + 12;
const IGNORES_POWER_BUTTON = 1;
const TELLS_DISKS = 2;
const SHOWS_DISKS = 4;
const WRITES_DISKS = 8;

/**
 * Reads the parameters of a probe image.
 *
 * @param firstSector - The first 512 bytes of the image, or fewer if it is shorter.
 * @returns The parameters, or null if this is not the probe.
 */
export function readProbeParameters(firstSector: Buffer): ProbeParameters | null {
  if (firstSector.length < SECTOR_BYTES) return null;
  if (firstSector.toString("latin1", BLOCK_AT, BLOCK_AT + MAGIC.length) !== MAGIC) return null;
  const flags = firstSector.readUInt16LE(FLAGS_AT);
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const looks = has(TELLS_DISKS | SHOWS_DISKS | WRITES_DISKS);
  return {
    ignoresPowerButton: has(IGNORES_POWER_BUTTON),
    powerOffAfterTicks: firstSector.readUInt16LE(POWER_OFF_AFTER_TICKS_AT),
    otherDisks: looks ? { shows: has(SHOWS_DISKS), writes: has(WRITES_DISKS) } : null,
  };
}
