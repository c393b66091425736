// What the kit understands of a probe guest's console.
import { describe, expect, it } from "vitest";

import { parseConsole } from "../../src/harness/console-reading.ts";
import { readGuestDisk } from "../../src/harness/guest-disk.ts";
import { NotApplicable } from "../../src/harness/not-applicable.ts";

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\r\n`).join("");

const BLANK = "0".repeat(32);
const ROW = `56444b${"0".repeat(58)}`;

describe("parseConsole()", () => {
  it("tells the boots apart, with their ticks and what the guest met", () => {
    const text = lines("boot 1", "tick 1", "tick 2", "nmi", "power button", "off", "boot 2", "tick 1", "tick 3");
    const { boots, current, ticks, strangeLines } = parseConsole(text);
    expect(boots).toEqual([
      { number: 1, lastTick: 2, ticksInOrder: true, sawPowerButton: true, saidOff: true, interrupts: 1 },
      { number: 2, lastTick: 3, ticksInOrder: false, sawPowerButton: false, saidOff: false, interrupts: 0 },
    ]);
    expect(current).toBe(boots[1]);
    expect(ticks).toBe(5);
    expect(strangeLines).toEqual([]);
  });

  it("understands what the guest tells of its disks", () => {
    const disks = [
      `disk 1 2048 sectors of 512 bytes ${ROW.slice(0, 32)}`,
      `data 1 000000000000 ${ROW}`,
      `data 1 0000000ffe00 ${ROW}`,
      "wrote 1",
      "disk 2 16 sectors of 4096 bytes unreadable",
      `disk 96 0 sectors of 2048 bytes ${BLANK}`,
    ];
    const { current, strangeLines } = parseConsole(lines("boot 1", ...disks, "disks 3", "tick 1"));
    const part = Buffer.from(ROW, "hex");
    expect(current?.disks).toEqual([
      {
        number: 1,
        sizeBytes: 1 << 20,
        head: part.subarray(0, 16),
        isWritten: true,
        parts: [
          { offset: 0, bytes: part },
          { offset: 0xffe00, bytes: part },
        ],
      },
      { number: 2, sizeBytes: 1 << 16, head: undefined, isWritten: false, parts: [] },
      { number: 96, sizeBytes: 0, head: Buffer.alloc(16), isWritten: false, parts: [] },
    ]);
    expect(strangeLines).toEqual([]);
  });

  it("knows no disks before the guest has told of all, nor where lines are missing", () => {
    const disk = `disk 1 2048 sectors of 512 bytes ${BLANK}`;
    expect(parseConsole(lines("boot 1", disk)).current).not.toHaveProperty("disks");
    const incomplete = parseConsole(lines("boot 1", disk, "disks 2"));
    expect(incomplete.current).not.toHaveProperty("disks");
    expect(incomplete.strangeLines).toEqual(["disks 2"]);
    expect(parseConsole(lines("boot 1", "disks 0")).current?.disks).toEqual([]);
  });

  it("takes lines for strange that no probe writes", () => {
    const strange = [`data 1 000000000000 ${ROW}`, "wrote 1", "disk 1 x sectors", "hello", "disk error"];
    expect(parseConsole(lines("boot 1", ...strange)).strangeLines).toEqual(strange);
  });

  it("leaves a line out that is not complete", () => {
    expect(parseConsole("boot 1\r\ntick 1\r\ntick 1").current?.lastTick).toBe(1);
  });
});

describe("readGuestDisk()", () => {
  const [disk] =
    parseConsole(lines("boot 1", `disk 1 99999 sectors of 512 bytes ${BLANK}`, `data 1 000000000220 ${ROW}`, "disks 1"))
      .current?.disks ?? [];

  it("gives what is shown, and zeros where nothing is", () => {
    if (disk === undefined) throw new TypeError("The disk was not understood");
    const found = readGuestDisk(disk, 0x200, 0x60);
    expect(found.toString("latin1")).toBe(`${"\0".repeat(0x20)}VDK${"\0".repeat(0x3d)}`);
    expect(readGuestDisk(disk, 0x221, 2).toString()).toBe("DK");
  });

  it("does not guess at what is not shown", () => {
    if (disk === undefined) throw new TypeError("The disk was not understood");
    expect(() => readGuestDisk(disk, (1 << 20) - 1, 2)).toThrow(NotApplicable);
    const parts = Array.from({ length: 600 }, (_, index) => ({ offset: index * 32, bytes: Buffer.alloc(32, 1) }));
    expect(() => readGuestDisk({ ...disk, parts }, 0, 1)).toThrow(NotApplicable);
  });
});
