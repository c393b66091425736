// Schemas as TypeScript types, member by member with docstrings.
import { refName, type JsonSchema } from "../model/json-schema.ts";
import { docComment } from "./doc-comment.ts";
import { literalUnion, memberKey } from "./type-names.ts";

/**
 * Writes a schema as a type expression.
 *
 * @param schema - A schema of the model.
 * @param indent - What the lines of the surrounding declaration begin with.
 * @returns Such as `string`, `Flavor[]` or `{ … }`.
 */
export function schemaType(schema: JsonSchema, indent = ""): string {
  const { $ref, const: constant, oneOf, enum: values, items } = schema;
  if ($ref !== undefined) return refName($ref) ?? "unknown";
  if (constant !== undefined) return JSON.stringify(constant);
  if (oneOf !== undefined) return oneOf.map((variant) => schemaType(variant, indent)).join(" | ");
  if (values !== undefined) return literalUnion(values, `${indent}  `);
  if (schema.type === "object") return objectType(schema, indent);
  if (schema.type === "array") return listOf(schemaType(items ?? {}, indent));
  return schema.type === "integer" ? "number" : (schema.type ?? "unknown");
}

function objectType(schema: JsonSchema, indent: string): string {
  const isEmpty = Object.keys(schema.properties ?? {}).length === 0;
  return isEmpty ? "Record<string, never>" : `{\n${members(schema, indent)}${indent}}`;
}

/**
 * Declares a named type.
 *
 * @param name - The type's name.
 * @param schema - What it is.
 * @param about - The docstring's first paragraph; by default the schema's description.
 * @returns An exported interface for an object with fields, otherwise an exported alias.
 */
export function declareType(name: string, schema: JsonSchema, about: string = schema.description ?? ""): string {
  const doc = docComment(describe(schema, about));
  const type = schemaType(schema);
  if (schema.type === "object" && type.startsWith("{")) return `${doc}export interface ${name} ${type}\n`;
  return `${doc}export type ${name} =${type.startsWith("\n") ? "" : " "}${type};\n`;
}

/**
 * Describes a schema for a docstring.
 *
 * @param schema - The schema.
 * @param about - What to begin with; by default the schema's description.
 * @returns A paragraph, with the limits that the TypeScript type does not show, and a tag for the default.
 */
export function describe(schema: JsonSchema, about: string = schema.description ?? ""): string[] {
  const sentences = [about.trim(), range(schema), lengths(schema), fallback(schema)];
  if (schema["x-sensitive"] === true) sentences.push("A secret: never in a log, a transcript, a message or a report.");
  const text = sentences.filter((sentence) => sentence !== "").join(" ");
  return schema.default === undefined ? [text] : [text, `@defaultValue ${JSON.stringify(schema.default)}`];
}

function members(schema: JsonSchema, indent: string): string {
  const inner = `${indent}  `;
  return Object.entries(schema.properties ?? {})
    .map(([name, member]) => {
      const optional = schema.required?.includes(name) === true ? "" : "?";
      const doc = docComment(describe(member), inner);
      const type = schemaType(member, inner);
      return `${doc}${inner}${memberKey(name)}${optional}:${type.startsWith("\n") ? "" : " "}${type};\n`;
    })
    .join("");
}

function listOf(type: string): string {
  return /[|{\s]/.test(type) ? `Array<${type}>` : `${type}[]`;
}

function range({ minimum, maximum }: JsonSchema): string {
  if (minimum === undefined || maximum === undefined) return "";
  return maximum === Number.MAX_SAFE_INTEGER ? `At least ${minimum}.` : `From ${minimum} to ${maximum}.`;
}

function lengths({ enum: values, minLength, maxLength, minItems, maxItems, contentEncoding }: JsonSchema): string {
  if (values !== undefined) return "";
  const bytes = contentEncoding === undefined ? "" : " Base64.";
  if (maxLength !== undefined) return `${span(minLength, maxLength)} characters.${bytes}`;
  return maxItems === undefined ? "" : `${span(minItems, maxItems)} entries.`;
}

function span(least: number | undefined, most: number): string {
  return least === undefined || least === 0
    ? `At most ${most}`
    : least === most
      ? `Exactly ${most}`
      : `From ${least} to ${most}`;
}

function fallback(schema: JsonSchema): string {
  const value = schema["x-open-enum"];
  return value === undefined
    ? ""
    : `More values may come in later versions; a receiver reads one that it does not know as \`${value}\`.`;
}
