// Chooses among the variants of a union.
import { followRef, type JsonSchema } from "../model/json-schema.ts";

/**
 * Chooses the variant of a union that a value means.
 *
 * @param union - A schema with `oneOf`.
 * @param value - The value; its discriminator decides.
 * @param schemas - What references name.
 * @returns The variant's schema, without a reference; `undefined` if the value means none.
 */
export function variantOf(
  union: JsonSchema,
  value: unknown,
  schemas: Readonly<Record<string, JsonSchema>>,
): JsonSchema | undefined {
  const { oneOf = [], "x-union": tag = "" } = union;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, tag)) return undefined;
  const wanted = (value as Readonly<Record<string, unknown>>)[tag];
  if (wanted === undefined) return undefined;
  for (const each of oneOf) {
    const variant = followRef(each, schemas);
    if (variant?.properties?.[tag]?.const === wanted) return variant;
  }
  return undefined;
}
