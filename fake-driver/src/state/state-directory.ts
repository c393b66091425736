/**
 * Keeps a fake driver's state in a directory, so that a driver that was killed finds its instances again.
 *
 * Each file is written whole beside its place and then renamed into it, so a reader, or a driver started after a kill, meets the old
 * contents or the new and never a part. What cannot be understood is refused and left as it is.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Holding } from "../hypervisor/site.ts";
import { SetupError } from "../setup-error.ts";
import type { Shape } from "./shape.ts";
import {
  type Counters,
  holdingFile,
  type HoldingFile,
  holdingFileShape,
  type HypervisorFile,
  hypervisorFile,
  hypervisorFileShape,
  type StoredSettings,
} from "./stored-state.ts";

const HYPERVISOR_FILE = "hypervisor.json";
const INSTANCES = "instances";

/** What an earlier run left. */
export interface StoredState {
  readonly counters: Counters;
  readonly holdings: ReadonlyMap<string, Holding>;
}

/** A directory with the state of one hypervisor. */
export class StateDirectory {
  readonly #path: string;
  readonly #settings: StoredSettings;

  /**
   * @param path - Where it is. Made if need be; what it lies in has to be there.
   * @param settings - What the hypervisor is made with.
   */
  constructor(path: string, settings: StoredSettings) {
    this.#path = path;
    this.#settings = settings;
  }

  /**
   * Reads what an earlier run left.
   *
   * @returns The state; undefined if the directory is new or empty.
   * @throws {@link SetupError} if something in it cannot be read, is damaged, is not ours, or contradicts the settings. Nothing has then
   *   been changed.
   */
  load(): StoredState | undefined {
    const names = this.#attempt("open", this.#path, () => {
      // Not recursive: a mistyped path is better refused than made, and in /proc the runtime would try for ever.
      if (!existsSync(this.#path)) mkdirSync(this.#path, { mode: 0o700 });
      return readdirSync(this.#path);
    });
    if (names.length === 0) {
      mkdirSync(join(this.#path, INSTANCES), { mode: 0o700 });
      return undefined;
    }
    if (!names.includes(HYPERVISOR_FILE)) {
      throw new SetupError(
        `Cannot use state directory "${this.#path}": it is not empty and has no ${HYPERVISOR_FILE}; name another one`,
      );
    }
    const own = this.#read(HYPERVISOR_FILE, hypervisorFileShape) as HypervisorFile;
    this.#assertSameSettings(own.settings);
    const files = new Map(
      this.#holdingNames().map((name) => [name, this.#read(name, holdingFileShape) as HoldingFile]),
    );
    const all = [own.counters, ...[...files.values()].map((file) => file.counters)];
    const highest = (name: keyof Counters): number => Math.max(...all.map((counters) => counters[name]));
    return {
      counters: { nowMs: highest("nowMs"), callCount: highest("callCount"), lastSerial: highest("lastSerial") },
      holdings: this.#holdings(files),
    };
  }

  /** Stores the hypervisor's own file. */
  saveCounters(counters: Counters): void {
    this.#write(HYPERVISOR_FILE, hypervisorFile(this.#settings, counters));
  }

  /** Stores what is held under a uuid; removes its file if that is nothing. */
  saveHolding(uuid: string, holding: Holding, counters: Counters): void {
    const name = join(INSTANCES, `${uuid}.json`);
    if (holding.instance !== null || holding.disks.length > 0) {
      this.#write(name, holdingFile(holding, counters));
    } else {
      for (const leftover of [name, `${name}.new`]) rmSync(join(this.#path, leftover), { force: true });
    }
  }

  #write(name: string, contents: object): void {
    const path = join(this.#path, name);
    writeFileSync(`${path}.new`, `${JSON.stringify(contents)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  /** The files of uuids. A file beside its place, left by a kill before it was renamed, is none; the next write of it replaces it. */
  #holdingNames(): string[] {
    const directory = join(this.#path, INSTANCES);
    const names = this.#attempt("open", directory, () => readdirSync(directory));
    return names.filter((name) => name.endsWith(".json")).map((name) => join(INSTANCES, name));
  }

  #read(name: string, shape: Shape): unknown {
    const path = join(this.#path, name);
    const contents = this.#attempt("read", path, () => JSON.parse(readFileSync(path, "utf8")) as unknown);
    const problem = shape(contents, "$");
    if (problem !== undefined) this.#refuse("read", path, problem);
    return contents;
  }

  #holdings(files: ReadonlyMap<string, HoldingFile>): ReadonlyMap<string, Holding> {
    const holdings = new Map<string, Holding>();
    for (const [name, { instance, disks }] of files) {
      const uuid = name.slice(INSTANCES.length + 1, -".json".length);
      const others = [instance?.uuid, ...disks.map((disk) => disk.instanceUuid)].filter((other) => other !== undefined);
      const stranger = others.find((other) => other !== uuid);
      if (stranger !== undefined) this.#refuse("read", join(this.#path, name), `it speaks of instance "${stranger}"`);
      holdings.set(uuid, { instance, disks });
    }
    return holdings;
  }

  #assertSameSettings(stored: StoredSettings): void {
    for (const name of ["seed", "nodes", "vcpus", "memoryMib", "diskGib"] as const) {
      if (stored[name] === this.#settings[name]) continue;
      const contradiction = `it was made with ${name} ${stored[name]}, not ${this.#settings[name]}`;
      throw new SetupError(
        `Cannot use state directory "${this.#path}": ${contradiction}; use the same value or another directory`,
      );
    }
  }

  #attempt<T>(verb: string, path: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      return this.#refuse(verb, path, error instanceof Error ? error.message : String(error), error);
    }
  }

  #refuse(verb: string, path: string, problem: string, cause?: unknown): never {
    const advice = "repair or move it, or name another state directory; nothing has been changed";
    throw new SetupError(`Cannot ${verb} "${path}": ${problem}; ${advice}`, { cause });
  }
}
