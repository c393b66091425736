/**
 * Keeps a simulated site's state in a directory, so that a driver that was killed finds its instances again.
 *
 * The state is a set of values by key. A journal takes one line for each step, with all that the step changed and a digest, so a step is
 * there whole or not at all: a line that a kill cut short is the last one and is left out. What cannot be understood otherwise is refused
 * and left as it is. Images lie beside the journal, by digest.
 */

import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ContentStore } from "../contents/content-store.ts";
import { type SparseFile, sparseFileOf } from "../contents/sparse-file.ts";
import { SetupError } from "../setup-error.ts";

const JOURNAL = "journal";
const IMAGES = "images";
const FORMAT = "vdk-fake-driver";
const VERSION: number = 3;
const DIGEST_CHARACTERS = 16;
/** The journal is written anew when so much was added to it, in bytes. */
const COMPACT_AFTER_BYTES = 16 * 2 ** 20;

/** What a site was made with. A later run with other values would contradict what is stored. */
export type StoredSettings = Readonly<Record<string, string | number>>;

interface Header {
  readonly format: string;
  readonly version: number;
  readonly settings: StoredSettings;
}

interface Step {
  /** The new values by key; null for a key that is gone. */
  readonly set: Readonly<Record<string, unknown>>;
}

/** A directory with the state of one site. */
export class StateDirectory {
  readonly #path: string;
  readonly #settings: StoredSettings;
  /** Each value as it is stored. */
  readonly #values = new Map<string, string>();
  /** What has changed since the last step was written. */
  readonly #changed = new Map<string, object | undefined>();
  #addedBytes = 0;

  /**
   * @param path - Where it is. Made if need be; what it lies in has to be there.
   * @param settings - What the site is made with.
   */
  constructor(path: string, settings: StoredSettings) {
    this.#path = path;
    this.#settings = settings;
  }

  /**
   * Reads what an earlier run left.
   *
   * @returns The values by key; empty if the directory is new or empty.
   * @throws {@link SetupError} if something in it cannot be read, is damaged, is not ours, or contradicts the settings. Nothing has then
   *   been changed.
   */
  load(): ReadonlyMap<string, unknown> {
    const names = this.#attempt("open", this.#path, () => {
      // Not recursive: a mistyped path is better refused than made, and in /proc the runtime would try for ever.
      if (!existsSync(this.#path)) mkdirSync(this.#path, { mode: 0o700 });
      return readdirSync(this.#path);
    });
    const values = new Map<string, unknown>();
    if (names.includes(JOURNAL)) {
      for (const { set } of this.#readSteps()) {
        for (const [key, value] of Object.entries(set)) {
          if (value === null) values.delete(key);
          else values.set(key, value);
        }
      }
    } else if (names.some((name) => name !== IMAGES && name !== `${JOURNAL}.new`)) {
      throw new SetupError(
        `Cannot use state directory "${this.#path}": it is not empty and has no ${JOURNAL}; name another one`,
      );
    }
    for (const [key, value] of values) this.#values.set(key, JSON.stringify(value));
    mkdirSync(join(this.#path, IMAGES), { recursive: true, mode: 0o700 });
    this.#compact();
    return values;
  }

  /** Images by digest. */
  contentStore(): ContentStore {
    const pathOf = (sha256: string): string => join(this.#path, IMAGES, sha256);
    return new ContentStore(
      (sha256) => this.#readImage(pathOf(sha256), sha256),
      (sha256, file) => {
        if (!existsSync(pathOf(sha256))) this.#replace(pathOf(sha256), file.read(0, file.sizeBytes));
      },
    );
  }

  /** Notes that a value has changed. It is read and written at the next {@link StateDirectory.commit}. */
  changed(key: string, value: object | undefined): void {
    this.#changed.set(key, value);
  }

  /** Writes all that has changed since the last time, as one step. What was noted and is as it was is not written, nor is an empty step. */
  commit(): void {
    const members: string[] = [];
    for (const [key, value] of this.#changed) {
      const stored = value === undefined ? undefined : JSON.stringify(value);
      if (stored === this.#values.get(key)) continue;
      if (stored === undefined) this.#values.delete(key);
      else this.#values.set(key, stored);
      members.push(memberOf(key, stored));
    }
    this.#changed.clear();
    if (members.length === 0) return;
    const line = stepLine(members);
    appendFileSync(join(this.#path, JOURNAL), line, { mode: 0o600 });
    this.#addedBytes += line.length;
    if (this.#addedBytes > COMPACT_AFTER_BYTES) this.#compact();
  }

  /** Writes the journal anew, without what was overwritten since. */
  #compact(): void {
    const lines = [lineOf({ format: FORMAT, version: VERSION, settings: this.#settings } satisfies Header)];
    for (const [key, value] of this.#values) lines.push(stepLine([memberOf(key, value)]));
    this.#replace(join(this.#path, JOURNAL), lines.join(""));
    this.#addedBytes = 0;
  }

  #replace(path: string, contents: string | Buffer): void {
    writeFileSync(`${path}.new`, contents, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }

  #readSteps(): Step[] {
    const path = join(this.#path, JOURNAL);
    const text = this.#attempt("read", path, () => readFileSync(path, "utf8"));
    const lines = text.split("\n");
    // A whole journal ends with a line end, so what follows the last one is a line cut short, or nothing.
    lines.pop();
    const [header, ...steps] = lines.map((line, index) => this.#parse(path, line, index + 1));
    this.#assertOurs(path, header as Header | undefined);
    return steps as Step[];
  }

  #parse(path: string, line: string, number: number): unknown {
    const body = line.slice(DIGEST_CHARACTERS + 1);
    if (line !== signed(body).slice(0, -1)) this.#refuse("read", path, `line ${number} is damaged`);
    return this.#attempt("read", path, () => JSON.parse(body) as unknown);
  }

  #assertOurs(path: string, header: Header | undefined): void {
    if (header?.format !== FORMAT) this.#refuse("read", path, "it is no journal of this driver");
    if (header.version !== VERSION) {
      this.#refuse("read", path, `it has format version ${header.version} and not ${VERSION}`);
    }
    for (const [name, value] of Object.entries(this.#settings)) {
      const stored = header.settings[name];
      if (stored === value) continue;
      throw new SetupError(
        `Cannot use state directory "${this.#path}": it was made with ${name} ${stored}, not ${value}; use the same value or another directory`,
      );
    }
  }

  #readImage(path: string, sha256: string): SparseFile {
    if (!existsSync(path)) this.#refuse("read", path, "an image that a disk was made from is not there");
    const bytes = this.#attempt("read", path, () => readFileSync(path));
    if (createHash("sha256").update(bytes).digest("hex") !== sha256) this.#refuse("read", path, "it is damaged");
    return sparseFileOf(bytes);
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

const lineOf = (value: object): string => signed(JSON.stringify(value));

/** The line of a {@link Step} whose values are JSON texts already. */
const stepLine = (members: readonly string[]): string => signed(`{"set":{${members.join()}}}`);

const memberOf = (key: string, json = "null"): string => `${JSON.stringify(key)}:${json}`;

function signed(body: string): string {
  return `${createHash("sha256").update(body).digest("hex").slice(0, DIGEST_CHARACTERS)} ${body}\n`;
}
