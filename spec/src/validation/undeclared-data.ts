// Finds what only a driver with some capability may be sent.
import { formatPath, type DataPath } from "../model/data-path.ts";
import { followRef, type JsonSchema } from "../model/json-schema.ts";
import { variantOf } from "./variant-of.ts";

type Schemas = Readonly<Record<string, JsonSchema>>;

/** A member, or a variant of a union, that a value has and that a capability gates. */
export interface GatedData {
  /** The place, such as `params.devices.shares`. */
  path: string;
  /** The capability. */
  capability: string;
}

/**
 * Finds the first datum in a value that needs a capability which is not declared.
 *
 * @param schema - The schema of the whole value.
 * @param value - A value that fits it.
 * @param isDeclared - Whether a capability is declared.
 * @param schemas - What references name.
 * @param root - The name of the whole value, such as `params`.
 * @returns The datum, outermost first; undefined if there is none.
 */
export function undeclaredData(
  schema: JsonSchema,
  value: unknown,
  isDeclared: (capability: string) => boolean,
  schemas: Schemas,
  root: string,
): GatedData | undefined {
  if (!hasGates(schema, schemas)) return undefined;
  for (const { path, capability } of gatedData(schema, value, schemas, [])) {
    if (!isDeclared(capability)) return { path: formatPath(path, root), capability };
  }
  return undefined;
}

interface GatedPlace {
  path: DataPath;
  capability: string;
}

function* gatedData(schema: JsonSchema, value: unknown, schemas: Schemas, path: DataPath): Generator<GatedPlace> {
  const target = followRef(schema, schemas) ?? {};
  for (const { "x-capability": capability } of new Set([schema, target])) {
    if (capability !== undefined) yield { path, capability };
  }
  for (const [inner, part, key] of partsOf(target, value, schemas)) {
    yield* gatedData(inner, part, schemas, key === undefined ? path : [...path, key]);
  }
}

/** The variant of a union, the entries of a list or the members of an object, each with its schema. */
function* partsOf(
  schema: JsonSchema,
  value: unknown,
  schemas: Schemas,
): Generator<[schema: JsonSchema, value: unknown, key?: string | number]> {
  const variant = schema.oneOf === undefined ? undefined : variantOf(schema, value, schemas);
  if (variant !== undefined) yield [variant, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const inner = Array.isArray(value) ? schema.items : schema.properties?.[key];
    if (inner !== undefined && part !== undefined) yield [inner, part, Array.isArray(value) ? Number(key) : key];
  }
}

const gated = new WeakMap<JsonSchema, boolean>();

/** Whether there is a gate anywhere in a schema. Most calls have none, and are not looked at. */
function hasGates(schema: JsonSchema, schemas: Schemas): boolean {
  const known = gated.get(schema);
  if (known !== undefined) return known;
  const seen = new Set<JsonSchema>();
  const look = (each: JsonSchema): boolean => {
    if (seen.has(each)) return false;
    seen.add(each);
    const { items, properties = {}, oneOf = [] } = each;
    const inner = [followRef(each, schemas), items, ...oneOf, ...Object.values(properties)];
    return each["x-capability"] !== undefined || inner.some((part) => part !== undefined && look(part));
  };
  const found = look(schema);
  gated.set(schema, found);
  return found;
}
