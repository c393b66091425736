// The members of the objects that the spec describes, each under one name wherever the object stands.
import { type JsonSchema, type JsonValue, specModel } from "@virt-driver-kit/spec";

/** A member of an object. */
export interface SchemaMember {
  /** `<object>/<member>`: of a shared object by its name, such as `Flavor/vcpus`; else by the operation's, such as `getInfo.result/info`. */
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** An object as JSON has it. */
export type JsonObject = Record<string, JsonValue>;

/** Sees a member of an object: `object[key]`, which may be absent. */
export type VisitMember = (member: SchemaMember, object: JsonObject, key: string) => void;

interface Resolved {
  readonly schema: JsonSchema;
  readonly owner: string;
}

/** Follows references; a shared object is an owner of members. */
function resolve(schema: JsonSchema, owner: string): Resolved {
  if (schema.$ref === undefined) return { schema, owner };
  const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
  const { $ref: _, ...annotations } = schema;
  const target = specModel.schemas[name] ?? {};
  return resolve({ ...target, ...annotations }, isObject(target) ? name : owner);
}

function isObject({ type, oneOf }: JsonSchema): boolean {
  return type === "object" || oneOf !== undefined;
}

function memberOf(owner: string, holder: JsonSchema, key: string, schema: JsonSchema): SchemaMember {
  return { name: `${owner}/${key}`, schema, isRequired: holder.required?.includes(key) ?? false };
}

/**
 * Lists the members of what a schema describes, those of shared objects too, each once.
 *
 * @param owner - What the members of the outermost object are called after.
 */
export function membersIn(schema: JsonSchema, owner: string): SchemaMember[] {
  const found = new Map<string, SchemaMember>();
  list(schema, owner, found);
  return [...found.values()];
}

function list(raw: JsonSchema, rawOwner: string, found: Map<string, SchemaMember>): void {
  const { schema, owner } = resolve(raw, rawOwner);
  for (const variant of schema.oneOf ?? []) list(variant, owner, found);
  if (schema.items !== undefined) list(schema.items, owner, found);
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const member = memberOf(owner, schema, key, property);
    if (found.has(member.name)) continue;
    found.set(member.name, member);
    list(property, member.name, found);
  }
}

/**
 * Visits the members of a value, present or not, from the outermost object inwards.
 *
 * @param schema - What the value should be. Where it is not, the visit goes no deeper.
 */
export function visitMembers(raw: JsonSchema, value: unknown, rawOwner: string, visit: VisitMember): void {
  const { schema, owner } = resolve(raw, rawOwner);
  if (schema.oneOf !== undefined) {
    const variant = variantOf(schema, value);
    if (variant !== undefined) visitMembers(variant, value, owner, visit);
  } else if (Array.isArray(value)) {
    for (const entry of value) visitMembers(schema.items ?? {}, entry, owner, visit);
  } else if (isJsonObject(value)) {
    for (const [key, property] of Object.entries(schema.properties ?? {})) {
      const member = memberOf(owner, schema, key, property);
      visit(member, value, key);
      visitMembers(property, value[key], member.name, visit);
    }
  }
}

function variantOf({ oneOf = [], "x-union": tag = "" }: JsonSchema, value: unknown): JsonSchema | undefined {
  if (!isJsonObject(value)) return undefined;
  return oneOf.find((variant) => resolve(variant, "").schema.properties?.[tag]?.const === value[tag]);
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Follows a schema's reference, if it is one. */
export function resolved(schema: JsonSchema): JsonSchema {
  return resolve(schema, "").schema;
}
