import { expect, test } from "vitest";

import { timestampMs, timestampOf } from "../../src/driver/clock.ts";

test("a time is read back as it was written", () => {
  expect(timestampOf(1_772_366_400_123)).toBe("2026-03-01T12:00:00.123Z");
  expect(timestampMs("2026-03-01T12:00:00.123Z")).toBe(1_772_366_400_123);
});

test("what is no time is refused in words", () => {
  expect(() => timestampMs("yesterday")).toThrow('Cannot read the time "yesterday": it is not RFC 3339');
});
