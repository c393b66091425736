/**
 * Where what lies in the header of a qcow2 file, of a volume as of an image. What of it is acceptable is for the reader to say.
 *
 * @see QEMU docs/interop/qcow2.rst
 */

/** The first bytes of every file in this format. */
export const QCOW2_MAGIC = 0x51_46_49_fb;

/** How much of a file is needed to read its header, in bytes. */
export const QCOW2_HEADER_BYTES = 104;

/** The length of a header of version 2, which does not say it itself, in bytes. */
const VERSION_2_BYTES = 72;

/** A file that was not closed in good order has this bit among its incompatible features. Its reference counts are stale, and nothing else. */
export const QCOW2_DIRTY = 1n;

/** What a header says, as it says it. Offsets and sizes are in bytes. */
export interface Qcow2Fields {
  readonly version: number;
  /** Where the name of the file underneath is, and how long it is; at 0 if there is none. */
  readonly backingAt: number;
  readonly backingBytes: number;
  readonly clusterBits: number;
  readonly sizeBytes: number;
  /** How it is encrypted by itself; 0 if it is not. */
  readonly encryption: number;
  readonly l1Entries: number;
  readonly l1Offset: number;
  readonly refcountTableOffset: number;
  readonly refcountTableClusters: number;
  readonly snapshots: number;
  /** What a reader must know of, a bit each; none in version 2. */
  readonly incompatible: bigint;
  /** How wide a reference count is, as a power of two bits. */
  readonly refcountOrder: number;
  readonly headerBytes: number;
}

/**
 * Reads a header.
 *
 * @param bytes - The first {@link QCOW2_HEADER_BYTES} of a file.
 * @returns What it says; undefined if it does not begin as one does. Of a version above 3 it may mean something else.
 */
export function readQcow2Fields(bytes: Buffer): Qcow2Fields | undefined {
  if (bytes.readUInt32BE(0) !== QCOW2_MAGIC) return undefined;
  const version = bytes.readUInt32BE(4);
  const isLong = version > 2;
  return {
    version,
    backingAt: wide(bytes, 8),
    backingBytes: bytes.readUInt32BE(16),
    clusterBits: bytes.readUInt32BE(20),
    sizeBytes: wide(bytes, 24),
    encryption: bytes.readUInt32BE(32),
    l1Entries: bytes.readUInt32BE(36),
    l1Offset: wide(bytes, 40),
    refcountTableOffset: wide(bytes, 48),
    refcountTableClusters: bytes.readUInt32BE(56),
    snapshots: bytes.readUInt32BE(60),
    incompatible: isLong ? bytes.readBigUInt64BE(72) : 0n,
    refcountOrder: isLong ? bytes.readUInt32BE(96) : 4,
    headerBytes: isLong ? bytes.readUInt32BE(100) : VERSION_2_BYTES,
  };
}

/** A number of 64 bits. One that is too large to be told apart from its neighbours is larger than every file. */
const wide = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64BE(at));
