// A file is named for what it holds, so that whoever reads a name knows where to look.
import { posix } from "node:path";

import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** Each file's name is the name of the operation, object, topic or edition in it; each operation is in a folder. */
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
  for (const [kind, key] of [
    ["object", "title"],
    ["requirements", "topic"],
  ] as const) {
    for (const file of sources.ofKind(kind)) {
      const name = (file.value as Record<string, string>)[key];
      const base = posix.basename(file.path, ".yaml");
      if (name !== base) yield file.problem([key], `is "${name}", but the file is named for "${base}"`);
    }
  }
};
