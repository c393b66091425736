/**
 * Reads disks in format qcow2, versions 2 and 3, that stand alone and are neither compressed nor encrypted.
 *
 * @see https://www.qemu.org/docs/master/interop/qcow2.html
 */

import type { SparseFile } from "../contents/sparse-file.ts";
import { SparseFileBuilder } from "../contents/sparse-file-builder.ts";
import { QCOW2_DIRTY, QCOW2_HEADER_BYTES, readQcow2Fields } from "../contents/qcow2-fields.ts";
import { FormatProblem } from "./format-problem.ts";

const ENTRY_BYTES = 8;
const GIB4 = 2 ** 32;
/** Compressed clusters may be compressed in another way than usual. There are none here. */
const COMPRESSION_TYPE = 8n;
const IS_COMPRESSED = 0x40_00_00_00;
const READS_AS_ZEROS = 1;

interface Header {
  readonly version: number;
  readonly clusterBytes: number;
  readonly sizeBytes: number;
  readonly l1Entries: number;
  readonly l1Offset: number;
}

/**
 * Reads the disk in a file.
 *
 * @returns What a guest finds on the disk.
 * @throws {@link FormatProblem} if this is no qcow2 file, is damaged, or needs what is not read here.
 */
export function readQcow2(file: SparseFile): SparseFile {
  const header = readHeader(file);
  const disk = new SparseFileBuilder();
  const entriesPerTable = header.clusterBytes / ENTRY_BYTES;
  for (const l1 of tableEntries(file, header.l1Offset, header.l1Entries)) {
    for (const l2 of tableEntries(file, l1.offset, entriesPerTable)) {
      if ((l2.flags & IS_COMPRESSED) !== 0) throw new FormatProblem("it has compressed clusters, which are not read");
      if (header.version > 2 && (l2.low & READS_AS_ZEROS) !== 0) continue;
      const at = (l1.index * entriesPerTable + l2.index) * header.clusterBytes;
      if (at >= header.sizeBytes) continue;
      if (l2.offset >= file.sizeBytes) throw new FormatProblem("a table refers past its end");
      disk.write(at, file.read(l2.offset, Math.min(header.clusterBytes, header.sizeBytes - at)));
    }
  }
  return disk.finish(header.sizeBytes);
}

function readHeader(file: SparseFile): Header {
  const fields = readQcow2Fields(file.read(0, QCOW2_HEADER_BYTES));
  if (fields === undefined) throw new FormatProblem("it does not begin as a qcow2 file does");
  const { version, clusterBits, sizeBytes, l1Entries, l1Offset } = fields;
  if (version !== 2 && version !== 3)
    throw new FormatProblem(`it is of qcow2 version ${version}, and 2 and 3 are read`);
  if (fields.backingAt !== 0) throw new FormatProblem("it has a backing file, and an image has to stand alone");
  if (fields.encryption !== 0) throw new FormatProblem("it is encrypted");
  const unread = fields.incompatible & ~(QCOW2_DIRTY | COMPRESSION_TYPE);
  if (unread !== 0n) throw new FormatProblem(`it needs features that are not read (0x${unread.toString(16)})`);
  if (clusterBits < 9 || clusterBits > 21) throw new FormatProblem(`its clusters have 2^${clusterBits} bytes`);
  const clusterBytes = 2 ** clusterBits;
  const header = { version, clusterBytes, sizeBytes, l1Entries, l1Offset };
  const needed = Math.ceil(header.sizeBytes / (clusterBytes * (clusterBytes / ENTRY_BYTES)));
  if (header.sizeBytes === 0 || header.l1Entries < needed) throw new FormatProblem("its first table is too short");
  return header;
}

/** The entries of a table that refer to something. */
function* tableEntries(
  file: SparseFile,
  tableOffset: number,
  count: number,
): Iterable<{ index: number; flags: number; low: number; offset: number }> {
  if (tableOffset + count * ENTRY_BYTES > file.sizeBytes) throw new FormatProblem("a table lies past its end");
  const table = file.read(tableOffset, count * ENTRY_BYTES);
  for (let index = 0; index < count; index += 1) {
    const flags = table.readUInt32BE(index * ENTRY_BYTES);
    const low = table.readUInt32BE(index * ENTRY_BYTES + 4);
    const offset = (flags & 0x00_ff_ff_ff) * GIB4 + (low - (low % 512));
    if (offset !== 0 || (flags & IS_COMPRESSED) !== 0) yield { index, flags, low, offset };
  }
}
