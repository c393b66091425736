// A value that a schema of the spec accepts, for pages to show and for checks to send.
import { followRef, type JsonSchema, type JsonValue } from "../model/json-schema.ts";

/** The schemas that references name. */
type Schemas = Readonly<Record<string, JsonSchema>>;

const UUID_BEGINNING = "4f9c1a52-6a0e-4b0e-9d8b-";
const TIME = "2026-01-31T12:00:00Z";
const BYTES = "AAECAw==";

/** Where in a value an example is made. */
interface Place {
  schemas: Schemas;
  /** Down to which depth, from here, optional members are shown. */
  depth: number;
  /** The names of the schemas that the value here is a required part of. */
  within: readonly string[];
  /** The member that the value here is of; uuids of members with other names are others. */
  member: string;
}

/**
 * Makes an example of a schema: always the same one, and as like real data as the schema's own examples are.
 *
 * @param schema - A schema of the model.
 * @param schemas - The model's `schemas`.
 * @param optionalDepth - Down to which depth optional members are shown: 0 shows only what is required, 1 also the optional members of the outermost
 *   object, and so on.
 * @returns A value that the schema accepts.
 * @throws RangeError if the schema names another that does not exist, or one that requires itself without end.
 */
export function exampleValue(
  schema: JsonSchema,
  schemas: Readonly<Record<string, JsonSchema>>,
  optionalDepth = 0,
): JsonValue {
  return example(schema, { schemas, depth: optionalDepth, within: [], member: "" });
}

function example(schema: JsonSchema, place: Place): JsonValue {
  if (schema.format === "uuid") return uuidOf(place.member);
  const [own] = schema.examples ?? [];
  if (own !== undefined) return own;
  if (schema.$ref !== undefined) return exampleOfNamed(schema.$ref, place);
  if (schema.const !== undefined) return schema.const;
  if (schema.oneOf !== undefined) return exampleVariant(schema.oneOf, place);
  switch (schema.type) {
    case "object":
      return exampleObject(schema, place);
    case "array":
      return exampleList(schema, place);
    case "boolean":
      return schema.default !== true;
    case "integer":
    case "number":
      return exampleNumber(schema);
    default:
      return exampleString(schema);
  }
}

function exampleOfNamed($ref: string, place: Place): JsonValue {
  const target = followRef({ $ref }, place.schemas);
  if (target === undefined) throw new RangeError(`Cannot make an example: there is no schema "${$ref}"`);
  if (isWithin({ $ref }, place)) throw new RangeError(`Cannot make an example: "${$ref}" requires itself without end`);
  // A union may be met again on the way, where another of its variants comes to an end.
  return example(target, target.oneOf === undefined ? { ...place, within: [...place.within, $ref] } : place);
}

function exampleVariant(variants: readonly JsonSchema[], place: Place): JsonValue {
  const [first = {}] = variants;
  return example(variants.find((variant) => !isWithin(variant, place)) ?? first, place);
}

function isWithin({ $ref }: JsonSchema, { within }: Place): boolean {
  return $ref !== undefined && within.includes($ref);
}

function exampleObject({ properties = {}, required = [] }: JsonSchema, { depth, ...place }: Place): JsonValue {
  const shown = Object.entries(properties).flatMap(([name, member]): [string, JsonValue][] => {
    const inner = { ...place, depth: depth - 1, member: name };
    if (required.includes(name)) return [[name, example(member, inner)]];
    // What is optional may hold the whole once more; the depth sees to an end.
    return depth > 0 ? [[name, example(member, { ...inner, within: [] })]] : [];
  });
  return Object.fromEntries(shown);
}

function exampleList({ items = {}, minItems = 0, maxItems = Infinity }: JsonSchema, place: Place): JsonValue {
  const usual = isWithin(items, place) ? 0 : 1;
  const length = Math.min(Math.max(minItems, usual), maxItems);
  return Array.from({ length }, () => example(items, place));
}

/** A uuid that differs with the name: twelve digits of a sum over its letters. */
function uuidOf(name: string): string {
  let sum = 0x8a5f6d2c11;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 0xffffffffffff;
  return UUID_BEGINNING + sum.toString(16).padStart(12, "0");
}

function exampleNumber({ minimum = -Infinity, maximum = Infinity }: JsonSchema): number {
  return Math.min(Math.max(minimum, 1), maximum);
}

function exampleString({
  enum: values,
  format,
  contentEncoding,
  minLength = 0,
  maxLength = Infinity,
}: JsonSchema): string {
  const [first] = values ?? [];
  if (first !== undefined) return first;
  if (format === "date-time") return TIME;
  if (contentEncoding === "base64") return maxLength < BYTES.length ? "" : BYTES;
  return "example".padEnd(minLength, "-").slice(0, maxLength);
}
