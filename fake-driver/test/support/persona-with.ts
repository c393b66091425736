import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a persona that is the full one but for some switches of its behaviour.
 *
 * @param directory - Where to write it.
 * @param behaviour - The switches, by name.
 * @returns The path of its file, for the option `persona`.
 */
export function personaWith(directory: string, behaviour: Readonly<Record<string, string>>): string {
  let text = readFileSync(new URL("../../personas/full.yaml", import.meta.url), "utf8");
  for (const [name, value] of Object.entries(behaviour)) {
    const there = new RegExp(`(\\n {2}${name}: \\{ value: )[^,]*`);
    if (!there.test(text)) throw new RangeError(`The full persona has no switch "${name}" on one line`);
    text = text.replace(there, `$1${value}`);
  }
  const path = join(directory, `${randomUUID()}.yaml`);
  writeFileSync(path, text);
  return path;
}
