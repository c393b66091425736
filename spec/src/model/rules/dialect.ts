// The dialect of schemas, as far as a meta-schema cannot say it: which keywords go together.
import type { SchemaType } from "../json-schema.ts";
import { schemaPlaces, type SchemaPlace } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

const STRING: readonly SchemaType[] = ["string"];
const NUMBER: readonly SchemaType[] = ["integer", "number"];

/** For each keyword that asks something of a value: the types that it asks it of. */
const APPLIES_TO: Readonly<Record<string, readonly SchemaType[]>> = {
  enum: STRING,
  format: STRING,
  pattern: STRING,
  minLength: STRING,
  maxLength: STRING,
  contentEncoding: STRING,
  "x-open-enum": STRING,
  "x-generated-from": STRING,
  minimum: NUMBER,
  maximum: NUMBER,
  items: ["array"],
  minItems: ["array"],
  maxItems: ["array"],
  properties: ["object"],
  required: ["object"],
  additionalProperties: ["object"],
};

/** Keywords that only say something about the value; they may stand anywhere, also beside a `$ref`. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  "title",
  "description",
  "examples",
  "default",
  "x-sensitive",
  "x-driver-private",
  "x-capability",
  "x-downgrade",
  "x-since",
]);

/** The four forms of a schema, by the keyword that marks each. */
const FORMS = ["$ref", "const", "oneOf", "type"] as const;

/** Each schema has one form, only keywords that apply to it, and closed objects. */
export const dialect: Rule = function* ({ sources }): Generator<SourceProblem> {
  for (const place of schemaPlaces(sources)) {
    const { file, path, schema } = place;
    const form = FORMS.find((keyword) => schema[keyword] !== undefined);
    if (form === "$ref" && place.role === "file")
      yield file.problem(["$ref"], "is all that this schema is; refer to the other one instead");
    if (form === undefined) yield file.problem(path, "has no form: a schema has one of $ref, const, oneOf or type");
    else yield* strayKeywords(place, form);
    if (schema.type === "object") yield* openObjects(place);
    if (schema.type === "array" && schema.items === undefined)
      yield file.problem(path, "is a list and does not say what of; add `items`");
    if (schema.pattern !== undefined && place.role !== "file") {
      yield file.problem(
        [...path, "pattern"],
        "belongs into a file of its own under schemas/, so that the form has a name",
        "key",
      );
    }
    yield* enumFallback(place);
  }
};

function* strayKeywords({ file, path, schema }: SchemaPlace, form: (typeof FORMS)[number]): Generator<SourceProblem> {
  for (const keyword of Object.keys(schema)) {
    if (keyword === form || ANNOTATIONS.has(keyword)) continue;
    if (form === "$ref")
      yield file.problem([...path, keyword], "may not stand beside $ref; only annotations may", "key");
    else if (form === "type" && APPLIES_TO[keyword]?.includes(schema.type ?? "object") !== true) {
      yield file.problem([...path, keyword], `does not apply to type ${schema.type}`, "key");
    } else if (form === "const") yield file.problem([...path, keyword], "says nothing more about a const", "key");
    else if (form === "oneOf" && keyword !== "x-union")
      yield file.problem([...path, keyword], "may not stand beside oneOf", "key");
  }
}

function* openObjects({ file, path, schema }: SchemaPlace): Generator<SourceProblem> {
  if (schema.additionalProperties !== false)
    yield file.problem(path, "is an open object; add `additionalProperties: false`");
  if (schema.properties === undefined) yield file.problem(path, "is an object without fields; add `properties`");
}

function* enumFallback({ file, path, schema }: SchemaPlace): Generator<SourceProblem> {
  const fallback = schema["x-open-enum"];
  if (fallback === undefined || schema["x-generated-from"] !== undefined) return;
  if (schema.enum?.includes(fallback) !== true)
    yield file.problem([...path, "x-open-enum"], `"${fallback}" is none of the values of \`enum\``);
}
