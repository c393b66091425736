import { describe, expect, it } from "vitest";
import {
  beginCopy,
  figuresOf,
  fitsDowntime,
  nextRound,
  percentOf,
  roundEndsAtMs,
} from "../../src/hypervisor/migration/guest-copy.ts";

const PER_SECOND = 1000;

describe("a copy of a guest", () => {
  it("sends disks first, then memory, and tells what is left", () => {
    const copy = beginCopy({ memory: 3000, disk: 1000 }, PER_SECOND, 0);
    expect(roundEndsAtMs(copy)).toBe(4000);
    expect(figuresOf(copy, 1500)).toEqual({
      memoryTotalBytes: 3000,
      memoryProcessedBytes: 500,
      memoryRemainingBytes: 2500,
      diskTotalBytes: 1000,
      diskProcessedBytes: 1000,
      diskRemainingBytes: 0,
    });
    expect(percentOf(copy, 1000)).toBe(25);
    expect(percentOf(copy, 9000)).toBe(100);
  });

  it("sends again what was written meanwhile, but never more than there is", () => {
    const copy = beginCopy({ memory: 3000, disk: 0 }, PER_SECOND, 0);
    nextRound(copy, { memory: 900, disk: 0 }, 3000);
    expect(copy.round).toEqual({ memory: 900, disk: 0 });
    expect(figuresOf(copy, 3000)).toEqual({
      memoryTotalBytes: 3000,
      memoryProcessedBytes: 3000,
      memoryRemainingBytes: 900,
    });
    expect(fitsDowntime(copy)).toBe(false);
    nextRound(copy, { memory: 200, disk: 0 }, 3900);
    expect(fitsDowntime(copy)).toBe(true);
    nextRound(copy, { memory: 1_000_000, disk: 0 }, 4100);
    expect(copy.round.memory).toBe(3000);
  });

  it("that is cut short keeps what it has not sent for the next round", () => {
    const copy = beginCopy({ memory: 3000, disk: 0 }, PER_SECOND, 0);
    nextRound(copy, { memory: 100, disk: 0 }, 1000);
    expect(copy.round).toEqual({ memory: 2100, disk: 0 });
    expect(copy.sent).toEqual({ memory: 1000, disk: 0 });
    expect(roundEndsAtMs(copy)).toBe(3100);
  });
});
