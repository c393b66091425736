// A secret that is not marked ends up in a log.
import { followRef } from "../json-schema.ts";
import { schemaPlaces } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** A text whose name has one of the glossary's words for secrets in it is marked `x-sensitive`, itself or the object that it refers to. */
export const secrets: Rule = function* ({ sources, model, references }): Generator<SourceProblem> {
  for (const { file, path, schema, role } of schemaPlaces(sources)) {
    if (role !== "member" || schema["x-sensitive"] === true) continue;
    const name = String(path.at(-1));
    const word = model.glossary.secrets.find((secret) => name.toLowerCase().includes(secret.toLowerCase()));
    if (word === undefined) continue;
    const target = followRef(references.rewrite(file, schema), model.schemas);
    const holdsText = target?.type === "string" && target.enum === undefined && target.format === undefined;
    if (holdsText && target["x-sensitive"] !== true)
      yield file.problem(path, `has "${word}" in its name and is not marked; add \`x-sensitive: true\``, "key");
  }
};
