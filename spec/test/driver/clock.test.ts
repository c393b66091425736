import { describe, expect, it } from "vitest";
import { systemClock, timestampOf } from "../../src/index.ts";

describe("systemClock", () => {
  it("tells the time since 1970 in milliseconds", () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it("fires timers in the order of their delays, never within setTimer", async () => {
    const order: string[] = [];
    const { promise: done, resolve } = Promise.withResolvers<void>();
    systemClock.setTimer(3, () => {
      order.push("late");
      resolve();
    });
    systemClock.setTimer(0, () => order.push("soon"));
    order.push("set");
    await done;
    expect(order).toEqual(["set", "soon", "late"]);
  });

  it("does not fire a timer that was cancelled, nor mind a second cancel", async () => {
    let fired = false;
    const timer = systemClock.setTimer(0, () => (fired = true));
    timer.cancel();
    timer.cancel();
    await systemClock.sleep(2);
    expect(fired).toBe(false);
  });

  it("does not fire a timer of a hundred days at once", async () => {
    let fired = false;
    const timer = systemClock.setTimer(100 * 24 * 3600 * 1000, () => (fired = true));
    await systemClock.sleep(2);
    timer.cancel();
    expect(fired).toBe(false);
  });

  it("wakes a sleeper with the reason of its signal", async () => {
    const controller = new AbortController();
    const sleep = systemClock.sleep(3_600_000, controller.signal);
    controller.abort(new RangeError("enough"));
    await expect(sleep).rejects.toThrow("enough");
    await expect(systemClock.sleep(3_600_000, controller.signal)).rejects.toThrow("enough");
  });
});

describe("timestampOf", () => {
  it("writes RFC 3339 in UTC with milliseconds", () => {
    expect(timestampOf(0)).toBe("1970-01-01T00:00:00.000Z");
    expect(timestampOf(1_772_366_400_123)).toBe("2026-03-01T12:00:00.123Z");
  });

  it("refuses what is no time", () => {
    expect(() => timestampOf(Number.NaN)).toThrow(RangeError);
  });
});
