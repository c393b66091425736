// Reads `vdk.config.ts`.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { configProblem } from "../engine/check-config.ts";
import type { KitConfig } from "../engine/kit-config.ts";
import { UsageError } from "../engine/usage-error.ts";

const DEFAULT_NAMES = ["vdk.config.ts", "vdk.config.mjs", "vdk.config.js"] as const;

/**
 * Loads a configuration.
 *
 * @param file - The file named by the user; if left out, a `vdk.config.ts`, `.mjs` or `.js` in `cwd` is taken where there is one.
 * @returns The configuration; an empty one if there is no file.
 * @throws UsageError if the file is not there, cannot be loaded, or holds something else.
 */
export async function loadConfig(file: string | undefined, cwd: string): Promise<KitConfig> {
  const path =
    file === undefined ? DEFAULT_NAMES.map((name) => resolve(cwd, name)).find(existsSync) : resolve(cwd, file);
  if (path === undefined) return {};
  if (!existsSync(path)) throw new UsageError(`Cannot read the configuration "${file}": there is no file "${path}"`);
  const config = await importConfig(path);
  const problem = configProblem(config);
  if (problem !== undefined)
    throw new UsageError(
      `Cannot use the configuration "${path}": ${problem.startsWith('"') ? problem : `its default export ${problem}`}`,
    );
  return config as KitConfig;
}

async function importConfig(path: string): Promise<unknown> {
  let exports: { default?: unknown; config?: unknown };
  try {
    exports = (await import(pathToFileURL(path).href)) as typeof exports;
  } catch (error) {
    throw new UsageError(
      `Cannot load the configuration "${path}": ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const config = exports.default ?? exports.config;
  if (config === undefined)
    throw new UsageError(
      `Cannot use the configuration "${path}": it has no default export; write: export default defineConfig({ ... })`,
    );
  return config;
}
