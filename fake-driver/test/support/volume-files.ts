/** Volumes in real files, in the layouts that volume services make. */

import { createCipheriv, createHash, pbkdf2Sync, randomBytes, randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LocalFileConnection, VolumeAttachment } from "@virt-driver-kit/spec";

/** How large the volumes are, in bytes. */
export const VOLUME_BYTES = 1 << 20;

const CLUSTER_BYTES = 65_536;
const SECTOR_BYTES = 512;

/** A volume in a file. */
export type FileAttachment = VolumeAttachment & { connection: LocalFileConnection };

/** Describes a volume in a raw file that may be written. */
export function attachmentOf(path: string, changes: Partial<VolumeAttachment> = {}): FileAttachment {
  const connection = { protocol: "localFile", path, format: "raw" } as const;
  return { volumeId: randomUUID(), accessMode: "readWrite", connection, ...changes } as FileAttachment;
}

/** Writes a raw volume. */
export function rawVolume(directory: string, bytes: Buffer = randomBytes(VOLUME_BYTES)): string {
  const path = join(directory, `volume-${randomUUID()}.img`);
  writeFileSync(path, bytes);
  return path;
}

/** Writes a raw volume that boots the probe. */
export function bootVolume(directory: string, sizeBytes = VOLUME_BYTES): string {
  const bytes = Buffer.alloc(sizeBytes);
  readFileSync(new URL("../../../conformance/guest/probe.bin", import.meta.url)).copy(bytes);
  return rawVolume(directory, bytes);
}

/** The boot counter in a raw volume. */
export const bootCountIn = (path: string): number => readFileSync(path).readUInt32LE(SECTOR_BYTES);

/** What an overlay is over. */
export interface Under {
  readonly name: string;
  readonly format: "raw" | "qcow2";
}

/** Writes an empty qcow2 file of version 3 over another one, as a volume service does for a snapshot. */
export function overlayOf(path: string, under: Under | null, sizeBytes = VOLUME_BYTES): void {
  const bytes = Buffer.alloc(4 * CLUSTER_BYTES);
  bytes.writeUInt32BE(0x514649fb, 0);
  bytes.writeUInt32BE(3, 4);
  bytes.writeUInt32BE(16, 20);
  bytes.writeBigUInt64BE(BigInt(sizeBytes), 24);
  bytes.writeUInt32BE(1, 36);
  bytes.writeBigUInt64BE(BigInt(3 * CLUSTER_BYTES), 40);
  bytes.writeBigUInt64BE(BigInt(CLUSTER_BYTES), 48);
  bytes.writeUInt32BE(1, 56);
  bytes.writeUInt32BE(4, 96);
  bytes.writeUInt32BE(104, 100);
  if (under !== null) {
    bytes.writeBigUInt64BE(128n, 8);
    bytes.writeUInt32BE(under.name.length, 16);
    bytes.writeUInt32BE(0xe2792aca, 104);
    bytes.writeUInt32BE(under.format.length, 108);
    bytes.write(under.format, 112);
    bytes.write(under.name, 128);
  }
  bytes.writeBigUInt64BE(BigInt(2 * CLUSTER_BYTES), CLUSTER_BYTES);
  for (let cluster = 0; cluster < 4; cluster += 1) bytes.writeUInt16BE(1, 2 * CLUSTER_BYTES + 2 * cluster);
  writeFileSync(path, bytes);
}

/** The key of the sectors of volumes that {@link luksVolume} writes. */
const KEY = Buffer.from(Array.from({ length: 64 }, (_, index) => index + 1));
const STRIPES = 4;
const ITERATIONS = 10;
/** Where the encrypted sectors begin, in bytes. */
export const LUKS_HEADER_BYTES = 8192;

/** Writes a volume that is encrypted in the layout of LUKS, version 1. `plain` is what its guest reads. */
export function luksVolume(directory: string, passphrase: string, plain: Buffer): string {
  const header = Buffer.alloc(LUKS_HEADER_BYTES);
  Buffer.from("LUKS\xba\xbe\0\x01", "latin1").copy(header);
  header.write("aes", 8);
  header.write("xts-plain64", 40);
  header.write("sha256", 72);
  header.writeUInt32BE(LUKS_HEADER_BYTES / SECTOR_BYTES, 104);
  header.writeUInt32BE(KEY.length, 108);
  const keySalt = randomBytes(32);
  pbkdf2Sync(KEY, keySalt, ITERATIONS, 20, "sha256").copy(header, 112);
  keySalt.copy(header, 132);
  header.writeUInt32BE(ITERATIONS, 164);
  header.write(randomUUID(), 168);
  const slotSalt = randomBytes(32);
  header.writeUInt32BE(0x00ac71f3, 208);
  header.writeUInt32BE(ITERATIONS, 212);
  slotSalt.copy(header, 216);
  header.writeUInt32BE(8, 248);
  header.writeUInt32BE(STRIPES, 252);
  const slotKey = pbkdf2Sync(passphrase, slotSalt, ITERATIONS, KEY.length, "sha256");
  encrypted(slotKey, split(KEY)).copy(header, 8 * SECTOR_BYTES);
  return rawVolume(directory, Buffer.concat([header, encrypted(KEY, plain)]));
}

function encrypted(key: Buffer, plain: Buffer): Buffer {
  const sectors: Buffer[] = [];
  for (let at = 0; at < plain.length; at += SECTOR_BYTES) {
    const tweak = Buffer.alloc(16);
    tweak.writeBigUInt64LE(BigInt(at / SECTOR_BYTES));
    const sector = Buffer.alloc(SECTOR_BYTES);
    plain.copy(sector, 0, at, at + SECTOR_BYTES);
    sectors.push(createCipheriv("aes-256-xts", key, tweak).update(sector));
  }
  return Buffer.concat(sectors);
}

/** Spreads a key over stripes. */
function split(key: Buffer): Buffer {
  const stripes: Buffer[] = [];
  let mixed: Buffer = Buffer.alloc(key.length);
  for (let stripe = 0; stripe < STRIPES - 1; stripe += 1) {
    const random = randomBytes(key.length);
    stripes.push(random);
    mixed = diffuse(xor(mixed, random));
  }
  return Buffer.concat([...stripes, xor(mixed, key)]);
}

const xor = (left: Buffer, right: Buffer): Buffer => Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));

function diffuse(block: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < block.length; at += 32) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(at / 32);
    parts.push(
      createHash("sha256")
        .update(number)
        .update(block.subarray(at, at + 32))
        .digest(),
    );
  }
  return Buffer.concat(parts);
}
