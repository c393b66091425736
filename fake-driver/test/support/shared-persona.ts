import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the persona that can do everything, on hosts that all reach one store.
 *
 * @returns The path of its file.
 */
export function sharedPersona(directory: string): string {
  const path = join(directory, "shared.yaml");
  const full = readFileSync(new URL("../../personas/full.yaml", import.meta.url), "utf8");
  writeFileSync(path, full.replace("storage: own", "storage: shared"));
  return path;
}
