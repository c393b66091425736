// What a field means is written where it stands, because generated docstrings and editors show it there.
import { schemaPlaces } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** Every member of every object has a description of its own, also where it refers to a schema that has one. */
export const descriptions: Rule = function* ({ sources }): Generator<SourceProblem> {
  for (const { file, path, schema, role } of schemaPlaces(sources)) {
    if (role === "member" && schema.description === undefined) yield file.problem(path, "has no description");
  }
};
