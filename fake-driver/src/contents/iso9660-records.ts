/** The pieces of an ISO 9660 file system (ECMA-119), with names by Rock Ridge (SUSP and RRIP 1.12). */

/** A sector, in bytes. */
export const SECTOR_BYTES = 2048;

/** Where something lies. */
export interface Extent {
  readonly sector: number;
  /** Its length in bytes. */
  readonly bytes: number;
}

/** What a record of a folder stands for. */
export interface RecordOptions {
  readonly plainName: Buffer;
  readonly extent: Extent;
  readonly isFolder: boolean;
  /** Entries of SUSP. */
  readonly use: Buffer;
}

const RECORD_BYTES = 33;
const IS_FOLDER = 2;
/** How much of a name fits into a record beside all else. */
const NAME_IN_RECORD = 160;
/** The first day that can be told. */
const NO_DATE = Buffer.from([70, 1, 1, 0, 0, 0, 0]);

/** The plain name of a folder itself, and of the one that it is in. */
export const ITSELF: Buffer = Buffer.from([0]);
export const PARENT: Buffer = Buffer.from([1]);

/** Says, in the first record of all, that there is more than plain ISO 9660. */
export const MORE_THAN_PLAIN: Buffer = susp("SP", [0xbe, 0xef, 0]);

/** Puts the records of a folder into sectors. None crosses from one to the next. */
export function packed(records: readonly Buffer[]): Buffer {
  const pieces: Buffer[] = [];
  let used = 0;
  for (const record of records) {
    const room = SECTOR_BYTES - (used % SECTOR_BYTES);
    if (record.length > room) pieces.push(Buffer.alloc(room));
    pieces.push(record);
    used += record.length + (record.length > room ? room : 0);
  }
  pieces.push(Buffer.alloc((SECTOR_BYTES - (used % SECTOR_BYTES)) % SECTOR_BYTES));
  return Buffer.concat(pieces);
}

/** Writes a record of a folder. How long it is does not depend on its extent. */
export function folderRecord({ plainName, extent, isFolder, use }: RecordOptions): Buffer {
  const useAt = RECORD_BYTES + plainName.length + (plainName.length % 2 === 0 ? 1 : 0);
  const length = useAt + use.length + (use.length % 2);
  const record = Buffer.alloc(length);
  record.writeUInt8(length, 0);
  both32(extent.sector).copy(record, 2);
  both32(extent.bytes).copy(record, 10);
  NO_DATE.copy(record, 18);
  record.writeUInt8(isFolder ? IS_FOLDER : 0, 25);
  both16(1).copy(record, 28);
  record.writeUInt8(plainName.length, 32);
  plainName.copy(record, RECORD_BYTES);
  use.copy(record, useAt);
  return record;
}

/** The end of a name that is too long for a record; undefined for any other. */
export function nameTail(name: string): Buffer | undefined {
  return name.length <= NAME_IN_RECORD ? undefined : susp("NM", [0, ...Buffer.from(name.slice(NAME_IN_RECORD))]);
}

/**
 * The entries that tell a name.
 *
 * @param tail - Where its {@link nameTail} lies, if it has one.
 */
export function nameEntries(name: string, tail: Extent | undefined): Buffer {
  if (tail === undefined) return susp("NM", [0, ...Buffer.from(name)]);
  const beginning = susp("NM", [1, ...Buffer.from(name.slice(0, NAME_IN_RECORD))]);
  return Buffer.concat([beginning, susp("CE", Buffer.concat([both32(tail.sector), both32(0), both32(tail.bytes)]))]);
}

function susp(signature: string, data: ArrayLike<number>): Buffer {
  return Buffer.concat([Buffer.from(signature), Buffer.from([data.length + 4, 1]), Buffer.from(data)]);
}

/** A folder's row in a table of paths. */
export interface PathRow {
  readonly plainName: Buffer;
  readonly sector: number;
  /** The number of the row of the folder that it is in, from 1. */
  readonly parent: number;
}

/** Writes a table of paths, in either order of bytes. */
export function pathTable(rows: readonly PathRow[], order: "LE" | "BE"): Buffer {
  return Buffer.concat(
    rows.map(({ plainName, sector, parent }) => {
      const row = Buffer.alloc(8 + plainName.length + (plainName.length % 2));
      row.writeUInt8(plainName.length, 0);
      row[`writeUInt32${order}`](sector, 2);
      row[`writeUInt16${order}`](parent, 6);
      plainName.copy(row, 8);
      return row;
    }),
  );
}

/** What the primary descriptor tells. */
export interface DescriptorOptions {
  /** At most 32 characters of ASCII. */
  readonly label: string;
  readonly sectors: number;
  readonly tables: Readonly<Record<"LE" | "BE", Extent>>;
  readonly root: Extent;
}

/** Writes the primary descriptor. */
export function primaryDescriptor({ label, sectors, tables, root }: DescriptorOptions): Buffer {
  const descriptor = Buffer.alloc(SECTOR_BYTES);
  descriptor.write("\x01CD001\x01", 0, "latin1");
  descriptor.fill(" ", 8, 72).write(label, 40, "latin1");
  both32(sectors).copy(descriptor, 80);
  both16(1).copy(descriptor, 120);
  both16(1).copy(descriptor, 124);
  both16(SECTOR_BYTES).copy(descriptor, 128);
  both32(tables.LE.bytes).copy(descriptor, 132);
  descriptor.writeUInt32LE(tables.LE.sector, 140);
  descriptor.writeUInt32BE(tables.BE.sector, 148);
  folderRecord({ plainName: ITSELF, extent: root, isFolder: true, use: Buffer.alloc(0) }).copy(descriptor, 156);
  descriptor.fill(" ", 190, 813);
  // No dates.
  for (const at of [813, 830, 847, 864]) descriptor.fill("0", at, at + 16);
  descriptor.writeUInt8(1, 881);
  return descriptor;
}

/** Ends the descriptors. */
export const LAST_DESCRIPTOR: Buffer = Buffer.from("\xffCD001\x01", "latin1");

/** A number in both orders of bytes, as most are. */
function both32(value: number): Buffer {
  const both = Buffer.alloc(8);
  both.writeUInt32LE(value, 0);
  both.writeUInt32BE(value, 4);
  return both;
}

function both16(value: number): Buffer {
  const both = Buffer.alloc(4);
  both.writeUInt16LE(value, 0);
  both.writeUInt16BE(value, 2);
  return both;
}
