// The instances on disk. Their directories are made and removed so that a driver that died at any moment finds out what was under way:
// a directory with a mark in it is no instance, and is removed by the next driver.
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { instanceFiles, type InstanceFiles, isDisk } from "./instance-files.ts";
import { type InstanceRecord, readRecord } from "./instance-record.ts";
import { writeJson } from "./write-json.ts";

/** What is said in the mark of a directory that is being built or removed. */
interface TransientMark {
  /** Whether the disks stay when the directory is cleaned: they were there before, or were asked to stay. */
  readonly keepDisk: boolean;
}

/** What was found in a state directory. */
export interface StoreContents {
  readonly records: readonly InstanceRecord[];
  /** Directories that were left half built or half removed. */
  readonly leftovers: readonly string[];
}

/** Keeps instances in a directory. */
export class InstanceStore {
  readonly #instances: string;

  /** @param instances - The absolute path of the directory that holds all instances. */
  constructor(instances: string) {
    this.#instances = instances;
  }

  /** Names the files of an instance, which need not exist. */
  files(uuid: string): InstanceFiles {
    return instanceFiles(this.#instances, uuid);
  }

  /**
   * Reads what is there. Entries that this driver did not make are passed over.
   *
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if an instance cannot be read.
   */
  async load(): Promise<StoreContents> {
    await mkdir(this.#instances, { recursive: true, mode: 0o700 });
    const records: InstanceRecord[] = [];
    const leftovers: string[] = [];
    for (const uuid of await readdir(this.#instances)) {
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(uuid)) continue;
      const files = this.files(uuid);
      const record = (await exists(files.transient)) ? undefined : await readRecord(files.record);
      if (record === undefined) leftovers.push(uuid);
      else records.push(record);
    }
    return { records, leftovers };
  }

  /** Tells whether a disk is there that an earlier instance of that uuid left to be used again. */
  async hasDisk(uuid: string): Promise<boolean> {
    return exists(this.files(uuid).disk);
  }

  /**
   * Begins to build an instance: makes its directory, which does not count until {@link commit}.
   *
   * @param keepDisk - Whether the disks stay if the instance is never finished.
   */
  async begin(uuid: string, keepDisk: boolean): Promise<void> {
    const files = this.files(uuid);
    await mkdir(files.directory, { recursive: true, mode: 0o700 });
    await writeJson(files.transient, { keepDisk } satisfies TransientMark);
    await writeFile(files.console, "", { mode: 0o600 });
  }

  /** Makes a directory that {@link begin} made an instance. */
  async commit(record: InstanceRecord): Promise<void> {
    const files = this.files(record.uuid);
    await writeJson(files.record, record);
    await rm(files.transient);
  }

  /**
   * Removes what is there of an instance, whether it was finished or not. QEMU must not run any more.
   *
   * @param uuid - The instance, or one that is not there.
   * @param keepDisk - Whether the disks stay for a later spawn.
   */
  async remove(uuid: string, keepDisk: boolean): Promise<void> {
    const files = this.files(uuid);
    if (!(await exists(files.directory))) return;
    await writeJson(files.transient, { keepDisk } satisfies TransientMark);
    await this.#clean(files, keepDisk);
  }

  /** Removes a directory that was left half built or half removed, the way it was to be removed. */
  async removeLeftover(uuid: string): Promise<void> {
    const files = this.files(uuid);
    // Without a mark, a disk was kept on purpose; with one that cannot be read, nobody knows, and disks are not thrown away on a guess.
    const mark: TransientMark = await readFile(files.transient, "utf8").then(JSON.parse, () => ({ keepDisk: true }));
    await this.#clean(files, mark.keepDisk);
  }

  /** Removes a directory's contents, its mark last. */
  async #clean(files: InstanceFiles, keepDisk: boolean): Promise<void> {
    const names = await readdir(files.directory);
    const kept = keepDisk ? names.filter(isDisk) : [];
    for (const name of names) {
      const path = join(files.directory, name);
      if (path !== files.transient && !kept.includes(name)) await rm(path, { recursive: true, force: true });
    }
    await rm(kept.length > 0 ? files.transient : files.directory, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
}
