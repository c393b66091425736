import { scryptSync } from "node:crypto";

const BYTES = 32;
/** Cheap, since these are no real passwords: the usual 16384 takes ten times as long as the whole call. */
const COST = 1024;

/**
 * What is kept of a password: enough to tell whether another is the same, and nothing to read it from.
 *
 * @param password - The password.
 * @param salt - Sets the digests of equal passwords apart, such as the instance and the user.
 * @returns The digest, in lower-case hexadecimal.
 */
export function passwordDigest(password: string, salt: string): string {
  return scryptSync(password, salt, BYTES, { cost: COST }).toString("hex");
}
