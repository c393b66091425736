/** Writes personas that are the full one but for something. All return the path of the file, for the option `persona`. */

import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * With other switches of its behaviour.
 *
 * @param directory - Where to write it.
 * @param behaviour - The switches, by name.
 */
export function personaWith(directory: string, behaviour: Readonly<Record<string, string>>): string {
  let text = fullPersona();
  for (const [name, value] of Object.entries(behaviour)) {
    text = replaced(text, new RegExp(`(\\n {2}${name}: \\{ value: )[^,]*`), value);
  }
  return written(directory, text);
}

/** On hosts that all reach one store. */
export function sharedStorePersona(directory: string): string {
  return written(directory, replaced(fullPersona(), /^(\s*storage: )own$/m, "shared"));
}

const fullPersona = (): string => readFileSync(new URL("../../personas/full.yaml", import.meta.url), "utf8");

/** Puts a value in the place of what follows the first group of a pattern. */
function replaced(text: string, pattern: RegExp, value: string): string {
  if (!pattern.test(text)) throw new RangeError(`The full persona has nothing like ${String(pattern)}`);
  return text.replace(pattern, `$1${value}`);
}

function written(directory: string, text: string): string {
  const path = join(directory, `${randomUUID()}.yaml`);
  writeFileSync(path, text);
  return path;
}
