// Files in the format qcow2, as a volume service makes them for a snapshot: an empty layer over another file.
// See QEMU docs/interop/qcow2.rst. No more of the format than volumes of the kit's need: one table of each kind.
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const CLUSTER_BYTES = 65_536;
const HEADER_BYTES = 104;
const EXTENSION_OF_BACKING_FORMAT = 0xe2792aca;
const IS_COPIED = 1n << 63n;
const OFFSET_MASK = 0x00ff_ffff_ffff_fe00n;
const [REFCOUNT_TABLE, REFCOUNT_BLOCK, L1_TABLE, L2_TABLE, FIRST_DATA] = [1, 2, 3, 4, 5];

/** The file under a layer, which lies beside it. */
export interface Backing {
  readonly path: string;
  readonly format: "raw" | "qcow2";
}

/** Makes a layer that holds nothing of its own. */
export function qcow2Layer(sizeBytes: number, backing: Backing): Buffer {
  const bytes = blank(sizeBytes, L2_TABLE);
  const name = basename(backing.path);
  bytes.writeBigUInt64BE(BigInt(HEADER_BYTES + 24), 8);
  bytes.writeUInt32BE(name.length, 16);
  bytes.writeUInt32BE(EXTENSION_OF_BACKING_FORMAT, HEADER_BYTES);
  bytes.writeUInt32BE(backing.format.length, HEADER_BYTES + 4);
  bytes.write(backing.format, HEADER_BYTES + 8);
  bytes.write(name, HEADER_BYTES + 24);
  return bytes;
}

/** Makes a file that holds `contents`, in whole clusters of 64 KiB, and is over no other. */
export function qcow2Image(contents: Buffer): Buffer {
  const clusters = contents.length / CLUSTER_BYTES;
  const bytes = blank(contents.length, FIRST_DATA + clusters);
  bytes.writeBigUInt64BE(BigInt(L2_TABLE * CLUSTER_BYTES) | IS_COPIED, L1_TABLE * CLUSTER_BYTES);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const place = BigInt((FIRST_DATA + cluster) * CLUSTER_BYTES) | IS_COPIED;
    bytes.writeBigUInt64BE(place, L2_TABLE * CLUSTER_BYTES + 8 * cluster);
  }
  contents.copy(bytes, FIRST_DATA * CLUSTER_BYTES);
  return bytes;
}

/**
 * Reads bytes that a file holds itself, within one cluster.
 *
 * @returns Nothing where it does not say anything of that cluster, so that what is under it shows.
 */
export function readLayer(path: string, offset: number, length: number): Buffer | undefined {
  const file = readFileSync(path);
  const clusterBytes = 2 ** file.readUInt32BE(20);
  const cluster = Math.floor(offset / clusterBytes);
  const perTable = clusterBytes / 8;
  const l1At = Number(file.readBigUInt64BE(40)) + 8 * Math.floor(cluster / perTable);
  const l2 = Number(file.readBigUInt64BE(l1At) & OFFSET_MASK);
  if (l2 === 0) return undefined;
  const at = Number(file.readBigUInt64BE(l2 + 8 * (cluster % perTable)) & OFFSET_MASK);
  return at === 0 ? undefined : file.subarray(at + (offset % clusterBytes)).subarray(0, length);
}

/** The name of the file that a file says is under it; nothing if it stands alone. */
export function backingNameOf(path: string): string | undefined {
  const file = readFileSync(path);
  const at = Number(file.readBigUInt64BE(8));
  return at === 0 ? undefined : basename(file.toString("utf8", at, at + file.readUInt32BE(16)));
}

function blank(sizeBytes: number, clusters: number): Buffer {
  const bytes = Buffer.alloc(clusters * CLUSTER_BYTES);
  bytes.write("QFI\xfb", 0, "latin1");
  bytes.writeUInt32BE(3, 4);
  bytes.writeUInt32BE(Math.log2(CLUSTER_BYTES), 20);
  bytes.writeBigUInt64BE(BigInt(sizeBytes), 24);
  bytes.writeUInt32BE(1, 36);
  bytes.writeBigUInt64BE(BigInt(L1_TABLE * CLUSTER_BYTES), 40);
  bytes.writeBigUInt64BE(BigInt(REFCOUNT_TABLE * CLUSTER_BYTES), 48);
  bytes.writeUInt32BE(1, 56);
  bytes.writeUInt32BE(4, 96);
  bytes.writeUInt32BE(HEADER_BYTES, 100);
  bytes.writeBigUInt64BE(BigInt(REFCOUNT_BLOCK * CLUSTER_BYTES), REFCOUNT_TABLE * CLUSTER_BYTES);
  for (let cluster = 0; cluster < clusters; cluster++)
    bytes.writeUInt16BE(1, REFCOUNT_BLOCK * CLUSTER_BYTES + 2 * cluster);
  return bytes;
}
