// A number without a unit is read in the wrong one sooner or later.
import { schemaPlaces } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** No numeric field's name ends in a dimension, or in a unit that people read in two ways. */
export const units: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  const endings = Object.entries(model.glossary.units);
  for (const { file, path, schema, role } of schemaPlaces(sources)) {
    if (role !== "member" || (schema.type !== "integer" && schema.type !== "number")) continue;
    const name = String(path.at(-1));
    const ending = endings.find(
      ([wrong]) => name.endsWith(wrong) || name === `${wrong.charAt(0).toLowerCase()}${wrong.slice(1)}`,
    );
    if (ending !== undefined)
      yield file.problem(path, `does not say its unit; let its name end in one, such as ${ending[1]}`, "key");
  }
};
