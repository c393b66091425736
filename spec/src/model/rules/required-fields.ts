// A required field that is not among the fields can never be sent: objects are closed.
import { didYouMean } from "../closest-word.ts";
import { valueAt } from "../data-path.ts";
import type { JsonSchema } from "../json-schema.ts";
import { fieldLists, schemaPlaces } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** Every required field is a field of the same object. */
export const requiredFields: Rule = function* ({ sources }): Generator<SourceProblem> {
  for (const { file, path } of [...fieldLists(sources), ...schemaPlaces(sources)]) {
    const { required = [], properties = {} } = valueAt(file.value, path) as JsonSchema;
    const known = Object.keys(properties);
    for (const [index, name] of required.entries()) {
      if (known.includes(name)) continue;
      yield file.problem(
        [...path, "required", index],
        `requires "${name}", which is no field${didYouMean(name, known)}`,
      );
    }
  }
};
