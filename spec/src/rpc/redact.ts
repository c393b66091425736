// Replaces what the spec marks sensitive, so that a message can be shown: in a transcript, a report or a fault's
// excerpt.
import { specModel } from "../generated/spec-model.ts";
import { followRef } from "../model/json-schema.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import { variantOf } from "../validation/variant-of.ts";
import { contractOf } from "./contract.ts";
import type { WireMessage } from "./json-rpc.ts";

/** What stands in the place of a sensitive value. */
export const REDACTED = "[redacted]";

/**
 * Copies a message without the values that the spec marks sensitive.
 *
 * @param message - The message; it is not changed.
 * @param method - For an answer, the operation that it answers; without it the result is taken for sensitive as a
 *   whole.
 * @returns The copy, which shares what nothing was left out of. A request or notification of an operation that the spec does not have comes back as it is.
 */
export function redactMessage(message: WireMessage, method?: string): WireMessage {
  if ("method" in message) {
    const contract = contractOf(message.method);
    return contract === undefined
      ? message
      : { ...message, params: redactValue(contract.model.params, message.params) as object };
  }
  if (!("result" in message)) return message;
  const schema = method === undefined ? undefined : contractOf(method)?.model.result;
  return { ...message, result: schema === undefined ? REDACTED : redactValue(schema, message.result) };
}

/**
 * Copies a value without what its schema marks sensitive, or gives it back where there is no such thing. What fits no variant of a union might be, and is left out as well; so is a list in the
 * place of an object that holds secrets, and an object in the place of such a list.
 *
 * @param schema - The schema.
 * @param value - Any value, whether it fits the schema or not; it is not changed.
 * @returns The copy.
 */
export function redactValue(schema: JsonSchema, value: unknown): unknown {
  const target = followRef(schema, specModel.schemas);
  if (value === undefined || target === undefined || !mayRedact(schema)) return value;
  if (schema["x-sensitive"] === true || target["x-sensitive"] === true) return REDACTED;
  if (target.oneOf !== undefined) {
    const variant = variantOf(target, value, specModel.schemas);
    return variant === undefined ? REDACTED : redactValue(variant, value);
  }
  return typeof value === "object" && value !== null ? redactParts(target, value) : value;
}

function redactParts(schema: JsonSchema, value: object): unknown {
  const { items, properties } = schema;
  if (Array.isArray(value) && items !== undefined) {
    const list = value.map((entry: unknown) => redactValue(items, entry));
    return list.every((entry, index) => entry === value[index]) ? value : list;
  }
  if (Array.isArray(value) || properties === undefined) return holdsSecrets(schema) ? REDACTED : value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, member] of Object.entries(value)) {
    const known = properties[name];
    const redacted = known === undefined ? member : redactValue(known, member);
    if (redacted !== member) (copy ??= { ...value })[name] = redacted;
  }
  return copy ?? value;
}

const redacting = new WeakMap<JsonSchema, boolean>();

/** Whether anything may have to be left out of a value: a secret, or an unknown variant of a union. Of most parts of messages nothing has. */
function mayRedact(schema: JsonSchema): boolean {
  const known = redacting.get(schema);
  if (known !== undefined) return known;
  const may = holds(schema, (part) => part["x-sensitive"] === true || part.oneOf !== undefined);
  redacting.set(schema, may);
  return may;
}

/** Whether anything in a schema is sensitive. */
function holdsSecrets(schema: JsonSchema): boolean {
  return holds(schema, (part) => part["x-sensitive"] === true);
}

/** Whether a schema is such, or anything in it. */
function holds(schema: JsonSchema, isSuch: (part: JsonSchema) => boolean, seen: Set<JsonSchema> = new Set()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  const { items, properties = {}, oneOf = [] } = schema;
  const inner = [followRef(schema, specModel.schemas), items, ...oneOf, ...Object.values(properties)];
  return isSuch(schema) || inner.some((part) => part !== undefined && holds(part, isSuch, seen));
}

/**
 * Blanks sensitive values in text that could not be parsed, by the names of the fields.
 *
 * @param text - The text of a message, whole or not.
 * @returns The text with the value behind each sensitive name replaced, up to where it seems to end.
 */
export function redactText(text: string): string {
  return text.replace(sensitiveMembers(), (_match, name: string) => `${name}"${REDACTED}"`);
}

let members: RegExp | undefined;

function sensitiveMembers(): RegExp {
  if (members !== undefined) return members;
  const names = [...new Set(everySchema().flatMap(sensitiveNames))].join("|");
  members = new RegExp(
    `("(?:${names})"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|\\{[^}]*\\}?|\\[[^\\]]*\\]?|[^,}\\]]+)`,
    "gu",
  );
  return members;
}

function everySchema(): JsonSchema[] {
  const operations = Object.values(specModel.operations);
  return [
    ...Object.values(specModel.schemas),
    ...operations.flatMap(({ params, result }) => (result === undefined ? [params] : [params, result])),
  ];
}

function sensitiveNames(schema: JsonSchema): string[] {
  return Object.entries(schema.properties ?? {})
    .filter(
      ([, member]) => member["x-sensitive"] === true || followRef(member, specModel.schemas)?.["x-sensitive"] === true,
    )
    .map(([name]) => name);
}
