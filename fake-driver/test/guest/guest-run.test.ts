import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyConsole, readConsole } from "../../src/guest/console-log.ts";
import {
  FIRMWARE_MS,
  type GuestRun,
  interruptRun,
  liveThrough,
  pauseRun,
  powersOffAt,
  pressButton,
  resumeRun,
  SILENT_SHUTDOWN_MS,
  startRun,
  TICK_MS,
} from "../../src/guest/guest-run.ts";
import type { ProbeParameters } from "../../src/guest/probe-parameters.ts";

const OBEDIENT: ProbeParameters = { ignoresPowerButton: false, powerOffAfterTicks: 0, otherDisks: null };
const DEAF: ProbeParameters = { ...OBEDIENT, ignoresPowerButton: true };

/** A guest on a bench: its run, its disk and its console, with time told by the test. */
class Bench {
  readonly run: GuestRun = startRun(0);
  readonly console = emptyConsole(null);
  readonly disk: { readonly probe: ProbeParameters | null; bootCount: number; lookAround?: () => string };

  constructor(probe: ProbeParameters | null) {
    this.disk = { probe, bootCount: 0 };
  }

  liveThrough(nowMs: number): boolean {
    return liveThrough(this.run, this, nowMs);
  }

  get lines(): string[] {
    return readConsole(this.console, 0, Infinity).text.split("\r\n").slice(0, -1);
  }
}

describe("the probe guest", () => {
  it("counts its boot on the disk and then ticks ten times a second", () => {
    const bench = new Bench(OBEDIENT);
    expect(bench.liveThrough(FIRMWARE_MS - 1)).toBe(false);
    expect(bench.lines).toEqual([]);
    expect(bench.disk.bootCount).toBe(0);
    bench.liveThrough(FIRMWARE_MS + 3 * TICK_MS);
    expect(bench.lines).toEqual(["boot 1", "tick 1", "tick 2", "tick 3"]);
    expect(bench.disk.bootCount).toBe(1);
  });

  it("does not tick while it is paused, and goes on where it was", () => {
    const bench = new Bench(OBEDIENT);
    const pausedAt = FIRMWARE_MS + 250;
    bench.liveThrough(pausedAt);
    pauseRun(bench.run, pausedAt);
    bench.liveThrough(pausedAt + 60_000);
    expect(bench.lines).toEqual(["boot 1", "tick 1", "tick 2"]);
    resumeRun(bench.run, pausedAt + 60_000);
    bench.liveThrough(pausedAt + 60_049);
    expect(bench.lines).toHaveLength(3);
    bench.liveThrough(pausedAt + 60_050);
    expect(bench.lines.at(-1)).toBe("tick 3");
  });

  it("powers off at the power button, saying so", () => {
    const bench = new Bench(OBEDIENT);
    pressButton(bench.run, FIRMWARE_MS + 120);
    const offAt = FIRMWARE_MS + 150;
    expect(powersOffAt(bench.run, OBEDIENT)).toBe(offAt);
    expect(bench.liveThrough(offAt - 1)).toBe(false);
    expect(bench.liveThrough(offAt)).toBe(true);
    expect(bench.lines).toEqual(["boot 1", "tick 1", "power button", "off"]);
  });

  it("sees a button that was pressed before it booted, or while it was paused", () => {
    const early = new Bench(OBEDIENT);
    pressButton(early.run, 10);
    expect(early.liveThrough(FIRMWARE_MS + 50)).toBe(true);
    expect(early.lines).toEqual(["boot 1", "power button", "off"]);

    const paused = new Bench(OBEDIENT);
    pauseRun(paused.run, 1000);
    pressButton(paused.run, 2000);
    expect(powersOffAt(paused.run, OBEDIENT)).toBeUndefined();
    resumeRun(paused.run, 3000);
    expect(powersOffAt(paused.run, OBEDIENT)).toBe(3050);
  });

  it("takes no notice of the button when it is told to ignore it", () => {
    const bench = new Bench(DEAF);
    pressButton(bench.run, 1000);
    expect(powersOffAt(bench.run, DEAF)).toBeUndefined();
    expect(bench.liveThrough(60_000)).toBe(false);
    expect(bench.lines).not.toContain("power button");
  });

  it("powers itself off after the ticks that it was given", () => {
    const probe: ProbeParameters = { ...DEAF, powerOffAfterTicks: 3 };
    const bench = new Bench(probe);
    expect(powersOffAt(bench.run, probe)).toBe(FIRMWARE_MS + 3 * TICK_MS);
    expect(bench.liveThrough(100_000)).toBe(true);
    expect(bench.lines).toEqual(["boot 1", "tick 1", "tick 2", "tick 3", "off"]);
  });

  it("tells of its disks once, between its boot and its first tick", () => {
    const bench = new Bench(OBEDIENT);
    bench.disk.lookAround = () => "disks 0\r\n";
    bench.liveThrough(FIRMWARE_MS + TICK_MS);
    bench.liveThrough(FIRMWARE_MS + 2 * TICK_MS);
    expect(bench.lines).toEqual(["boot 1", "disks 0", "tick 1", "tick 2"]);
  });

  it("tells of an interrupt where it comes, and not while its firmware runs", () => {
    const bench = new Bench(OBEDIENT);
    bench.liveThrough(FIRMWARE_MS - 1);
    interruptRun(bench.run, OBEDIENT, bench.console);
    bench.liveThrough(FIRMWARE_MS + TICK_MS);
    interruptRun(bench.run, OBEDIENT, bench.console);
    bench.liveThrough(FIRMWARE_MS + 2 * TICK_MS);
    expect(bench.lines).toEqual(["boot 1", "tick 1", "nmi", "tick 2"]);
    expect(bench.run.interrupts).toBe(2);
  });

  it("has done the same by a moment however often somebody looked before", () => {
    const looks = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 8 });
    const button = fc.option(fc.integer({ min: 0, max: 2000 }), { nil: undefined });
    fc.assert(
      fc.property(looks, button, fc.integer({ min: 0, max: 12 }), (times, buttonAt, powerOffAfterTicks) => {
        const probe = { ...OBEDIENT, powerOffAfterTicks };
        const [often, once] = [new Bench(probe), new Bench(probe)];
        if (buttonAt !== undefined) for (const bench of [often, once]) pressButton(bench.run, buttonAt);
        const rising = times.filter((time) => time < 3000).toSorted((left, right) => left - right);
        const isOff = rising.some((time) => often.liveThrough(time)) || often.liveThrough(3000);
        expect(once.liveThrough(3000)).toBe(isOff);
        expect(often.lines).toEqual(once.lines);
      }),
    );
  });
});

describe("a guest that is no probe", () => {
  it("writes nothing and obeys the power button in its own time", () => {
    const bench = new Bench(null);
    pressButton(bench.run, 5000);
    expect(bench.liveThrough(5000 + SILENT_SHUTDOWN_MS - 1)).toBe(false);
    expect(bench.liveThrough(5000 + SILENT_SHUTDOWN_MS)).toBe(true);
    expect(bench.lines).toEqual([]);
    expect(bench.disk.bootCount).toBe(0);
  });
});
