// The QEMU program this driver runs: where it is, whether it runs, and which version it is. It stands for the hypervisor: while it
// cannot run, nothing is said about any instance.
import { execFile } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";

import { DriverError } from "@virt-driver-kit/spec";

/** A QEMU program that has been seen to run. */
export interface QemuProgram {
  /** Its absolute path. */
  readonly path: string;
  /** Its version as a number: 7.2.22 is 7002022. */
  readonly version: number;
}

const run = promisify(execFile);

/** How long the program may take to tell its version. */
const VERSION_TIMEOUT_MS = 10_000;

/** Finds a QEMU program and knows when it has changed. */
export class QemuBinary {
  readonly #name: string;
  #known: { readonly mark: string; readonly program: QemuProgram } | undefined;

  /** @param name - A path, or a name to be found through PATH. */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Makes sure that the program is there and runs. It is run only when the file is not the one that ran last time.
   *
   * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it cannot be found or does not run.
   */
  async check(): Promise<QemuProgram> {
    const path = await this.#find();
    const { dev, ino, size, mtimeMs } = await stat(path).catch((error: unknown) =>
      this.#fail("it cannot be read", error),
    );
    const mark = [path, dev, ino, size, mtimeMs].join(":");
    if (this.#known?.mark !== mark) this.#known = { mark, program: { path, version: await this.#readVersion(path) } };
    return this.#known.program;
  }

  async #find(): Promise<string> {
    const name = this.#name;
    const directories = (process.env["PATH"] ?? "").split(delimiter);
    const places = name.includes("/") ? [resolve(name)] : directories.map((directory) => join(directory, name));
    for (const place of places) {
      const isProgram = await access(place, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isProgram) return place;
    }
    return this.#fail(name.includes("/") ? "there is no such program" : "it is not in PATH");
  }

  async #readVersion(path: string): Promise<number> {
    const { stdout } = await run(path, ["--version"], { timeout: VERSION_TIMEOUT_MS }).catch((error: unknown) =>
      this.#fail("it does not run", error),
    );
    const [, major, minor, micro] =
      /version (\d+)\.(\d+)\.(\d+)/u.exec(stdout) ?? this.#fail("it does not tell its version");
    return Number(major) * 1_000_000 + Number(minor) * 1000 + Number(micro);
  }

  #fail(problem: string, cause?: unknown): never {
    throw new DriverError("BACKEND_UNREACHABLE", `Cannot run "${this.#name}": ${problem}`, { effect: "none", cause });
  }
}
