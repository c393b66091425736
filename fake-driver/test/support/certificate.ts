/** Makes certificates for tests: of authorities, of servers, and of those who sign images. */

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** A key with a certificate. */
export interface Certified {
  readonly name: string;
  readonly privateKey: KeyObject;
  /** The certificate, in PEM. */
  readonly certificate: string;
}

/** What a certificate is to say. */
export interface CertificateOptions {
  readonly name: string;
  /** The keys of the one whom it is about; new ones on curve P-256 if left out. */
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  /** Who issues it, with a key on an elliptic curve; the one whom it is about if left out. */
  readonly issuer?: Certified;
  readonly isAuthority?: boolean;
  /** The IPv4 address of a server. */
  readonly address?: string;
}

const [INTEGER, BIT_STRING, OCTET_STRING, OBJECT_IDENTIFIER, UTF8_STRING, UTC_TIME] = [2, 3, 4, 6, 12, 23] as const;
const [SEQUENCE, SET] = [0x30, 0x31] as const;
const [BOOLEAN, CONTEXT] = [1, 0xa0] as const;
const [ECDSA_WITH_SHA256, COMMON_NAME] = ["2a8648ce3d040302", "550403"] as const;
const [BASIC_CONSTRAINTS, ALTERNATIVE_NAME] = ["551d13", "551d11"] as const;

/** Makes a certificate that holds from 2020 to 2049. */
export function certify({ name, keys, issuer, isAuthority = false, address }: CertificateOptions): Certified {
  const { publicKey, privateKey } = keys ?? generateKeyPairSync("ec", { namedCurve: "P-256" });
  const extensions = [
    der(
      SEQUENCE,
      oid(BASIC_CONSTRAINTS),
      der(OCTET_STRING, der(SEQUENCE, ...(isAuthority ? [der(BOOLEAN, [0xff])] : []))),
    ),
    ...(address === undefined
      ? []
      : [
          der(
            SEQUENCE,
            oid(ALTERNATIVE_NAME),
            der(OCTET_STRING, der(SEQUENCE, der(0x87, address.split(".").map(Number)))),
          ),
        ]),
  ];
  const algorithm = der(SEQUENCE, oid(ECDSA_WITH_SHA256));
  const body = der(
    SEQUENCE,
    der(CONTEXT, der(INTEGER, [2])),
    der(INTEGER, [1, ...randomBytes(8)]),
    algorithm,
    distinguished(issuer?.name ?? name),
    der(SEQUENCE, der(UTC_TIME, Buffer.from("200101000000Z")), der(UTC_TIME, Buffer.from("491231235959Z"))),
    distinguished(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(CONTEXT + 3, der(SEQUENCE, ...extensions)),
  );
  const signature = sign("sha256", body, issuer?.privateKey ?? privateKey);
  const whole = der(SEQUENCE, body, algorithm, der(BIT_STRING, [0], signature));
  const lines = whole
    .toString("base64")
    .match(/.{1,64}/g)
    ?.join("\n");
  return { name, privateKey, certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
}

function distinguished(name: string): Buffer {
  return der(SEQUENCE, der(SET, der(SEQUENCE, oid(COMMON_NAME), der(UTF8_STRING, Buffer.from(name)))));
}

const oid = (hex: string): Buffer => der(OBJECT_IDENTIFIER, Buffer.from(hex, "hex"));

function der(tag: number, ...contents: readonly (Buffer | readonly number[])[]): Buffer {
  const bytes = Buffer.concat(contents.map((part) => Buffer.from(part)));
  const { length } = bytes;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), bytes]);
}
