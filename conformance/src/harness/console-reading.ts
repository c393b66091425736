// What the probe guest said on its console: how often it booted, how far it ticked, what it met.
// The guest's lines are described in guest/README.md.
import { type GuestDisk, readDiskLine } from "./guest-disk.ts";

/** One boot of the probe guest. */
export interface BootReading {
  /** The boot counter that the guest read from its disk: 1 for the first boot of a disk. */
  readonly number: number;
  /** The number of its last tick, 0 if it has not ticked. Ticks begin at 1 with each boot and come about ten times a second. */
  readonly lastTick: number;
  /** Whether its ticks came as 1, 2, 3, ... without a gap or a repeat. */
  readonly ticksInOrder: boolean;
  /** Whether the guest saw the power button. */
  readonly sawPowerButton: boolean;
  /** Whether the guest powered itself off in good order. */
  readonly saidOff: boolean;
  /** How many non-maskable interrupts it told of. */
  readonly interrupts: number;
  /** The disks beside its own; absent until it has told of all, which a guest does only if it was asked to. */
  readonly disks?: readonly GuestDisk[];
}

/** A console, read to its end and understood. */
export interface ConsoleReading {
  /** The whole text. */
  readonly text: string;
  /** One entry per boot, in order. */
  readonly boots: readonly BootReading[];
  /** The last boot, if there was one. */
  readonly current: BootReading | undefined;
  /** Ticks of all boots together. */
  readonly ticks: number;
  /** Complete lines that the probe guest does not write. */
  readonly strangeLines: readonly string[];
}

/** A boot that is being read, and the disks that it has told of so far. */
interface Building {
  readonly boot: { -readonly [K in keyof BootReading]: BootReading[K] };
  readonly disks: GuestDisk[];
}

/**
 * Understands the text of a probe guest's console.
 *
 * @param text - The console's text. Its last line counts only if it is complete, since the guest may be writing it.
 */
export function parseConsole(text: string): ConsoleReading {
  const building: Building[] = [];
  const strangeLines: string[] = [];
  for (const line of text.split("\n").slice(0, -1)) {
    if (!readLine(line.replace(/\r$/u, ""), building)) strangeLines.push(line.replace(/\r$/u, ""));
  }
  const boots = building.map(({ boot }): BootReading => boot);
  const ticks = boots.reduce((sum, boot) => sum + boot.lastTick, 0);
  return { text, boots, current: boots.at(-1), ticks, strangeLines };
}

function readLine(line: string, building: Building[]): boolean {
  if (line === "") return true;
  const [, word, digits] = /^(boot|tick) (\d+)$/u.exec(line) ?? [];
  if (word === "boot") {
    building.push({ boot: newBoot(Number(digits)), disks: [] });
    return true;
  }
  const current = building.at(-1);
  if (current === undefined) return false;
  const { boot, disks } = current;
  if (word === "tick") {
    boot.ticksInOrder &&= Number(digits) === boot.lastTick + 1;
    boot.lastTick = Number(digits);
  } else if (line === "power button") boot.sawPowerButton = true;
  else if (line === "off") boot.saidOff = true;
  else if (line === "nmi") boot.interrupts += 1;
  else if (line === `disks ${disks.length}`) boot.disks = disks;
  else return readDiskLine(line, disks);
  return true;
}

function newBoot(number: number): BootReading {
  return { number, lastTick: 0, ticksInOrder: true, sawPowerButton: false, saidOff: false, interrupts: 0 };
}
