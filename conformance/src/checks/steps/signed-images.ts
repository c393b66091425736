// Images that somebody vouches for.
import { sign } from "node:crypto";

import type { ImageSignature, SpawnParams } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { SIGNER } from "../../harness/certificates.ts";
import { newImage } from "./cached-images.ts";

/** What is signed, and who is to vouch for it. */
export interface Signing {
  /** The bytes that the signature is of. Left out: those of the image. */
  readonly bytes?: Buffer;
  /** Left out: the image carries no signature. */
  readonly isSigned: boolean;
  /** Who the instance trusts. Left out: it says nothing. */
  readonly trusted?: readonly string[];
}

/** Parameters of a spawn from an image that no driver can know. */
export async function newSignedInstance(t: CheckContext, { bytes, isSigned, trusted }: Signing): Promise<SpawnParams> {
  const own = await newImage(t);
  const image = { ...own.image, ...(isSigned && { signature: signatureOf(bytes ?? own.bytes) }) };
  const trustedCertificates = trusted && { trustedCertificates: [...trusted] };
  return { ...own.params, instance: { ...own.params.instance, image, ...trustedCertificates } };
}

/** The signature of {@link SIGNER} over some bytes. */
function signatureOf(bytes: Buffer): ImageSignature {
  return {
    value: sign("sha256", bytes, SIGNER.privateKey).toString("base64"),
    hashMethod: "SHA-256",
    keyType: "ECC_SECP384R1",
    certificate: SIGNER.certificate,
  };
}
