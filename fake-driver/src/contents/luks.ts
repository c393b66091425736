/**
 * Volumes encrypted in the layout of LUKS, version 1, as it lies on real ones: a header with key slots, and sectors after it.
 *
 * Nothing here writes a header. A volume is opened or it is not.
 *
 * @see LUKS On-Disk Format Specification, version 1.2.3
 */

import { hash as digestOf, pbkdf2Sync } from "node:crypto";
import { SECTOR_BYTES } from "../guest/probe-parameters.ts";
import type { Contents } from "./contents.ts";
import { sectorCipher } from "./sector-cipher.ts";

const MAGIC = Buffer.from("LUKS\xba\xbe", "latin1");
const HEADER_BYTES = 592;
const FIRST_SLOT_AT = 208;
const SLOT_BYTES = 48;
const SLOTS = 8;
const SLOT_IS_ACTIVE = 0x00ac71f3;
const SALT_BYTES = 32;
const KEY_DIGEST_BYTES = 20;
/** What is read of another cipher, hash or size of key is not opened. */
const KEY_BYTES: readonly number[] = [32, 64];
const DIGEST_BYTES: ReadonlyMap<string, number> = new Map([
  ["sha1", 20],
  ["sha256", 32],
  ["sha512", 64],
]);

interface Header {
  readonly hash: string;
  readonly payloadOffset: number;
  readonly keyBytes: number;
  readonly bytes: Buffer;
}

/**
 * Opens an encrypted device.
 *
 * @param device - The device with its header. It is only read.
 * @returns The key of its sectors; undefined if it is not encrypted in this way, or no key slot opens with the passphrase.
 */
export function openLuks(device: Contents, passphrase: string): Buffer | undefined {
  const header = readHeader(device);
  if (header === undefined) return undefined;
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const key = openSlot(device, header, FIRST_SLOT_AT + slot * SLOT_BYTES, passphrase);
    if (key !== undefined) return key;
  }
  return undefined;
}

/**
 * The plain contents of an encrypted device.
 *
 * @param device - The device with its header, which {@link openLuks} has opened.
 * @param key - The key of its sectors.
 */
export function luksContents(device: Contents, key: Buffer): Contents {
  const cipher = sectorCipher(key);
  const payloadOffset = readHeader(device)?.payloadOffset ?? 0;
  const firstSector = payloadOffset / SECTOR_BYTES;
  const readSector = (sector: number): Buffer => cipher.decrypt(sector, device.readSector(firstSector + sector));
  const writeSector = (sector: number, bytes: Buffer): void =>
    device.writeSector(firstSector + sector, cipher.encrypt(sector, bytes));
  return {
    get sizeBytes() {
      return device.sizeBytes - payloadOffset;
    },
    isReadOnly: device.isReadOnly,
    readSector,
    writeSector,
    read(offset, length) {
      const first = Math.floor(offset / SECTOR_BYTES);
      const count = Math.ceil((offset + length) / SECTOR_BYTES) - first;
      const sectors = Array.from({ length: count }, (_, index) => readSector(first + index));
      return Buffer.concat(sectors).subarray(offset - first * SECTOR_BYTES, offset - first * SECTOR_BYTES + length);
    },
    write(offset, bytes) {
      for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
        writeSector((offset + at) / SECTOR_BYTES, bytes.subarray(at, at + SECTOR_BYTES));
      }
    },
    *usedParts() {
      yield { offset: 0, length: device.sizeBytes - payloadOffset };
    },
  };
}

function readHeader(device: Contents): Header | undefined {
  const bytes = device.read(0, HEADER_BYTES);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || bytes.readUInt16BE(6) !== 1) return undefined;
  const hash = textAt(bytes, 72);
  const keyBytes = bytes.readUInt32BE(108);
  if (textAt(bytes, 8) !== "aes" || textAt(bytes, 40) !== "xts-plain64") return undefined;
  if (!DIGEST_BYTES.has(hash) || !KEY_BYTES.includes(keyBytes)) return undefined;
  return { hash, payloadOffset: bytes.readUInt32BE(104) * SECTOR_BYTES, keyBytes, bytes };
}

function textAt(bytes: Buffer, offset: number): string {
  return bytes.toString("latin1", offset, bytes.indexOf(0, offset));
}

function openSlot(device: Contents, header: Header, at: number, passphrase: string): Buffer | undefined {
  const { bytes, hash, keyBytes } = header;
  if (bytes.readUInt32BE(at) !== SLOT_IS_ACTIVE) return undefined;
  const salt = bytes.subarray(at + 8, at + 8 + SALT_BYTES);
  const cipher = sectorCipher(pbkdf2Sync(passphrase, salt, bytes.readUInt32BE(at + 4), keyBytes, hash));
  const stripes = bytes.readUInt32BE(at + 44);
  const sectors = Math.ceil((keyBytes * stripes) / SECTOR_BYTES);
  const material = device.read(bytes.readUInt32BE(at + 40) * SECTOR_BYTES, sectors * SECTOR_BYTES);
  const plain = Array.from({ length: sectors }, (_, sector) =>
    cipher.decrypt(sector, material.subarray(sector * SECTOR_BYTES, (sector + 1) * SECTOR_BYTES)),
  );
  const key = mergeStripes(Buffer.concat(plain), stripes, keyBytes, hash);
  const keySalt = bytes.subarray(132, 132 + SALT_BYTES);
  const digest = pbkdf2Sync(key, keySalt, bytes.readUInt32BE(164), KEY_DIGEST_BYTES, hash);
  return digest.equals(bytes.subarray(112, 112 + KEY_DIGEST_BYTES)) ? key : undefined;
}

/** Puts a key together that was spread over many stripes so that it can be destroyed. */
function mergeStripes(material: Buffer, stripes: number, keyBytes: number, hash: string): Buffer {
  const key = Buffer.alloc(keyBytes);
  for (let stripe = 0; stripe < stripes; stripe += 1) {
    if (stripe > 0) diffuse(key, hash);
    for (let index = 0; index < keyBytes; index += 1) {
      key[index] = (key[index] ?? 0) ^ (material[stripe * keyBytes + index] ?? 0);
    }
  }
  return key;
}

/** Mixes a block in its place. */
function diffuse(block: Buffer, hash: string): void {
  const digestBytes = DIGEST_BYTES.get(hash) ?? block.length;
  for (let at = 0; at < block.length; at += digestBytes) {
    const part = block.subarray(at, at + digestBytes);
    const numbered = Buffer.alloc(4 + part.length);
    numbered.writeUInt32BE(at / digestBytes);
    part.copy(numbered, 4);
    digestOf(hash, numbered, "buffer").copy(part);
  }
}
