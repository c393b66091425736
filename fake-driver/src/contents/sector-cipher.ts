/** Encryption of sectors as disks do it: AES in XTS mode, with the number of the sector as the tweak. */

import { createCipheriv, createDecipheriv, createSecretKey } from "node:crypto";

const TWEAK_BYTES = 16;
/** Two keys of AES-128, or two of AES-256. */
const ALGORITHMS: Readonly<Record<number, string>> = { 32: "aes-128-xts", 64: "aes-256-xts" };

/** Encrypts and decrypts sectors. */
export interface SectorCipher {
  encrypt(sector: number, plain: Buffer): Buffer;
  decrypt(sector: number, encrypted: Buffer): Buffer;
}

/**
 * Makes the cipher of a key.
 *
 * @param key - 32 or 64 bytes.
 * @throws RangeError for a key of another length.
 */
export function sectorCipher(key: Buffer): SectorCipher {
  const algorithm = ALGORITHMS[key.length];
  if (algorithm === undefined) throw new RangeError(`A key of ${key.length} bytes fits no cipher for sectors`);
  // Bytes would be made into a key for each sector.
  const secret = createSecretKey(key);
  return {
    encrypt: (sector, plain) => createCipheriv(algorithm, secret, tweakOf(sector)).update(plain),
    decrypt: (sector, encrypted) => createDecipheriv(algorithm, secret, tweakOf(sector)).update(encrypted),
  };
}

function tweakOf(sector: number): Buffer {
  const tweak = Buffer.alloc(TWEAK_BYTES);
  tweak.writeBigUInt64LE(BigInt(sector));
  return tweak;
}
