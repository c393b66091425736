// The dialect of JSON Schema 2020-12 in which the spec describes data.
// It leaves out what no checker decides well: `not`, `if`, free combinations, open objects. What is here, every
// generator understands; `meta/dialect.schema.json` says the same to an editor.

/** A value that JSON can carry. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** The shape of one value. In a {@link SpecModel}, a `$ref` is always `#/$defs/<name>` and names one of the model's `schemas`. */
export interface JsonSchema {
  /** Another schema of the spec. Only annotations may stand beside it, and they hold for this use. */
  $ref?: string;
  /** The name of a shared schema. */
  title?: string;
  /** Markdown for people. */
  description?: string;
  /** Values that the schema accepts. */
  examples?: JsonValue[];
  /** What the receiver assumes if the member is absent. Never filled in by validation. */
  default?: JsonValue;

  /** Absent where the schema is a reference, a constant or a union. */
  type?: SchemaType;
  /** The values allowed. */
  enum?: string[];
  /** The one value allowed: the tag of a union's variant. */
  const?: string;
  /** `uuid` is the lower-case form; `date-time` is RFC 3339. */
  format?: "uuid" | "date-time";
  /** A regular expression, with the flag `u`. */
  pattern?: string;
  /** In Unicode code points. */
  minLength?: number;
  /** In Unicode code points. */
  maxLength?: number;
  /** The string holds bytes in this encoding. */
  contentEncoding?: "base64";
  /** The least value allowed. */
  minimum?: number;
  /** The greatest value allowed; at most 2^53 - 1. */
  maximum?: number;

  /** The schema of every entry of a list. */
  items?: JsonSchema;
  /** The least number of entries. */
  minItems?: number;
  /** The greatest number of entries. */
  maxItems?: number;

  /** The schemas of an object's members, in the order in which people should read them. */
  properties?: Record<string, JsonSchema>;
  /** The members that must be present. */
  required?: string[];
  /** Objects are authored closed; receivers strip what they do not know. */
  additionalProperties?: false;

  /** The variants of a union, each a `$ref` to an object whose member {@link JsonSchema.x-union} is a constant. */
  oneOf?: JsonSchema[];
  /** The member that tells the variants of `oneOf` apart. */
  "x-union"?: string;
  /** The value of `enum` that a receiver reads where it meets one that it does not know. */
  "x-open-enum"?: string;
  /** The value is a secret: it never appears in a log, a transcript, a message or a report. */
  "x-sensitive"?: boolean;
  /** The value belongs to the driver: a caller stores it and never looks inside. */
  "x-driver-private"?: boolean;
  /** The source file whose keys are the values of `enum`. */
  "x-generated-from"?: "errors.yaml" | "capabilities.yaml" | "states.yaml";
  /** The capability that a driver must declare before a caller sends it the member, or this variant of a union. */
  "x-capability"?: string;
  /** A sender drops the member towards a peer that does not know it yet; without, it refuses to send. */
  "x-downgrade"?: "omit";
  /** The version of the spec that introduced the schema or member. */
  "x-since"?: string;
}

/** The types of the dialect. Absence is said by leaving a member out, so there is no `null`. */
export type SchemaType = "object" | "array" | "string" | "integer" | "number" | "boolean";

const DEFS = "#/$defs/";

/**
 * Tells which schema of the model a `$ref` names.
 *
 * @param ref - A reference in the model's form, such as `#/$defs/Flavor`.
 * @returns The name, such as `Flavor`, or `undefined` if the reference has another form.
 */
export function refName(ref: string): string | undefined {
  const known = names.get(ref);
  if (known !== undefined || !ref.startsWith(DEFS)) return known;
  const name = ref.slice(DEFS.length);
  names.set(ref, name);
  return name;
}

/** The names by their references: of each part of each message they are asked for again. */
const names = new Map<string, string>();

/**
 * Writes a reference to a schema of the model.
 *
 * @param name - A key of the model's `schemas`.
 * @returns The reference, such as `#/$defs/Flavor`.
 */
export function refTo(name: string): string {
  return DEFS + name;
}

/**
 * Follows a schema's reference.
 *
 * @param schema - A schema of the model, or `undefined`.
 * @param schemas - The model's `schemas`.
 * @returns The schema that it refers to, the schema itself if it is no reference, or `undefined` if there is no such schema. A schema that
 *   consists of a reference is not followed further: the spec has none.
 */
export function followRef(
  schema: JsonSchema | undefined,
  schemas: Readonly<Record<string, JsonSchema>>,
): JsonSchema | undefined {
  if (schema?.$ref === undefined) return schema;
  const name = refName(schema.$ref);
  const target = name === undefined ? undefined : schemas[name];
  return target?.$ref === undefined ? target : undefined;
}
