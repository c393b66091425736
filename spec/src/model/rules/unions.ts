// A union is decided by one look at one member; otherwise neither a checker nor a person can say which variant was meant.
import type { JsonSchema } from "../json-schema.ts";
import { schemaPlaces, type SchemaPlace } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule, ShapedSpec } from "./rule.ts";

/** Each union names its discriminator, and each variant is an object that requires it with a constant of its own. */
export const unions: Rule = function* (spec): Generator<SourceProblem> {
  for (const place of schemaPlaces(spec.sources)) {
    const { file, path, schema } = place;
    if (schema.oneOf === undefined) continue;
    if (place.role !== "file")
      yield file.problem(
        [...path, "oneOf"],
        "belongs into a file of its own under schemas/, so that the union has a name",
        "key",
      );
    const tag = schema["x-union"];
    if (tag === undefined)
      yield file.problem([...path, "oneOf"], "needs `x-union`: the field that tells the variants apart", "key");
    else yield* variants(place, tag, spec);
  }
};

function* variants(
  { file, path, schema }: SchemaPlace,
  tag: string,
  { model, references }: ShapedSpec,
): Generator<SourceProblem> {
  const seen = new Set<string>();
  for (const [index, { $ref }] of (schema.oneOf ?? []).entries()) {
    const at = [...path, "oneOf", index];
    const name = $ref === undefined ? undefined : references.nameOf(file, $ref);
    if ($ref === undefined) yield file.problem(at, "must be a $ref to an object of schemas/");
    if (name === undefined) continue;
    const value = tagValue(model.schemas[name], tag);
    if (value === undefined) yield file.problem(at, `is ${name}, which does not require a field "${tag}" with a const`);
    else if (seen.has(value))
      yield file.problem(at, `is ${name}, whose "${tag}" is "${value}" like that of an earlier variant`);
    else seen.add(value);
  }
}

function tagValue(variant: JsonSchema | undefined, tag: string): string | undefined {
  return variant?.required?.includes(tag) === true ? variant.properties?.[tag]?.const : undefined;
}
