import { constants, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ImageSignature } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { certify } from "../../support/certificate.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const bytes = readFileSync(image.source.path);

const authority = certify({ name: "authority", isAuthority: true });
const stranger = certify({ name: "stranger", isAuthority: true });

type KeyType = ImageSignature["keyType"];

const KEYS: readonly [KeyType, () => { publicKey: KeyObject; privateKey: KeyObject }][] = [
  ["ECC_SECP384R1", () => generateKeyPairSync("ec", { namedCurve: "secp384r1" })],
  ["ECC_SECT571K1", () => generateKeyPairSync("ec", { namedCurve: "sect571k1" })],
  ["RSA-PSS", () => generateKeyPairSync("rsa", { modulusLength: 2048 })],
  ["DSA", () => generateKeyPairSync("dsa", { modulusLength: 2048, divisorLength: 256 })],
];
const keys = generateKeyPairSync("ec", { namedCurve: "secp384r1" });
const maker = certify({ name: "maker", keys, issuer: authority });

function signatureBy(privateKey: KeyObject, keyType: KeyType, data = bytes): string {
  const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN };
  const key = { key: privateKey, ...(keyType === "RSA-PSS" && options) };
  return createSign("sha256").update(data).sign(key, "base64");
}

function signed(changes: Partial<ImageSignature> = {}): ImageSignature {
  return {
    value: signatureBy(maker.privateKey, "ECC_SECP384R1"),
    hashMethod: "SHA-256",
    keyType: "ECC_SECP384R1",
    certificate: maker.certificate,
    ...changes,
  };
}

async function problemOf(
  fake: Attached,
  signature: ImageSignature | undefined,
  trustedCertificates?: string[],
): Promise<unknown> {
  const changes = {
    image: { ...image, ...(signature && { signature }) },
    ...(trustedCertificates && { trustedCertificates }),
  };
  const error = await failureOf(fake.driver.spawn(fake.spawnParams(changes)));
  expect(error).toMatchObject({ code: "IMAGE_UNACCEPTABLE", effect: "none", details: { imageId: image.id } });
  expect((await fake.driver.listInstances()).instances).toEqual([]);
  return (error.details as { problem: unknown }).problem;
}

describe("the signature of an image", () => {
  it.each(KEYS)("is checked if it was made with a key of type %s", async (keyType, generate) => {
    const fake = await Attached.create();
    const signer = certify({ name: keyType, keys: generate(), issuer: authority });
    const value = signatureBy(signer.privateKey, keyType);
    const signature = signed({ keyType, certificate: signer.certificate, value });
    const other = signatureBy(signer.privateKey, keyType, Buffer.from("other bytes"));
    expect(await problemOf(fake, { ...signature, value: other })).toBe("signature");
    await fake.spawn({ image: { ...image, signature }, trustedCertificates: [authority.certificate] });
  });

  it("is checked although nobody has to vouch for it, and although the image is in the cache", async () => {
    const fake = await Attached.create();
    await fake.driver.cacheImage({ node: fake.node(), image });
    expect(await problemOf(fake, signed({ value: "bm9uc2Vuc2U=" }))).toBe("signature");
    await fake.spawn({ image: { ...image, signature: signed() } });
  });

  it("is refused at once if it is of a kind that is not known, or its certificate is another's", async () => {
    const fake = await Attached.create();
    const before = await fake.advance(0);
    expect(await problemOf(fake, signed({ hashMethod: "other" }))).toBe("signature");
    expect(await problemOf(fake, signed({ keyType: "other" }))).toBe("signature");
    expect(await problemOf(fake, signed({ keyType: "RSA-PSS" }))).toBe("signature");
    expect(await problemOf(fake, signed({ keyType: "ECC_SECP521R1" }))).toBe("signature");
    expect(await problemOf(fake, signed({ certificate: "nonsense" }))).toBe("signature");
    expect(await fake.advance(0)).toBe(before);
  });

  it("has to be there, and vouched for, where the instance names whom it trusts", async () => {
    const fake = await Attached.create();
    const impostor = certify({ name: "authority", isAuthority: true });
    const leaf = certify({ name: "leaf", issuer: authority });
    const byLeaf = certify({ name: "by leaf", keys, issuer: leaf });
    expect(await problemOf(fake, undefined, [authority.certificate])).toBe("signature");
    expect(await problemOf(fake, signed(), [stranger.certificate])).toBe("signature");
    expect(await problemOf(fake, signed(), [impostor.certificate])).toBe("signature");
    expect(await problemOf(fake, signed(), ["nonsense"])).toBe("signature");
    expect(await problemOf(fake, signed({ certificate: byLeaf.certificate }), [leaf.certificate])).toBe("signature");
    const trusted = { image: { ...image, signature: signed() } };
    await fake.spawn({ ...trusted, trustedCertificates: [stranger.certificate, authority.certificate] });
    await fake.spawn({ ...trusted, trustedCertificates: [maker.certificate] });
  });
});
