// Where `vdk sweep` finds out what to remove: the journals of dead runs, or the names that a driver lists.
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import type { DriverClient } from "@virt-driver-kit/spec";

import { runsDirectory } from "../engine/make-plan.ts";
import { UsageError } from "../engine/usage-error.ts";
import { readJournal, resumeJournal } from "../harness/journal.ts";
import type { Journal, JournalEntry } from "../harness/journal.ts";
import { readInstances } from "../harness/read-all.ts";

/** Instances that may have to go. */
export interface SweepSource {
  /** Where they are known from, for people. */
  readonly label: string;
  readonly journal: Journal;
  /** Puts away what is not needed any more once all are gone. */
  finish(): void;
}

const SHORTEST_PREFIX = 3;

/**
 * The instances of one journal.
 *
 * @throws UsageError if the file is not a journal.
 */
export function journalToSweep(file: string, cwd: string): SweepSource {
  const path = resolve(cwd, file);
  try {
    return sourceOf(path);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** What the runs on this machine have left. */
export interface JournalsFound {
  /** One for every run that has died. */
  readonly sources: readonly SweepSource[];
  /** Why a file that should be a journal is none, for people. It does not stand in the way of the others. */
  readonly unreadable: readonly string[];
}

/** The instances of every run on this machine that has died and left a journal. */
export function journalsToSweep(): JournalsFound {
  const directory = runsDirectory();
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return { sources: [], unreadable: [] };
  const sources: SweepSource[] = [];
  const unreadable: string[] = [];
  for (const run of readdirSync(directory)) {
    const path = join(directory, run, "journal.jsonl");
    if (!existsSync(path)) continue;
    try {
      if (!isRunning(readJournal(path).header.pid)) sources.push(sourceOf(path));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      unreadable.push(error.message);
    }
  }
  return { sources, unreadable };
}

/**
 * The owned instances whose names begin with a text.
 *
 * @throws UsageError if the text is so short that it might name anything.
 */
export async function listingToSweep(driver: DriverClient, prefix: string): Promise<SweepSource> {
  if (prefix.length < SHORTEST_PREFIX)
    throw new UsageError(`Cannot sweep the prefix "${prefix}": it has less than ${SHORTEST_PREFIX} characters`);
  const entries = (await readInstances(driver)).flatMap((instance): JournalEntry[] => {
    if (instance.ownership !== "owned" || !instance.name.startsWith(prefix)) return [];
    const { uuid, name, node } = instance;
    return [{ uuid, name, node, check: "an unknown run" }];
  });
  return { label: `names that begin with "${prefix}"`, journal: memoryJournal(entries), finish: () => undefined };
}

function sourceOf(path: string): SweepSource {
  const found = readJournal(path);
  const journal = resumeJournal(path, found);
  const finish = (): void => {
    const isKits = dirname(dirname(path)) === runsDirectory();
    if (isKits && journal.outstanding().length === 0) rmSync(dirname(path), { recursive: true, force: true });
  };
  return { label: `run ${found.header.run}`, journal, finish };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user cannot be signalled, but is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function memoryJournal(entries: readonly JournalEntry[]): Journal {
  const open = new Map(entries.map((entry) => [entry.uuid, entry]));
  return {
    path: "",
    planned: () => undefined,
    gone: (uuid) => void open.delete(uuid),
    outstanding: () => [...open.values()],
  };
}
