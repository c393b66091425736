// Finds the schema that a place in a value is held to, following references and choosing the variants of unions as the value does.
import type { DataPath } from "../model/data-path.ts";
import { followRef, type JsonSchema } from "../model/json-schema.ts";

type Schemas = Readonly<Record<string, JsonSchema>>;

/** The schema of one place. */
export interface SchemaAt {
  /** Without references: the schema that holds the keywords. A union is itself, not its variant; see {@link variantOf}. */
  schema: JsonSchema;
  /** Whether the value, or something that encloses it, is marked as a secret. */
  sensitive: boolean;
}

/**
 * Finds the schema of a place.
 *
 * @param root - The schema of the whole value.
 * @param value - The value. It decides which variants of unions are meant on the way.
 * @param path - The place.
 * @param schemas - What references name.
 * @returns The schema there, or `undefined` if the schema says nothing of the place.
 */
export function schemaAt(root: JsonSchema, value: unknown, path: DataPath, schemas: Schemas): SchemaAt | undefined {
  let at = enter(root, false, schemas);
  let inner = value;
  for (const key of path) {
    if (at === undefined) return undefined;
    const holder = at.schema.oneOf === undefined ? at.schema : variantOf(at.schema, inner, schemas);
    const next = typeof key === "number" ? holder?.items : holder?.properties?.[key];
    at = enter(next, at.sensitive || holder?.["x-sensitive"] === true, schemas);
    inner = memberOf(inner, key);
  }
  return at;
}

/**
 * Chooses the variant of a union that a value means.
 *
 * @param union - A schema with `oneOf`.
 * @param value - The value; its discriminator decides.
 * @param schemas - What references name.
 * @returns The variant's schema, or `undefined` if the value means none.
 */
export function variantOf(union: JsonSchema, value: unknown, schemas: Schemas): JsonSchema | undefined {
  const tag = union["x-union"] ?? "";
  const wanted = memberOf(value, tag);
  return unionVariants(union, schemas).find(
    (variant) => wanted !== undefined && variant.properties?.[tag]?.const === wanted,
  );
}

/**
 * Lists the variants of a union.
 *
 * @param union - A schema with `oneOf`.
 * @param schemas - What references name.
 * @returns The variants' schemas, without references.
 */
export function unionVariants(union: JsonSchema, schemas: Schemas): JsonSchema[] {
  return (union.oneOf ?? []).flatMap((variant) => followRef(variant, schemas) ?? []);
}

function enter(schema: JsonSchema | undefined, within: boolean, schemas: Schemas): SchemaAt | undefined {
  const target = followRef(schema, schemas);
  if (target === undefined) return undefined;
  return { schema: target, sensitive: within || schema?.["x-sensitive"] === true || target["x-sensitive"] === true };
}

function memberOf(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}
