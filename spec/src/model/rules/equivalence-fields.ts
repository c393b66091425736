// The mapping from Nova names operations and fields that exist, or it is worth nothing.
import { didYouMean } from "../closest-word.ts";
import { followRef, type JsonSchema } from "../json-schema.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { EquivalenceModel, SpecModel } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

/** Every operation and field that a method or parameter of Nova maps to exists, and the field is one of an operation that the method maps to. */
export const equivalenceFields: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  const operations = Object.keys(model.operations);
  for (const file of sources.ofKind("equivalence")) {
    for (const [method, entry] of Object.entries((file.value as EquivalenceModel).methods)) {
      if (!("mapsTo" in entry)) continue;
      for (const [index, name] of entry.mapsTo.entries()) {
        if (!operations.includes(name)) {
          yield file.problem(
            ["methods", method, "mapsTo", index],
            `names no operation: "${name}"${didYouMean(name, operations)}`,
          );
        }
      }
      for (const [parameter, field] of Object.entries(entry.parameters)) {
        const problem = typeof field === "string" ? wrongField(field, entry.mapsTo, model) : undefined;
        if (problem !== undefined) yield file.problem(["methods", method, "parameters", parameter], problem);
      }
    }
  }
};

function wrongField(field: string, mapsTo: readonly string[], model: SpecModel): string | undefined {
  const [operation = "", part = "", ...names] = field.split(".");
  if (!mapsTo.includes(operation)) return `is a field of "${operation}", which is not among \`mapsTo\``;
  let at: JsonSchema | undefined = model.operations[operation]?.[part === "params" ? "params" : "result"];
  for (const name of names) {
    const known = Object.keys(at?.properties ?? {});
    at = followRef(at?.properties?.[name], model.schemas);
    if (!known.includes(name)) return `names no field: "${field}"${didYouMean(name, known)}`;
  }
  return undefined;
}
