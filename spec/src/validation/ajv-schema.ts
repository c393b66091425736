// The model's schemas as ajv compiles them: one schema per name, so that each becomes one function however often it is used.
import type { Options } from "ajv";

import { refName, type JsonSchema } from "../model/json-schema.ts";
import { FORMATS } from "./formats.ts";

/** Options under which every schema of the model compiles. The class for draft 7 is enough for the dialect and writes half the code of that for 2020-12. */
export const AJV_OPTIONS: Options = {
  allErrors: true,
  messages: false,
  discriminator: true,
  strict: true,
  strictRequired: false,
  formats: FORMATS,
};

/**
 * Writes a schema of the model in ajv's terms.
 *
 * @param schema - The schema.
 * @returns The same demands without annotations; references are by bare name, unions have ajv's discriminator.
 */
export function ajvSchema(schema: JsonSchema): Record<string, unknown> {
  if (schema.$ref !== undefined) return { $ref: refName(schema.$ref) };
  const demands: Record<string, unknown> = {};
  for (const keyword of DEMANDS) {
    if (schema[keyword] !== undefined) demands[keyword] = schema[keyword];
  }
  if (schema.items !== undefined) demands["items"] = ajvSchema(schema.items);
  if (schema.properties !== undefined) {
    const members = Object.entries(schema.properties);
    demands["properties"] = Object.fromEntries(members.map(([name, member]) => [name, ajvSchema(member)]));
  }
  if (schema.oneOf !== undefined) {
    demands["type"] = "object";
    demands["discriminator"] = { propertyName: schema["x-union"] };
    demands["oneOf"] = schema.oneOf.map(ajvSchema);
  }
  return demands;
}

/** The keywords that a value must satisfy, apart from those that hold schemas. */
const DEMANDS = [
  "type",
  "enum",
  "const",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "minItems",
  "maxItems",
  "required",
  "additionalProperties",
] as const satisfies readonly (keyof JsonSchema)[];
