import { describe, expect, test } from "vitest";

import { parseConsole } from "../../src/harness/console-reading.ts";

describe("parseConsole()", () => {
  test("reads boots, ticks, the power button and the end of each boot", () => {
    const reading = parseConsole("boot 1\r\ntick 1\r\ntick 2\r\npower button\r\noff\r\nboot 2\r\ntick 1\r\n");
    expect(reading.boots).toEqual([
      { number: 1, lastTick: 2, ticksInOrder: true, sawPowerButton: true, saidOff: true },
      { number: 2, lastTick: 1, ticksInOrder: true, sawPowerButton: false, saidOff: false },
    ]);
    expect(reading.current?.number).toBe(2);
    expect(reading.ticks).toBe(3);
  });

  test("leaves out a last line that is not complete", () => {
    expect(parseConsole("boot 1\r\ntick 1\r\ntick 2").current?.lastTick).toBe(1);
  });

  test.each(["tick 1\r\ntick 3\r\n", "tick 1\r\ntick 1\r\n", "tick 2\r\n"])(
    "notices ticks out of order: %j",
    (ticks) => {
      expect(parseConsole(`boot 1\r\n${ticks}`).current?.ticksInOrder).toBe(false);
    },
  );

  test("keeps lines that are not the guest's, and text before the first boot", () => {
    expect(parseConsole("SeaBIOS\r\nboot 1\r\nhello\r\n").strangeLines).toEqual(["SeaBIOS", "hello"]);
  });

  test("knows no boot in an empty console", () => {
    expect(parseConsole("").current).toBeUndefined();
  });
});
