// Volumes encrypted in the layout of LUKS, version 1, as `cryptsetup luksFormat --type luks1 --key-size 256` lays them out.
// See the LUKS On-Disk Format Specification, version 1.2.3.
import { createCipheriv, createDecipheriv, createSecretKey, hash as digestOf, pbkdf2Sync } from "node:crypto";

const SECTOR_BYTES = 512;
const HASH = "sha256";
const HASH_BYTES = 32;
/** The least that cryptsetup makes. */
const ITERATIONS = 1_000;
const STRIPES = 4_000;
const KEY_BYTES = 32;
const SLOTS = 8;
const FIRST_SLOT_SECTOR = 8;
const SLOT_SECTORS = 256;
const SLOT_IS_ACTIVE = 0x00ac71f3;
const SLOT_IS_FREE = 0x0000dead;

/** Where the encrypted data begins, in bytes: what the layout takes of a volume. */
export const LUKS_HEADER_BYTES: number = 2 << 20;

/** The key of all volumes made here. They hold nothing that is secret. */
const KEY = bytesFrom("key", KEY_BYTES);

/**
 * Encrypts contents as a volume that opens with a passphrase. The same arguments give the same bytes.
 *
 * @param plain - What the guest is to find on it, in whole sectors of 512 bytes.
 * @returns The volume, {@link LUKS_HEADER_BYTES} larger.
 */
export function luksVolume(passphrase: string, plain: Buffer): Buffer {
  return Buffer.concat([header(passphrase), cipher(KEY, plain, createCipheriv)]);
}

/** Decrypts what a volume made by {@link luksVolume} holds: from an offset within the plain data, both in whole sectors. */
export function luksPlain(encrypted: Buffer, firstSector: number): Buffer {
  return cipher(KEY, encrypted, createDecipheriv, firstSector);
}

function header(passphrase: string): Buffer {
  const bytes = Buffer.alloc(LUKS_HEADER_BYTES);
  Buffer.from("LUKS\xba\xbe\0\x01", "latin1").copy(bytes);
  bytes.write("aes", 8);
  bytes.write("xts-plain64", 40);
  bytes.write(HASH, 72);
  bytes.writeUInt32BE(LUKS_HEADER_BYTES / SECTOR_BYTES, 104);
  bytes.writeUInt32BE(KEY_BYTES, 108);
  const keySalt = bytesFrom("salt of the key", 32);
  pbkdf2Sync(KEY, keySalt, ITERATIONS, 20, HASH).copy(bytes, 112);
  keySalt.copy(bytes, 132);
  bytes.writeUInt32BE(ITERATIONS, 164);
  bytes.write("7d0c6f5e-5b7c-4b3a-9d53-2f0f6d3b1c11", 168);
  for (let slot = 0; slot < SLOTS; slot++) {
    const at = 208 + slot * 48;
    bytes.writeUInt32BE(slot === 0 ? SLOT_IS_ACTIVE : SLOT_IS_FREE, at);
    bytes.writeUInt32BE(FIRST_SLOT_SECTOR + slot * SLOT_SECTORS, at + 40);
    bytes.writeUInt32BE(STRIPES, at + 44);
  }
  const slotSalt = bytesFrom("salt of the slot", 32);
  bytes.writeUInt32BE(ITERATIONS, 212);
  slotSalt.copy(bytes, 216);
  const slotKey = pbkdf2Sync(passphrase, slotSalt, ITERATIONS, KEY_BYTES, HASH);
  cipher(slotKey, (stripes ??= spread(KEY)), createCipheriv).copy(bytes, FIRST_SLOT_SECTOR * SECTOR_BYTES);
  return bytes;
}

/** The key of all volumes, spread. */
let stripes: Buffer | undefined;

/** Spreads a key over many stripes, all of which are needed to put it together. */
function spread(key: Buffer): Buffer {
  const material = bytesFrom("stripes", (STRIPES - 1) * KEY_BYTES);
  let mixed: Buffer = Buffer.alloc(KEY_BYTES);
  for (let at = 0; at < material.length; at += KEY_BYTES) {
    mixed = diffuse(xor(mixed, material.subarray(at, at + KEY_BYTES)));
  }
  return Buffer.concat([material, xor(mixed, key)]);
}

/** A block is as long as a digest. */
function diffuse(block: Buffer): Buffer {
  return digestOf(HASH, Buffer.concat([Buffer.alloc(4), block]), "buffer");
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}

/** AES in XTS mode, with the number of the sector as the tweak. */
function cipher(
  key: Buffer,
  bytes: Buffer,
  make: typeof createCipheriv | typeof createDecipheriv,
  firstSector = 0,
): Buffer {
  // Bytes would be made into a key for each sector.
  const secret = createSecretKey(key);
  const sectors: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
    const tweak = Buffer.alloc(16);
    tweak.writeUInt32LE(firstSector + at / SECTOR_BYTES);
    sectors.push(make("aes-128-xts", secret, tweak).update(bytes.subarray(at, at + SECTOR_BYTES)));
  }
  return Buffer.concat(sectors);
}

/** Bytes without a pattern, the same for the same name. */
function bytesFrom(name: string, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / HASH_BYTES) }, (_, index) =>
    digestOf(HASH, `virt-driver-kit ${name} ${index}`, "buffer"),
  );
  return Buffer.concat(blocks).subarray(0, length);
}
