// What the probe guest told of a disk beside the one that it booted from, understood. guest/README.md describes its lines.
import { NotApplicable } from "./not-applicable.ts";

/** A disk of a guest, as its firmware shows it. The one that it booted from is not among them. */
export interface GuestDisk {
  /** Its number: hard disks count from 1 in the order of the firmware, CD drives from 96. */
  readonly number: number;
  /** Its size in bytes; 0 where the firmware does not tell it, as of CDs. */
  readonly sizeBytes: number;
  /** Its first 16 bytes; absent if the guest could not read it. */
  readonly head: Buffer | undefined;
  /** Whether the guest has written to it in this boot. */
  readonly isWritten: boolean;
  /** The parts that are not blank, of what the guest was asked to show: the first MiB, and the last sector. */
  readonly parts: readonly GuestDiskPart[];
}

/** Some bytes of a disk. */
export interface GuestDiskPart {
  /** Where they begin, in bytes. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/** How much of a disk is shown, from its beginning, in bytes. */
const SEEN_BYTES = 2 ** 20;
/** How many parts are shown of one disk. With so many, nobody knows whether there are more. */
const MOST_PARTS = 600;

type Building = { -readonly [K in keyof GuestDisk]: GuestDisk[K] } & { parts: GuestDiskPart[] };

/**
 * Understands one line of what a guest tells of its disks.
 *
 * @param line - The line, without its end.
 * @param disks - The disks told of so far in the same boot, which the line adds to.
 * @returns Whether it is such a line.
 */
export function readDiskLine(line: string, disks: GuestDisk[]): boolean {
  const [, number, sectors, sectorBytes, head] = DISK.exec(line) ?? [];
  if (number !== undefined) {
    disks.push({
      number: Number(number),
      sizeBytes: Number(sectors) * Number(sectorBytes),
      head: head === undefined ? undefined : Buffer.from(head, "hex"),
      isWritten: false,
      parts: [],
    });
    return true;
  }
  const last = disks.at(-1) as Building | undefined;
  const [, dataOf, offset, bytes] = DATA.exec(line) ?? [];
  if (bytes !== undefined && last?.number === Number(dataOf)) {
    last.parts.push({ offset: Number.parseInt(offset ?? "", 16), bytes: Buffer.from(bytes, "hex") });
    return true;
  }
  if (last === undefined || line !== `wrote ${last.number}`) return false;
  last.isWritten = true;
  return true;
}

const DISK = /^disk (\d+) (\d+) sectors of (\d+) bytes (?:([0-9a-f]{32})|unreadable)$/u;
const DATA = /^data (\d+) ([0-9a-f]{12}) ([0-9a-f]{64})$/u;

/**
 * Reads a disk that the guest was asked to show.
 *
 * @param offset - Where to begin, in bytes.
 * @param length - How much, in bytes.
 * @throws NotApplicable if the guest does not show that part.
 */
export function readGuestDisk({ number, parts }: GuestDisk, offset: number, length: number): Buffer {
  if (offset + length > SEEN_BYTES || parts.length >= MOST_PARTS) {
    throw new NotApplicable(
      `The probe guest shows the first MiB of a disk, and at most ${MOST_PARTS} parts of it: disk ${number} has more`,
    );
  }
  const result = Buffer.alloc(length);
  for (const part of parts) {
    const at = part.offset - offset;
    if (at > -part.bytes.length && at < length) part.bytes.copy(result, Math.max(0, at), Math.max(0, -at));
  }
  return result;
}
