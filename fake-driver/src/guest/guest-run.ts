/**
 * One run of a guest, from power-on to power-off, as arithmetic on virtual time.
 *
 * Nothing here is a timer. What the guest has done by a given moment is a function of how long it has executed, which excludes the time
 * in which it was paused; {@link liveThrough} works it out whenever somebody looks, and writes it to disk and console.
 */

import { appendToConsole, type ConsoleLog } from "./console-log.ts";
import type { ProbeParameters } from "./probe-parameters.ts";

/** From power-on to the first line of the guest, in milliseconds. */
export const FIRMWARE_MS = 400;
/** Between two ticks of the probe, in milliseconds. */
export const TICK_MS = 100;
/** Between two looks of the probe at the power button, in milliseconds. It looks before it ticks. */
const LOOK_MS = 50;
/** How long a guest that is no probe takes to shut down in good order, in milliseconds. */
export const SILENT_SHUTDOWN_MS = 1500;

/** A guest between power-on and power-off. Plain data; times are on the virtual clock. */
export interface GuestRun {
  /** How long it had executed when it was last paused, in milliseconds. */
  executedMs: number;
  /** Since when it has executed again; null while it is paused. */
  resumedAtMs: number | null;
  /** Whether it has reached its first line. */
  hasBooted: boolean;
  /** How many tick lines it has written. */
  ticks: number;
  /** How long it had executed when the power button was first pressed; null if it never was. */
  buttonAtMs: number | null;
  /** When it was powered on. */
  startedAtMs: number;
  /** How much it has written beside its boot counter, in bytes, and how long it had executed by then, in milliseconds. */
  written: { bytes: number; throughMs: number };
  /** How many non-maskable interrupts it has been sent. */
  interrupts: number;
  /** Its place among the guests of its host that have consoles, from which their ports follow; null if it has none. */
  consoleSlot: number | null;
}

/** What a guest acts upon: the program on its disk, its boot counter, and its serial port. */
export interface GuestSurroundings {
  readonly disk: {
    readonly probe: ProbeParameters | null;
    readonly greeting?: string;
    /** Does what the program does about other disks, and tells what it writes of it. */
    lookAround?(): string;
    readonly isReadOnly?: boolean;
    bootCount: number;
  };
  readonly console: ConsoleLog;
}

/**
 * Powers a guest on.
 *
 * @param nowMs - The virtual time.
 * @param consoleSlot - Its place among the guests of its host that have consoles; null for none.
 */
export function startRun(nowMs: number, consoleSlot: number | null = null): GuestRun {
  return {
    executedMs: 0,
    resumedAtMs: nowMs,
    hasBooted: false,
    ticks: 0,
    buttonAtMs: null,
    startedAtMs: nowMs,
    written: { bytes: 0, throughMs: 0 },
    interrupts: 0,
    consoleSlot,
  };
}

/** How long a guest has executed by `nowMs` of virtual time, in milliseconds. */
export function executedBy(run: GuestRun, nowMs: number): number {
  return run.resumedAtMs === null ? run.executedMs : run.executedMs + nowMs - run.resumedAtMs;
}

/** Stops a guest's execution, at `nowMs` of virtual time. Does nothing to one that is paused. */
export function pauseRun(run: GuestRun, nowMs: number): void {
  run.executedMs = executedBy(run, nowMs);
  run.resumedAtMs = null;
}

/** Lets a paused guest go on, at `nowMs` of virtual time. Does nothing to one that executes. */
export function resumeRun(run: GuestRun, nowMs: number): void {
  run.resumedAtMs ??= nowMs;
}

/** Presses the power button, at `nowMs` of virtual time. The chip remembers it until the guest looks; later presses add nothing. */
export function pressButton(run: GuestRun, nowMs: number): void {
  run.buttonAtMs ??= executedBy(run, nowMs);
}

