// A required field that is not among the fields can never be sent: objects are closed.
import { posix } from "node:path";

import { didYouMean } from "../closest-word.ts";
import { valueAt } from "../data-path.ts";
import { refName, type JsonSchema } from "../json-schema.ts";
import { fieldLists, schemaPlaces } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { SpecModel } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

/** Every required field is a field of the same object, and no object requires itself without end. */
export const requiredFields: Rule = function* ({ sources, model }): Generator<SourceProblem> {
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
  const finite = finiteSchemas(model.schemas);
  for (const file of sources.ofKind("object")) {
    if (!finite.has(posix.basename(file.path, ".yaml")))
      yield file.problem([], "can never be sent: it requires itself, or what does; make a member on the way optional");
  }
};

/** The names of the schemas that some value of finite size fits. */
function finiteSchemas(schemas: SpecModel["schemas"]): Set<string> {
  const finite = new Set<string>();
  const fits = ({ $ref, items, minItems = 0, properties = {}, required = [], oneOf }: JsonSchema): boolean => {
    const name = $ref === undefined ? undefined : refName($ref);
    // A reference to nothing is the business of another rule.
    if (name !== undefined && name in schemas) return finite.has(name);
    if (oneOf !== undefined) return oneOf.some(fits);
    if (items !== undefined && minItems > 0) return fits(items);
    return required.every((member) => fits(properties[member] ?? {}));
  };
  for (let before = -1; before < finite.size;) {
    before = finite.size;
    for (const [name, schema] of Object.entries(schemas)) if (fits(schema)) finite.add(name);
  }
  return finite;
}
