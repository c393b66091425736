// Reads the header in front of a message: the base protocol of LSP, `Content-Length: <bytes>` and an optional
// `Content-Type`, each line ended by CRLF, then an empty line.

/** What the bytes at some place turned out to be. */
export type Header =
  /**
   * A header: the body of `length` bytes begins at `bodyStart`. `oddity` names a departure from the form that did no
   * harm.
   */
  | {
      readonly kind: "header";
      readonly bodyStart: number;
      readonly length: number;
      readonly oddity?: string;
      readonly text: string;
    }
  /** The beginning of something that may become a header. */
  | { readonly kind: "incomplete" }
  /** Not a header at all. */
  | { readonly kind: "text" }
  /** A header, but without a usable length. The text after it begins at `end`. */
  | { readonly kind: "bad"; readonly end: number; readonly text: string; readonly problem: string };

const FIELD_NAMES = ["content-length", "content-type"];
const LONGEST_HEADER_BYTES = 4096;
const UTF8 = /^(?:[^;]*)(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/iu;

/**
 * Tries to read a header.
 *
 * @param data - Bytes of the stream.
 * @param start - Where the header should begin.
 * @returns What was found there.
 */
export function readHeader(data: Buffer, start: number): Header {
  const shown = data.toString("latin1", start, Math.min(data.length, start + LONGEST_HEADER_BYTES));
  if (!mayBecomeHeader(shown)) return { kind: "text" };
  const end = /\r?\n\r?\n/u.exec(shown);
  if (end !== null)
    return readFields(
      shown.slice(0, end.index),
      start + end.index + end[0].length,
      shown.slice(0, end.index + end[0].length),
    );
  if (shown.length < LONGEST_HEADER_BYTES) return { kind: "incomplete" };
  return { kind: "bad", end: start + 1, text: shown, problem: `no empty line within ${LONGEST_HEADER_BYTES} bytes` };
}

/**
 * Tells whether a header may begin with some text.
 *
 * @param shown - The beginning of it, as Latin-1.
 * @returns False once it cannot be one, whatever follows.
 */
export function mayBecomeHeader(shown: string): boolean {
  const name = /^[^:\r\n]*/u.exec(shown)?.[0] ?? "";
  const lowered = name.trimEnd().toLowerCase();
  if (name.length < shown.length) return shown[name.length] === ":" && FIELD_NAMES.includes(lowered);
  return FIELD_NAMES.some((field) => field.startsWith(lowered));
}

function readFields(block: string, end: number, text: string): Header {
  const fields = block.split(/\r?\n/u).map((line) => /^([^:\s]+)[ \t]*:[ \t]*(.*?)[ \t]*$/u.exec(line));
  const valuesOf = (wanted: string): string[] =>
    fields.flatMap((field) => (field?.[1]?.toLowerCase() === wanted ? [field[2] ?? ""] : []));
  const [length, ...others] = new Set(valuesOf("content-length"));
  const problem = fields.includes(null) ? "a line without a colon" : lengthProblem(length, others);
  if (problem !== undefined) return { kind: "bad", end, text: block, problem };
  const header = { kind: "header", bodyStart: end, length: Number(length), text: block } as const;
  if (/(?<!\r)\n/u.test(text)) return { ...header, oddity: "a line ends in LF without CR" };
  if (!valuesOf("content-type").every((type) => UTF8.test(type)))
    return { ...header, oddity: "a charset other than utf-8" };
  return header;
}

function lengthProblem(length: string | undefined, others: readonly string[]): string | undefined {
  if (length === undefined) return "no Content-Length";
  if (others.length > 0) return "two different Content-Lengths";
  return /^\d{1,15}$/u.test(length) ? undefined : "a Content-Length that is not a number of bytes";
}

const USUAL = Buffer.from("Content-Length: ");
const CR = 13;
const LF = 10;
const ZERO = 48;

/**
 * Reads a header in the form that nearly every message has, without allocating: one `Content-Length` line and CRLF
 * CRLF.
 *
 * @param data - Bytes of the stream.
 * @param start - Where the header should begin.
 * @returns `length * 32 + size` where `size` is the header's own in bytes; or -1 where {@link readHeader} has to look.
 */
export function readUsualHeader(data: Buffer, start: number): number {
  let at = start + USUAL.length;
  if (at + 5 > data.length || data.compare(USUAL, 0, USUAL.length, start, at) !== 0) return -1;
  let length = 0;
  for (const lastDigit = at + 10; at < lastDigit; at += 1) {
    const digit = (data[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) break;
    length = length * 10 + digit;
  }
  const size = at - start + 4;
  const ended =
    size > USUAL.length + 4 && data[at] === CR && data[at + 1] === LF && data[at + 2] === CR && data[at + 3] === LF;
  return ended ? length * 32 + size : -1;
}
