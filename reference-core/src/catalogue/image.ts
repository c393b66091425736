/** The images that servers are made from: files that the operator names on the command line. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { SetupError } from "../setup-error.ts";

/** An image file, as it was when the core started. */
export interface Image {
  /** Follows from name and content, so that it is the same after a restart and another for another content. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** The layout of the file, by its first bytes. */
  readonly diskFormat: "raw" | "qcow2";
  /** Size of the file in bytes. */
  readonly sizeBytes: number;
  /** Digest of the file, in lower-case hexadecimal. */
  readonly sha256: string;
  /** Absolute. The driver reads it from there. */
  readonly path: string;
}

const FORM = /^(?<name>[\w.-]{1,255})=(?<path>.+)$/u;
const QCOW2_MAGIC = Buffer.from("QFI\u00fb", "latin1");

/**
 * Reads an image from its option, and its file to the end.
 *
 * @param text - `name=path`, such as `cirros=/srv/images/cirros.qcow2`. A relative path starts at the working directory.
 * @throws {@link SetupError} if the text has another form, or the file is empty or cannot be read.
 */
export async function loadImage(text: string): Promise<Image> {
  const { name, path: given } = FORM.exec(text)?.groups ?? {};
  if (name === undefined || given === undefined) {
    throw new SetupError(`Cannot read image "${text}": write name=path, such as cirros=/srv/images/cirros.qcow2`);
  }
  const path = resolve(given);
  const { sizeBytes, sha256, start } = await readFile(name, path);
  if (sizeBytes === 0) throw new SetupError(`Cannot use image "${name}": the file "${path}" is empty`);
  const diskFormat = start.subarray(0, 4).equals(QCOW2_MAGIC) ? "qcow2" : "raw";
  return { id: idOf(name, sha256), name, diskFormat, sizeBytes, sha256, path };
}

async function readFile(name: string, path: string): Promise<{ sizeBytes: number; sha256: string; start: Buffer }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let start = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if (sizeBytes === 0) start = Buffer.from(chunk.subarray(0, 4));
      sizeBytes += chunk.length;
      hash.update(chunk);
    }
  } catch (error) {
    throw new SetupError(`Cannot read image "${name}": ${(error as Error).message}`, { cause: error });
  }
  return { sizeBytes, sha256: hash.digest("hex"), start };
}

/** A uuid of version 8 (RFC 9562) made from a digest. */
function idOf(name: string, sha256: string): string {
  const digits = createHash("sha256").update(`${name}\n${sha256}`).digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}
