// Nothing is unbounded: a reader can reserve room, a checker can try the edge, and no peer can be flooded by a value that is valid.
import { schemaPlaces } from "../schema-places.ts";
import type { JsonSchema } from "../json-schema.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** Every string has a greatest length (or a list of values), every list a greatest number of entries, every number both ends. */
export const limits: Rule = function* ({ sources }): Generator<SourceProblem> {
  for (const { file, path, schema } of schemaPlaces(sources)) {
    const missing = missingLimits(schema).map((keyword) => `\`${keyword}\``);
    if (missing.length > 0) yield file.problem(path, `has no limit; add ${missing.join(" and ")}`);
    const { minLength, maxLength, minItems, maxItems, minimum, maximum } = schema;
    for (const [least, most] of [
      [minLength, maxLength],
      [minItems, maxItems],
      [minimum, maximum],
    ] as const) {
      if ((least ?? -Infinity) > (most ?? Infinity))
        yield file.problem(path, `admits nothing: the least is ${least}, the most ${most}`);
    }
  }
};

function missingLimits(schema: JsonSchema): string[] {
  if (schema.type === "string") return schema.enum === undefined && schema.maxLength === undefined ? ["maxLength"] : [];
  if (schema.type === "array") return schema.maxItems === undefined ? ["maxItems"] : [];
  if (schema.type !== "integer" && schema.type !== "number") return [];
  return (["minimum", "maximum"] as const).filter((keyword) => schema[keyword] === undefined);
}
