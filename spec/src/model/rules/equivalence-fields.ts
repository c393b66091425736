// The mapping from Nova names operations and fields that exist, or it is worth nothing.
import { didYouMean } from "../closest-word.ts";
import type { DataPath } from "../data-path.ts";
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { EquivalenceModel, ExcludedFromApi, MappedMethod, SpecModel } from "../spec-model.ts";
import { wrongPlace } from "../spec-place.ts";
import type { Rule } from "./rule.ts";

/** Every operation, field, capability and object that something of Nova maps to exists, and a parameter's field is one of an operation that its method maps to. */
export const equivalenceFields: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  for (const file of sources.ofKind("equivalence")) {
    const { methods, upCalls, capabilities, imageProperties, services } = file.value as EquivalenceModel;
    yield* mapped(file, ["methods"], methods, model);
    yield* mapped(file, ["upCalls"], upCalls ?? {}, model);
    for (const [section, names] of Object.entries({ capabilities, imageProperties })) {
      for (const [name, entry] of Object.entries(names ?? {})) {
        if ("becomes" in entry) yield* places(file, [section, name, "becomes"], entry.becomes, model);
      }
    }
    for (const [index, { becomes }] of (services ?? []).entries())
      yield* places(file, ["services", index, "becomes"], becomes, model);
  }
};

function* mapped(
  file: SourceFile,
  path: DataPath,
  methods: Record<string, MappedMethod | ExcludedFromApi>,
  model: SpecModel,
): Generator<SourceProblem> {
  const operations = Object.keys(model.operations);
  for (const [method, entry] of Object.entries(methods)) {
    if (!("mapsTo" in entry)) continue;
    for (const [index, name] of entry.mapsTo.entries()) {
      if (!operations.includes(name))
        yield file.problem(
          [...path, method, "mapsTo", index],
          `names no operation: "${name}"${didYouMean(name, operations)}`,
        );
    }
    for (const [parameter, field] of Object.entries(entry.parameters)) {
      if (typeof field !== "string") continue;
      const [operation = ""] = field.split(".");
      const problem = entry.mapsTo.includes(operation)
        ? wrongPlace(field, model)
        : `is a field of "${operation}", which is not among \`mapsTo\``;
      if (problem !== undefined) yield file.problem([...path, method, "parameters", parameter], problem);
    }
  }
}

function* places(
  file: SourceFile,
  path: DataPath,
  becomes: readonly string[],
  model: SpecModel,
): Generator<SourceProblem> {
  for (const [index, place] of becomes.entries()) {
    const problem = wrongPlace(place, model);
    if (problem !== undefined) yield file.problem([...path, index], problem);
  }
}
