import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendToConsole, emptyConsole, readConsole } from "../../src/guest/console-log.ts";

const tickLines = (first: number, last: number): string =>
  Array.from({ length: last - first + 1 }, (_, index) => `tick ${first + index}\r\n`).join("");

const runs = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("text" as const), text: fc.string({ unit: "binary-ascii", maxLength: 20 }) }),
    fc
      .tuple(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 0, max: 300 }))
      .map(([first, more]) => ({ kind: "ticks" as const, first, last: first + more })),
  ),
  { maxLength: 12 },
);

const CAPACITY_BYTES = 102_400;

describe("the console log", () => {
  it("gives back every part of what was written", () => {
    fc.assert(
      fc.property(runs, fc.nat(20_000), fc.integer({ min: 1, max: 5000 }), (written, offset, limit) => {
        const log = emptyConsole(CAPACITY_BYTES);
        let whole = "";
        for (const run of written) {
          appendToConsole(log, run);
          whole += run.kind === "text" ? run.text : tickLines(run.first, run.last);
        }
        const reading = readConsole(log, offset, limit);
        expect(reading.text).toBe(whole.slice(offset, offset + limit));
        expect(reading.endOffset).toBe(whole.length);
        expect(reading.offset).toBe(Math.min(offset, whole.length));
      }),
    );
  });

  it("keeps the latest part only, and says where that begins", () => {
    const log = emptyConsole(CAPACITY_BYTES);
    appendToConsole(log, { kind: "text", text: "boot 1\r\n" });
    appendToConsole(log, { kind: "ticks", first: 1, last: 20_000 });
    const whole = `boot 1\r\n${tickLines(1, 20_000)}`;
    const firstOffset = whole.length - CAPACITY_BYTES;
    const reading = readConsole(log, 0, 1_000_000);
    expect(reading).toEqual({
      text: whole.slice(firstOffset),
      offset: firstOffset,
      firstOffset,
      endOffset: whole.length,
    });
  });

  it("takes no more room for a guest that ticks for a year", () => {
    const log = emptyConsole(CAPACITY_BYTES);
    appendToConsole(log, { kind: "text", text: "boot 1\r\n" });
    for (let day = 0; day < 365; day += 1) {
      appendToConsole(log, { kind: "ticks", first: day * 864_000 + 1, last: (day + 1) * 864_000 });
    }
    expect(log.segments).toHaveLength(1);
    expect(readConsole(log, Infinity, 1).endOffset).toBeGreaterThan(2 ** 31);
    expect(readConsole(log, log.endOffset - 16, 16).text).toBe("tick 315360000\r\n");
  });
});
