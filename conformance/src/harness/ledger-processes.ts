// The part of a stock that the system tells: what the driver's process and those that it has started hold.
import { type ProcessReading, commandLine, descendantsOf, openIn, readProcess } from "./process-table.ts";
import type { LeakKind } from "./ledger-kinds.ts";
import type { StockItem } from "./ledger-stock.ts";

/** What a stock has to know of the run. */
export interface RunTraces {
  /** Whether a uuid is that of an instance of the run. */
  readonly isInstance: (uuid: string) => boolean;
  /** Whether a path is that of a file which a check made for its instances, such as a volume's. */
  readonly isVolume: (path: string) => boolean;
}

/** The process of a driver, as it was when stock was taken. */
export interface DriverSize {
  readonly pid: number;
  /** With all that it has started. */
  readonly residentKib: number;
  readonly threads: number;
}

/** What is told of a driver's process. */
export interface ProcessStock {
  readonly items: ReadonlyMap<string, StockItem>;
  readonly size: DriverSize;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/giu;

/** Takes stock of a driver that is a process of this machine, and of all that it has started. Undefined if it is gone. */
export function stockOfProcess(pid: number, run: RunTraces): ProcessStock | undefined {
  const driver = readProcess(pid);
  if (driver === undefined) return undefined;
  const started = descendantsOf(pid).flatMap((child) => readProcess(child) ?? []);
  const all = [driver, ...started];
  const { guests = [], helpers = [] } = Object.groupBy(started, (child) =>
    instanceNamedBy(child.pid, run) === undefined ? "helpers" : "guests",
  );
  const items = new Map<string, StockItem>([
    [`guests ${pid}`, processes("guests", guests)],
    [`processes ${pid}`, processes("processes", helpers)],
    [`volumes ${pid}`, volumesIn(all, run)],
    ...all.flatMap((reading) => descriptors(reading, run)),
  ]);
  return { items, size: { pid, residentKib: sum(all, "residentKib"), threads: sum(all, "threads") } };
}

/**
 * Takes stock of a driver in this process, where only what is certainly its own counts.
 *
 * @param session - Which session it is: what a driver has left that was started again could not be ended as a process is.
 * @param madeVolumes - Whether there were volumes that may be open now.
 */
export function stockOfThisThread(session: number, traces: RunTraces, madeVolumes: boolean): Map<string, StockItem> {
  const active = process.getActiveResourcesInfo();
  const count = (...types: readonly string[]): number => active.filter((type) => types.includes(type)).length;
  const volumes = (): StockItem =>
    volumesIn([{ pid: process.pid, name: "this one", open: openIn("self") ?? [] }], traces);
  return new Map<string, StockItem>([
    [
      `sockets in session ${session}`,
      amount("sockets", ["open socket", "open sockets"], count("TCPSocketWrap", "TCPServerWrap", "UDPWrap")),
    ],
    [`pipes in session ${session}`, amount("pipes", ["open pipe", "open pipes"], count("PipeWrap", "PipeServerWrap"))],
    [
      `processes in session ${session}`,
      amount("processes", ["child process", "child processes"], count("ProcessWrap")),
    ],
    ...(madeVolumes ? ([[`volumes in session ${session}`, volumes()]] as const) : []),
  ]);
}

/** The instance of the run that a process names on its command line. */
export function instanceNamedBy(pid: number, { isInstance }: Pick<RunTraces, "isInstance">): string | undefined {
  return commandLine(pid).match(UUID)?.find(isInstance);
}

function descriptors(reading: ProcessReading, { isVolume }: RunTraces): [string, StockItem][] {
  const { pid, open } = reading;
  if (open === undefined) return [];
  const byKind = Map.groupBy(
    open.filter((target) => !isVolume(target)),
    kindOf,
  );
  const item = (kind: LeakKind, noun: StockItem["noun"], named: boolean): [string, StockItem] => {
    const targets = byKind.get(kind) ?? [];
    return [`${kind} ${pid}`, { kind, noun, count: targets.length, things: named ? targets : [] }];
  };
  return [
    item("sockets", ["open socket", "open sockets"], false),
    item("pipes", ["end of a pipe", "ends of pipes"], false),
    item("files", ["open file", "open files"], true),
    item("descriptors", ["other descriptor", "other descriptors"], true),
  ];
}

function kindOf(target: string): LeakKind {
  if (target.startsWith("socket:")) return "sockets";
  if (target.startsWith("pipe:")) return "pipes";
  return target.startsWith("/") ? "files" : "descriptors";
}

function processes(kind: LeakKind, readings: readonly ProcessReading[]): StockItem {
  const things = readings.map(({ pid, name }) => `process ${pid} (${name})`);
  return { kind, noun: ["child process", "child processes"], count: things.length, things };
}

function volumesIn(
  readings: readonly Pick<ProcessReading, "pid" | "name" | "open">[],
  { isVolume }: RunTraces,
): StockItem {
  const things = readings.flatMap(({ pid, name, open = [] }) =>
    open.filter(isVolume).map((path) => `${path} in process ${pid} (${name})`),
  );
  return { kind: "volumes", noun: ["open volume", "open volumes"], count: things.length, things };
}

function amount(kind: LeakKind, noun: StockItem["noun"], count: number): StockItem {
  return { kind, noun, count, things: [] };
}

function sum(readings: readonly ProcessReading[], of: "residentKib" | "threads"): number {
  return readings.reduce((total, reading) => total + reading[of], 0);
}
