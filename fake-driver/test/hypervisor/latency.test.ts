import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededLatency } from "../../src/hypervisor/latency.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const calls = fc.integer({ min: 1, max: 1_000_000 });

function durations(seed: number): number[] {
  return Array.from({ length: 200 }, (_, call) => seededLatency(seed, 1)("fetchImage", call + 1));
}

describe("seededLatency", () => {
  it("stays within a tenth of the usual duration, in whole milliseconds", () => {
    fc.assert(
      fc.property(seeds, calls, (seed, call) => {
        const ms = seededLatency(seed, 1)("fetchImage", call);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(7200);
        expect(ms).toBeLessThanOrEqual(8800);
      }),
    );
  });

  it("spreads over the whole range, and differently for each seed", () => {
    const first = durations(1);
    expect(Math.min(...first)).toBeLessThan(7300);
    expect(Math.max(...first)).toBeGreaterThan(8700);
    expect(durations(1)).toEqual(first);
    expect(durations(2)).not.toEqual(first);
  });

  it("is multiplied by the scale, and never nothing", () => {
    expect(seededLatency(1, 0)("startGuest", 1)).toBe(1);
    expect(seededLatency(1, 100)("startGuest", 1)).toBeGreaterThan(270_000);
  });
});
