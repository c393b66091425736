// What a receiver makes of a message from a newer sender, before it validates it.
import { followRef, type JsonSchema } from "../model/json-schema.ts";
import { variantOf } from "./variant-of.ts";

/**
 * Reduces a value to what a schema knows.
 *
 * @param schema - The schema of the whole value.
 * @param value - Any value; it is not changed. Where it does not fit the schema at all, it is kept as it is.
 * @param schemas - What references name.
 * @returns A copy without the members that the schema does not know, and with the declared fallback for values of open enums that it does not know.
 */
export function stripUnknown(
  schema: JsonSchema,
  value: unknown,
  schemas: Readonly<Record<string, JsonSchema>>,
): unknown {
  const target = followRef(schema, schemas);
  if (target?.oneOf !== undefined) {
    const variant = variantOf(target, value, schemas);
    return variant === undefined ? value : stripUnknown(variant, value, schemas);
  }
  if (Array.isArray(value)) {
    const { items } = target ?? {};
    return items === undefined ? value : value.map((entry) => stripUnknown(items, entry, schemas));
  }
  if (typeof value === "string") return readOpenEnum(target, value);
  if (typeof value !== "object" || value === null || target?.properties === undefined) return value;
  const known = Object.entries(target.properties).filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(
    known.map(([name, member]) => [name, stripUnknown(member, (value as Record<string, unknown>)[name], schemas)]),
  );
}

function readOpenEnum(schema: JsonSchema | undefined, value: string): string {
  const fallback = schema?.["x-open-enum"];
  return fallback === undefined || schema?.enum?.includes(value) === true ? value : fallback;
}
