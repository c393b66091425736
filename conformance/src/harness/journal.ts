// The record of what a run makes. Every uuid is on disk before the driver hears of it, so that `vdk sweep` can remove what
// is left after any death: of the driver, of the kit, or of the machine.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

/** Who wrote a journal. */
export interface JournalHeader {
  /** The run's id. */
  readonly run: string;
  /** The process that wrote it. */
  readonly pid: number;
  /** What the names of its instances begin with. */
  readonly prefix: string;
}

/** An instance that may exist. */
export interface JournalEntry {
  /** The instance's identity. */
  readonly uuid: string;
  /** The name that `spawn` was given. */
  readonly name: string;
  /** The node's uuid. */
  readonly node: string;
  /** The check that made it. */
  readonly check: string;
}

/** A fault that a hook has brought about. */
export interface JournalFault {
  /** The hook. */
  readonly hook: string;
  /** The command that ends it, for people, with the variables that it needs. */
  readonly endLine: string;
}

/** A journal that is being written. */
export interface Journal {
  /** Where it is. */
  readonly path: string;
  /** Notes an instance before it is made. */
  planned(entry: JournalEntry): void;
  /** Notes that the driver no longer shows an instance. */
  gone(uuid: string): void;
  /** What was planned and is not known to be gone, the newest last. */
  outstanding(): readonly JournalEntry[];
  /** Notes a fault before it is brought about. */
  faultBegins(fault: JournalFault): void;
  /** Notes that a fault has been ended. */
  faultEnded(fault: JournalFault): void;
  /** Faults that may still be in force. */
  faults(): readonly JournalFault[];
}

/** A journal as it was found. */
export interface FoundJournal {
  readonly header: JournalHeader;
  readonly outstanding: readonly JournalEntry[];
  /** Faults that may still be in force. */
  readonly faults: readonly JournalFault[];
}

/** Begins a journal in a new file. */
export function beginJournal(path: string, header: JournalHeader): Journal {
  writeFileSync(path, `${JSON.stringify(header)}\n`);
  return writeJournal(path, []);
}

/** Goes on with a journal that was found, to note what becomes of its instances. */
export function resumeJournal(path: string, { outstanding }: Pick<FoundJournal, "outstanding">): Journal {
  return writeJournal(path, outstanding);
}

function writeJournal(path: string, entries: readonly JournalEntry[]): Journal {
  const open = new Map(entries.map((entry) => [entry.uuid, entry]));
  const inForce = new Map<string, JournalFault>();
  const write = (line: object): void => appendFileSync(path, `${JSON.stringify(line)}\n`);
  return {
    path,
    planned: (entry) => {
      write({ planned: entry });
      open.set(entry.uuid, entry);
    },
    gone: (uuid) => {
      if (open.delete(uuid)) write({ gone: uuid });
    },
    outstanding: () => [...open.values()],
    faultBegins: (faultBegins) => {
      write({ faultBegins });
      inForce.set(faultBegins.endLine, faultBegins);
    },
    faultEnded: (faultEnded) => {
      write({ faultEnded });
      inForce.delete(faultEnded.endLine);
    },
    faults: () => [...inForce.values()],
  };
}

/**
 * Reads a journal. A last line that was cut off by a death counts for nothing.
 *
 * @throws TypeError if the file is not there or is not a journal.
 */
export function readJournal(path: string): FoundJournal {
  const [first, ...rest] = textOf(path).split("\n");
  const header = parsed(first) as JournalHeader | undefined;
  if (header?.run === undefined)
    throw new TypeError(`Cannot read journal "${path}": its first line does not say which run wrote it`);
  const open = new Map<string, JournalEntry>();
  const faults = new Map<string, JournalFault>();
  for (const line of rest) {
    const { planned, gone, faultBegins, faultEnded } = (parsed(line) ?? {}) as JournalLine;
    if (planned !== undefined) open.set(planned.uuid, planned);
    if (gone !== undefined) open.delete(gone);
    if (faultBegins !== undefined) faults.set(faultBegins.endLine, faultBegins);
    if (faultEnded !== undefined) faults.delete(faultEnded.endLine);
  }
  return { header, outstanding: [...open.values()], faults: [...faults.values()] };
}

/** One line after the first: one of these. */
interface JournalLine {
  readonly planned?: JournalEntry;
  readonly gone?: string;
  readonly faultBegins?: JournalFault;
  readonly faultEnded?: JournalFault;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new TypeError(`Cannot read journal "${path}": ${(error as Error).message}`, { cause: error });
  }
}

function parsed(line: string | undefined): object | undefined {
  try {
    return JSON.parse(line ?? "") as object;
  } catch {
    // Only the line that was being written when the process died looks like this.
    return undefined;
  }
}
