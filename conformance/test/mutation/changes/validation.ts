// Drivers that do not look whether a member of a request is as the spec has it: what is wrong is mended before anybody sees it.
import { exampleValue, type JsonSchema, specModel } from "@virt-driver-kit/spec";

import { type JsonObject, resolved, type SchemaMember, visitMembers } from "../schema-members.ts";
import type { Meddler } from "../../mutants/interposer.ts";
import { withParams } from "../../mutants/meddling.ts";
import { OWNERS } from "./members.ts";

/** What a schema asks of a value, each with what tells that a value of the right type breaks it. */
const RULES = {
  enum: ({ enum: values }, value) => typeof value === "string" && values?.includes(value) === false,
  minimum: ({ minimum }, value) => typeof value === "number" && minimum !== undefined && value < minimum,
  maximum: ({ maximum }, value) => typeof value === "number" && maximum !== undefined && value > maximum,
  minLength: ({ minLength }, value) =>
    typeof value === "string" && minLength !== undefined && Array.from(value).length < minLength,
  maxLength: ({ maxLength }, value) =>
    typeof value === "string" && maxLength !== undefined && Array.from(value).length > maxLength,
  pattern: ({ pattern }, value) =>
    typeof value === "string" && pattern !== undefined && !new RegExp(pattern, "u").test(value),
  format: ({ format }, value) => typeof value === "string" && format !== undefined && !FORMATS[format].test(value),
  minItems: ({ minItems }, value) => Array.isArray(value) && minItems !== undefined && value.length < minItems,
  maxItems: ({ maxItems }, value) => Array.isArray(value) && maxItems !== undefined && value.length > maxItems,
} as const satisfies Record<string, (schema: JsonSchema, value: unknown) => boolean>;

const FORMATS = {
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u,
} as const;

/** One thing that is asked of a member. */
export type Validation = "required" | "type" | keyof typeof RULES;

/** What a schema asks of a member. */
export function validationsOf({ schema: raw, isRequired }: SchemaMember): Validation[] {
  const schema = resolved(raw);
  // The tag of a union is asked for by the union.
  if (schema.const !== undefined) return [];
  // A receiver reads a value that it does not know as another one.
  const isOpen = schema["x-open-enum"] !== undefined;
  const rules = Object.keys(RULES).filter(
    (name) => schema[name as keyof typeof RULES] !== undefined && !(name === "enum" && isOpen),
  );
  return [...(isRequired ? (["required"] as const) : []), "type", ...(rules as (keyof typeof RULES)[])];
}

/** Takes requests in which a member breaks a rule for right ones. */
export function notValidating(name: string, validation: Validation): Meddler {
  return mending((member, object, key) => member.name === name && isBroken(member, validation, object, key));
}

/** Takes all requests for right ones. */
export function notValidatingAnything(): Meddler {
  return mending((member, object, key) => validationsOf(member).some((rule) => isBroken(member, rule, object, key)));
}

/** Puts an example in the place of what is wrong. */
function mending(isWrong: (member: SchemaMember, object: JsonObject, key: string) => boolean): Meddler {
  return {
    request: (request) => {
      const { params: schema } = specModel.operations[request.method] ?? {};
      if (schema === undefined) return [request];
      const params = structuredClone(request.params);
      visitMembers(schema, params, request.method + OWNERS.params, (member, object, key) => {
        if (isWrong(member, object, key)) mend(member, object, key);
      });
      return [withParams(request, params)];
    },
  };
}

function mend({ schema }: SchemaMember, object: JsonObject, key: string): void {
  object[key] = exampleValue(schema, specModel.schemas);
}

/** Tells whether a member of an object breaks a rule. */
export function isBroken(
  { schema: raw, isRequired }: SchemaMember,
  validation: Validation,
  object: JsonObject,
  key: string,
): boolean {
  const value: unknown = object[key];
  if (validation === "required") return value === undefined && isRequired;
  if (value === undefined) return false;
  const schema = resolved(raw);
  return validation === "type" ? !isOfType(schema, value) : isOfType(schema, value) && RULES[validation](schema, value);
}

function isOfType({ type, oneOf }: JsonSchema, value: unknown): boolean {
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
    case undefined:
      return type === undefined && oneOf === undefined
        ? true
        : typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
