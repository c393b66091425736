// One word per concept in every name, so that what is learned once holds everywhere.
import { posix } from "node:path";

import type { DataPath } from "../data-path.ts";
import { schemaPlaces } from "../schema-places.ts";
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

interface Named {
  file: SourceFile;
  path: DataPath;
  /** In camelCase or PascalCase. */
  name: string;
  at: "key" | "value";
  isField?: true;
}

/** No operation, object, field or capability has a word in its name for which the glossary has another. Of a field's name only the last word counts: a `serverKey` is a key. */
export const glossary: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  const banned = Object.entries(model.glossary.terms).flatMap(([word, { not = [] }]) =>
    not.map((synonym) => ({ word, synonym, words: hyphened(synonym) })),
  );
  const names: Named[] = [
    ...sources.ofKind("operation").map((file): Named => ({ file, path: ["operation"], name: base(file), at: "value" })),
    ...sources.ofKind("object").map((file): Named => ({ file, path: ["title"], name: base(file), at: "value" })),
    ...Object.keys(model.capabilities).map((name): Named => {
      return { file: sources.file("capabilities.yaml"), path: ["capabilities", name], name, at: "key" };
    }),
    ...[...schemaPlaces(sources)].flatMap(({ file, path, role }): Named[] =>
      role === "member" ? [{ file, path, name: String(path.at(-1)), at: "key", isField: true }] : [],
    ),
  ];
  for (const { file, path, name, at, isField } of names) {
    const all = hyphened(name);
    const found = banned.find(({ words }) => (isField ? all.endsWith(words) : all.includes(words)));
    if (found !== undefined)
      yield file.problem(path, `has "${found.synonym}" in its name; the glossary's word is "${found.word}"`, at);
  }
};

/** The words of a name, each between hyphens: `-instance-uuid-`. */
function hyphened(name: string): string {
  const words = name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-");
  return `-${words.toLowerCase()}-`;
}

function base(file: SourceFile): string {
  return posix.basename(file.path, ".yaml");
}
