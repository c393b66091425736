/** Signatures over image files: whether one is of these bytes, and whether somebody who is trusted vouches for its certificate. */

import { constants, createVerify, type KeyObject, X509Certificate } from "node:crypto";
import type { ImageSignature } from "@virt-driver-kit/spec";
import { chunksOf } from "../contents/frozen-contents.ts";
import type { SparseFile } from "../contents/sparse-file.ts";

type HashMethod = ImageSignature["hashMethod"];
type KeyType = ImageSignature["keyType"];

/** How digests are called where signatures are checked. */
const DIGESTS: Readonly<Partial<Record<HashMethod, string>>> = {
  "SHA-224": "sha224",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/** What a key of each kind is: its type, and for elliptic curves the curve. */
const KEYS: Readonly<Partial<Record<KeyType, { readonly type: readonly string[]; readonly curve?: string }>>> = {
  DSA: { type: ["dsa"] },
  ECC_SECP384R1: { type: ["ec"], curve: "secp384r1" },
  ECC_SECP521R1: { type: ["ec"], curve: "secp521r1" },
  ECC_SECT409K1: { type: ["ec"], curve: "sect409k1" },
  ECC_SECT409R1: { type: ["ec"], curve: "sect409r1" },
  ECC_SECT571K1: { type: ["ec"], curve: "sect571k1" },
  ECC_SECT571R1: { type: ["ec"], curve: "sect571r1" },
  "RSA-PSS": { type: ["rsa", "rsa-pss"] },
};

/**
 * Looks for what makes a signature unfit to be checked at all, without the bytes that it signs.
 *
 * @param trustedCertificates - In PEM: one of them has to be the signature's certificate, or an authority that issued it. Absent where
 *   nobody has to vouch for it.
 * @returns What is wrong, to end a sentence that names the image; null if nothing is.
 */
export function problemOfSignature(
  { hashMethod, keyType, certificate }: ImageSignature,
  trustedCertificates: readonly string[] | undefined,
): string | null {
  if (DIGESTS[hashMethod] === undefined) return `the digest method "${hashMethod}" of its signature is not known`;
  const kind = KEYS[keyType];
  if (kind === undefined) return `the key type "${keyType}" of its signature is not known`;
  const signer = readCertificate(certificate);
  if (signer === undefined) return "the certificate of its signature cannot be read";
  if (!isKeyOfKind(signer.publicKey, kind)) return `the certificate of its signature has no key of type "${keyType}"`;
  if (trustedCertificates === undefined) return null;
  const isVouchedFor = trustedCertificates.some((pem) => vouchesFor(readCertificate(pem), signer));
  return isVouchedFor ? null : "none of the trusted certificates vouches for that of its signature";
}

/**
 * Tells whether a signature is one of these bytes by the key of its certificate.
 *
 * @param signature - One in which {@link problemOfSignature} found nothing wrong.
 */
export function isSignatureOf(file: SparseFile, { value, hashMethod, keyType, certificate }: ImageSignature): boolean {
  const signer = readCertificate(certificate);
  const digest = DIGESTS[hashMethod];
  if (signer === undefined || digest === undefined) return false;
  const verifier = createVerify(digest);
  for (const chunk of chunksOf(file)) verifier.update(chunk);
  const key = {
    key: signer.publicKey,
    ...(keyType === "RSA-PSS" && {
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_AUTO,
    }),
  };
  return verifier.verify(key, Buffer.from(value, "base64"));
}

function isKeyOfKind(
  key: KeyObject,
  { type, curve }: { readonly type: readonly string[]; readonly curve?: string },
): boolean {
  return (
    type.includes(key.asymmetricKeyType ?? "") &&
    (curve === undefined || key.asymmetricKeyDetails?.namedCurve === curve)
  );
}

/** A certificate vouches for itself, and that of an authority for those that it issued. */
function vouchesFor(trusted: X509Certificate | undefined, signer: X509Certificate): boolean {
  if (trusted === undefined) return false;
  if (trusted.fingerprint256 === signer.fingerprint256) return true;
  return trusted.ca && signer.checkIssued(trusted) && signer.verify(trusted.publicKey);
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
