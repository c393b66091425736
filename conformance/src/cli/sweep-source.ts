// Where `vdk sweep` finds out what to remove: the journals of dead runs, or the names that a driver lists.
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import type { DriverClient } from "@virt-driver-kit/spec";

import { runsDirectory } from "../engine/make-plan.ts";
import { UsageError } from "../engine/usage-error.ts";
import { readJournal, resumeJournal } from "../harness/journal.ts";
import type { Journal, JournalEntry, JournalFault } from "../harness/journal.ts";
import { readInstances } from "../harness/read-all.ts";

/** What a sweep needs of a journal. */
type SweptJournal = Pick<Journal, "path" | "gone" | "outstanding">;

/** Instances that may have to go. */
export interface SweepSource {
  /** Where they are known from, for people. */
  readonly label: string;
  /** Instances that are named like the kit's, or stand in a journal, and that the kit did not make. They are left alone. */
  readonly strangers: readonly JournalEntry[];
  /** Faults that hooks of the run have brought about and not ended. */
  readonly faults: readonly JournalFault[];
  readonly journal: SweptJournal;
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
 * The owned instances whose names begin with a text and that a run of the kit has made: the first digits of their uuids, which are the
 * run's id, stand in their names too.
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
  return {
    label: `names that begin with "${prefix}"`,
    journal: memoryJournal(entries.filter(isMadeByKit)),
    strangers: entries.filter((entry) => !isMadeByKit(entry)),
    faults: [],
    finish: () => undefined,
  };
}

/** The kit names its instances for their run, whose id their uuids begin with. */
function isMadeByKit({ uuid, name }: JournalEntry): boolean {
  return name.includes(`${runOf(uuid)}-`);
}

/** The id of the run that makes a uuid, if one of the kit does. */
function runOf(uuid: string): string {
  return uuid.slice(0, uuid.indexOf("-"));
}

function sourceOf(path: string): SweepSource {
  const found = readJournal(path);
  const { header, faults } = found;
  const isOwn = ({ uuid, name }: JournalEntry): boolean => runOf(uuid) === header.run && name.startsWith(header.prefix);
  const [own, strangers] = [found.outstanding.filter(isOwn), found.outstanding.filter((entry) => !isOwn(entry))];
  const journal = resumeJournal(path, { outstanding: own });
  const finish = (): void => {
    const isKits = dirname(dirname(path)) === runsDirectory();
    if (isKits && journal.outstanding().length === 0) rmSync(dirname(path), { recursive: true, force: true });
  };
  return { label: `run ${header.run}`, journal, strangers, faults, finish };
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

function memoryJournal(entries: readonly JournalEntry[]): SweptJournal {
  const open = new Map(entries.map((entry) => [entry.uuid, entry]));
  return {
    path: "",
    gone: (uuid) => void open.delete(uuid),
    outstanding: () => [...open.values()],
  };
}
