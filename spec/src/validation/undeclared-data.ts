// Finds what only a driver with some capability may be sent.
import { formatPath } from "../model/data-path.ts";
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
  const found = find(schema, value, { isDeclared, schemas });
  return found && { path: formatPath(found.keys.toReversed(), root), capability: found.capability };
}

interface Search {
  readonly isDeclared: (capability: string) => boolean;
  readonly schemas: Schemas;
}

interface Found {
  readonly capability: string;
  /** The way to it, from the inside out. Most calls hold nothing to be found, so no way is noted before something is. */
  readonly keys: (string | number)[];
}

function find(schema: JsonSchema, value: unknown, search: Search): Found | undefined {
  const { isDeclared, schemas } = search;
  if (!hasGates(schema, schemas)) return undefined;
  const target = followRef(schema, schemas) ?? {};
  for (const { "x-capability": capability } of [schema, target]) {
    if (capability !== undefined && !isDeclared(capability)) return { capability, keys: [] };
  }
  const variant = target.oneOf === undefined ? undefined : variantOf(target, value, schemas);
  return (variant && find(variant, value, search)) ?? findInside(target, value, search);
}

/** The same of the entries of a list, or of the members of an object. */
function findInside({ items, properties }: JsonSchema, value: unknown, search: Search): Found | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const inner = isList ? items : properties?.[key];
    const part = (value as Readonly<Record<string, unknown>>)[key];
    const found = inner === undefined || part === undefined ? undefined : find(inner, part, search);
    if (found === undefined) continue;
    found.keys.push(isList ? Number(key) : key);
    return found;
  }
  return undefined;
}

const gated = new WeakMap<JsonSchema, boolean>();

/** Whether there is a gate anywhere in a schema. Most parts of most calls have none, and are not looked at. */
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