/** After how much execution the button takes effect; infinite if it was not pressed or the guest is deaf. */
function obeysAt(run: GuestRun, probe: ProbeParameters | null): number {
  if (run.buttonAtMs === null || probe?.ignoresPowerButton === true) return Infinity;
  if (probe === null) return run.buttonAtMs + SILENT_SHUTDOWN_MS;
  const looksBefore = Math.floor(Math.max(0, run.buttonAtMs - FIRMWARE_MS) / LOOK_MS);
  return FIRMWARE_MS + (looksBefore + 1) * LOOK_MS;
}

/** After how much execution the guest powers itself off without being asked. */
function endsAt(probe: ProbeParameters | null): number {
  return probe === null || probe.powerOffAfterTicks === 0 ? Infinity : FIRMWARE_MS + probe.powerOffAfterTicks * TICK_MS;
}

/**
 * Tells when a guest will power itself off if nothing else happens.
 *
 * @returns The virtual time, or undefined if it will not, or is paused.
 */
export function powersOffAt(run: GuestRun, probe: ProbeParameters | null): number | undefined {
  const atExecutedMs = Math.min(obeysAt(run, probe), endsAt(probe));
  if (run.resumedAtMs === null || atExecutedMs === Infinity) return undefined;
  return run.resumedAtMs + atExecutedMs - run.executedMs;
}

/** Tells when a guest will write its boot counter if nothing else happens; undefined if it has, or is paused. */
export function bootsAt({ hasBooted, resumedAtMs, executedMs }: GuestRun): number | undefined {
  return hasBooted || resumedAtMs === null ? undefined : resumedAtMs + FIRMWARE_MS - executedMs;
}

/**
 * Sends a guest a non-maskable interrupt. The probe tells of it; before it has booted, firmware swallows it.
 *
 * @param run - The guest, brought up to now, which executes. Changed to match.
 * @param probe - Its program; null for one that is no probe.
 * @param console - Its serial port; null for none.
 */
export function interruptRun(run: GuestRun, probe: ProbeParameters | null, console: ConsoleLog | null): void {
  run.interrupts += 1;
  if (run.hasBooted && probe !== null && console !== null) {
    appendToConsole(console, { kind: "text", text: "nmi\r\n" });
  }
}

/**
 * Makes happen all that a guest has done by now: its boot, its boot counter, its lines.
 *
 * @param run - The guest. Changed to match.
 * @param surroundings - Its disk and console, likewise.
 * @param nowMs - The virtual time.
 * @returns Whether the guest has powered itself off by then. The run is over if so.
 */
export function liveThrough(run: GuestRun, surroundings: GuestSurroundings, nowMs: number): boolean {
  const { disk, console } = surroundings;
  // Read once: it is on the disk, and that may be a file.
  const { probe } = disk;
  const obeys = obeysAt(run, probe);
  const ends = Math.min(obeys, endsAt(probe));
  const executed = executedBy(run, nowMs);
  const isAsked = ends === obeys;
  if (probe !== null) writeBootAndTicks(run, surroundings, Math.min(executed, isAsked ? ends - 1 : ends));
  if (executed < ends) return false;
  if (probe !== null) {
    appendToConsole(console, { kind: "text", text: isAsked ? "power button\r\noff\r\n" : "off\r\n" });
  }
  return true;
}

function writeBootAndTicks(run: GuestRun, { disk, console }: GuestSurroundings, executed: number): void {
  if (executed < FIRMWARE_MS) return;
  if (!run.hasBooted) {
    run.hasBooted = true;
    if (disk.greeting) appendToConsole(console, { kind: "text", text: disk.greeting });
    const bootCount = disk.bootCount + 1;
    if (disk.isReadOnly === true) appendToConsole(console, { kind: "text", text: "disk error\r\n" });
    else disk.bootCount = bootCount;
    appendToConsole(console, { kind: "text", text: `boot ${bootCount}\r\n${disk.lookAround?.() ?? ""}` });
  }
  const ticks = Math.floor((executed - FIRMWARE_MS) / TICK_MS);
  if (ticks <= run.ticks) return;
  appendToConsole(console, { kind: "ticks", first: run.ticks + 1, last: ticks });
  run.ticks = ticks;
}
