import { describe, expect, it } from "vitest";
import { blankContents, type Contents, readOnlyContents, simulatedContents } from "../../src/contents/contents.ts";
import { ContentStore } from "../../src/contents/content-store.ts";
import { lookAround, type OtherDisk } from "../../src/guest/disk-lines.ts";

const TELL = { shows: false, writes: false };
const SHOW = { shows: true, writes: false };
const WRITE = { shows: true, writes: true };
const MIB = 2 ** 20;
const BLANK_HEAD = "0".repeat(32);

/** A blank disk, with the sectors of `texts` beginning with their texts. */
function disk(
  sizeBytes: number,
  texts: Readonly<Record<number, string>> = {},
  changes: Partial<OtherDisk> = {},
): OtherDisk {
  const contents: Contents = simulatedContents(blankContents(sizeBytes), new ContentStore());
  for (const [sector, text] of Object.entries(texts)) contents.writeSector(Number(sector), sectorOf(text));
  return { number: 1, isCd: false, sizeBytes, open: () => contents, ...changes };
}

function open(): never {
  throw new RangeError("The storage is away");
}

function sectorOf(text: string): Buffer {
  const sector = Buffer.alloc(512);
  sector.write(text);
  return sector;
}

const lines = (...args: Parameters<typeof lookAround>): string[] =>
  lookAround(...args)
    .split("\r\n")
    .slice(0, -1);
const rowOf = (text: string): string => Buffer.concat([Buffer.from(text), Buffer.alloc(32)], 32).toString("hex");

describe("the probe guest", () => {
  it("says how many other disks it has, also none", () => {
    expect(lines([], SHOW)).toEqual(["disks 0"]);
  });

  it("tells size and first bytes of each, in sectors of its own kind", () => {
    const cd = disk(4 * 2048, {}, { number: 96, isCd: true });
    expect(lines([disk(3 * MIB, { 0: "abc" }), cd], TELL)).toEqual([
      `disk 1 6144 sectors of 512 bytes ${rowOf("abc").slice(0, 32)}`,
      `disk 96 0 sectors of 2048 bytes ${BLANK_HEAD}`,
      "disks 2",
    ]);
  });

  it("shows what is on the first MiB and the last sector, and nothing else", () => {
    const found = lines([disk(2 * MIB, { 3: "third", 2047: "in", 2048: "out", 4094: "out", 4095: "last" })], SHOW);
    expect(found.slice(1)).toEqual([
      `data 1 000000000600 ${rowOf("third")}`,
      `data 1 0000000ffe00 ${rowOf("in")}`,
      `data 1 0000001ffe00 ${rowOf("last")}`,
      "disks 1",
    ]);
  });

  it("shows at most 600 rows of a disk", () => {
    const full = Object.fromEntries(Array.from({ length: 700 }, (_, sector) => [sector, "x"]));
    expect(lines([disk(MIB, full)], SHOW).filter((line) => line.startsWith("data"))).toHaveLength(600);
  });

  it("writes to what it can write to, after it has told of it", () => {
    const [hard, readOnly] = [disk(MIB), disk(MIB)];
    const others = [hard, { ...readOnly, number: 2, open: () => readOnlyContents(readOnly.open()) }];
    expect(lines(others, WRITE)).toEqual([
      `disk 1 2048 sectors of 512 bytes ${BLANK_HEAD}`,
      "wrote 1",
      `disk 2 2048 sectors of 512 bytes ${BLANK_HEAD}`,
      "disks 2",
    ]);
    const written = [...Array.from({ length: 8 }, (_, sector) => sector), 2047];
    const sectors = Array.from({ length: 2048 }, (_, sector) => sector);
    const isWritten = (sector: number): boolean =>
      hard.open().readSector(sector).equals(Buffer.alloc(512, "VDK PROBE WROTE "));
    expect(sectors.filter(isWritten)).toEqual(written);
    expect(readOnly.open().read(0, MIB).equals(Buffer.alloc(MIB))).toBe(true);
  });

  it("says so of a disk that cannot be read", () => {
    expect(lines([disk(MIB, {}, { open })], WRITE)).toEqual(["disk 1 2048 sectors of 512 bytes unreadable", "disks 1"]);
  });
});
