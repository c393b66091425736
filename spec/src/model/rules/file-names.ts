// A file is named for what it holds, so that whoever reads a name knows where to look.
import { posix } from "node:path";

import { valueAt } from "../data-path.ts";
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** What a file of each kind is named for. */
const KEYS = [
  ["operation", "operation"],
  ["object", "title"],
  ["requirements", "topic"],
] as const;

/** Each file's name is the name of the operation, object or topic in it, and no other file's; each operation is in a folder. */
export const fileNames: Rule = function* ({ sources }): Generator<SourceProblem> {
  for (const file of sources.ofKind("operation")) {
    const { operation } = file.value as { operation: string };
    const [, group, ...rest] = file.path.split("/");
    const base = posix.basename(file.path, ".yaml");
    if (rest.length !== 1) yield file.problem([], "is not in a folder of its group: operations/<group>/<name>.yaml");
    else if (operation !== base && operation !== `${group}/${base}`) {
      yield file.problem(["operation"], `is "${operation}", but the file is named for "${base}"`);
    }
  }
  for (const [kind, key] of KEYS.slice(1)) {
    for (const file of sources.ofKind(kind)) {
      const name = (file.value as Record<string, string>)[key];
      const base = posix.basename(file.path, ".yaml");
      if (name !== base) yield file.problem([key], `is "${name}", but the file is named for "${base}"`);
    }
  }
  for (const [kind, key] of KEYS) yield* takenNames(sources.ofKind(kind), key);
};

function* takenNames(files: readonly SourceFile[], key: string): Generator<SourceProblem> {
  const first = new Map<unknown, string>();
  for (const file of files) {
    const name = valueAt(file.value, [key]);
    const elsewhere = first.get(name);
    if (elsewhere === undefined) first.set(name, file.path);
    else yield file.problem([key], `"${String(name)}" is already in ${elsewhere}; choose another name`);
  }
}
