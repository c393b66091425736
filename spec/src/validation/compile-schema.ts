// Turns schemas of the dialect into functions that judge values.
// The dialect is small by design, so this page is the whole of it. A schema is compiled when it is first used, once, however many
// messages refer to it: importing the package costs nothing for the operations that a process never meets.
import type { DataPath } from "../model/data-path.ts";
import { refName, type JsonSchema } from "../model/json-schema.ts";
import { codePointLength } from "./code-point-length.ts";
import type { MismatchContext, RawMismatch } from "./explain-mismatch.ts";
import { FORMATS } from "./formats.ts";

/** One way in which a value does not fit its schema. */
export interface SchemaMismatch extends RawMismatch, MismatchContext {
  /** The place. */
  path: DataPath;
}

/** Where a value stands, and what was found wrong so far. */
export interface Place {
  readonly path: DataPath;
  /** Whether the value, or something that encloses it, is a secret. */
  readonly sensitive: boolean;
  /** What does not fit, at most 20 mismatches; shared by all places of one run. */
  readonly found: SchemaMismatch[];
}

/** Beyond this, a value is wrong enough. */
const MOST_MISMATCHES = 20;

/** Says whether a value fits. With a place, it goes on after the first mismatch and adds all of them to `found`. */
export type Check = (value: unknown, at?: Place) => boolean;

/** Compiles schemas that refer to each other. */
export class SchemaCompiler {
  readonly #schemas: Readonly<Record<string, JsonSchema>>;
  readonly #named = new Map<string, Check>();

  /** @param schemas - What references name. */
  constructor(schemas: Readonly<Record<string, JsonSchema>>) {
    this.#schemas = schemas;
  }

  /**
   * Compiles a schema.
   *
   * @param schema - The schema.
   * @returns Its check.
   * @throws RangeError, from here or from the check, if a reference names no schema.
   */
  compile(schema: JsonSchema): Check {
    const check = this.#form(schema);
    if (schema["x-sensitive"] !== true) return check;
    return (value, at) => check(value, at === undefined ? undefined : { ...at, sensitive: true });
  }

  #form(schema: JsonSchema): Check {
    if (schema.$ref !== undefined) return this.#reference(schema.$ref);
    if (schema.oneOf !== undefined) return this.#union(schema);
    if (schema.const !== undefined) return constant(schema);
    switch (schema.type) {
      case "object":
        return this.#object(schema);
      case "array":
        return this.#list(schema);
      case "integer":
      case "number":
        return number(schema);
      case "boolean":
        return (value, at) => typeof value === "boolean" || wrongType(schema, value, at);
      default:
        return string(schema);
    }
  }

  /** Looked up when it is first used, since schemas may refer to each other in circles. */
  #reference($ref: string): Check {
    let check: Check | undefined;
    return (value, at) => (check ??= this.#target($ref))(value, at);
  }

  #target($ref: string): Check {
    const name = refName($ref) ?? "";
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const schema = this.#schemas[name];
    if (schema === undefined)
      throw new RangeError(`Cannot compile a schema: it refers to "${$ref}", which is not there`);
    const check = this.compile(schema);
    this.#named.set(name, check);
    return check;
  }

  #object(schema: JsonSchema): Check {
    const { properties = {}, required = [], additionalProperties } = schema;
    const members = new Map(Object.entries(properties).map(([name, member]) => [name, this.compile(member)]));
    const memberFits = (value: JsonObject, name: string, at: Place | undefined): boolean => {
      const check = members.get(name);
      if (check === undefined && additionalProperties !== false) return true;
      if (check === undefined) return wrong("additionalProperties", { additionalProperty: name }, schema, value, at);
      const member = value[name];
      return member === undefined || check(member, below(at, name));
    };
    return (value, at) => {
      if (!isObject(value)) return wrongType(schema, value, at);
      let fits = true;
      for (const name of required) {
        if (value[name] === undefined) fits = wrong("required", { missingProperty: name }, schema, value, at);
      }
      // Unlike Object.keys() this makes no list; what JSON makes has no inherited members.
      for (const name in value) {
        if (!fits && at === undefined) return false;
        if (!memberFits(value, name, at)) fits = false;
      }
      return fits;
    };
  }

  #list(schema: JsonSchema): Check {
    const { items = {}, minItems = 0, maxItems = Infinity } = schema;
    const check = this.compile(items);
    return (value, at) => {
      if (!Array.isArray(value)) return wrongType(schema, value, at);
      let fits = true;
      if (value.length > maxItems) fits = wrong("maxItems", { limit: maxItems }, schema, value, at);
      if (value.length < minItems) fits = wrong("minItems", { limit: minItems }, schema, value, at);
      for (let index = 0; index < value.length; index += 1) {
        if (!fits && at === undefined) return false;
        if (!check(value[index], below(at, index))) fits = false;
      }
      return fits;
    };
  }

  /** The tag alone decides which variant a value is held to. */
  #union(schema: JsonSchema): Check {
    const { oneOf = [], "x-union": tag = "" } = schema;
    const variants = new Map(
      oneOf.map((variant): [unknown, Check] => {
        const { properties = {} } = this.#schemas[refName(variant.$ref ?? "") ?? ""] ?? {};
        return [properties[tag]?.const, this.compile(variant)];
      }),
    );
    return (value, at) => {
      if (!isObject(value)) return wrongType(schema, value, at);
      const tagValue = value[tag];
      const check = tagValue === undefined ? undefined : variants.get(tagValue);
      if (check !== undefined) return check(value, at);
      return wrong("discriminator", { tag, tagValue }, schema, value, at, [...variants.keys()].map(String));
    };
  }
}

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function constant(schema: JsonSchema): Check {
  const { const: allowedValue } = schema;
  return (value, at) => value === allowedValue || wrong("const", { allowedValue }, schema, value, at);
}

function number(schema: JsonSchema): Check {
  const { type, minimum = -Infinity, maximum = Infinity } = schema;
  const isNumber = type === "integer" ? Number.isInteger : Number.isFinite;
  return (value, at) => {
    if (!isNumber(value)) return wrongType(schema, value, at);
    if ((value as number) > maximum) return wrong("maximum", { limit: maximum }, schema, value, at);
    return (value as number) >= minimum || wrong("minimum", { limit: minimum }, schema, value, at);
  };
}

function string(schema: JsonSchema): Check {
  const { enum: values, minLength = 0, maxLength = Infinity, format, pattern } = schema;
  const allowed = values === undefined ? undefined : new Set<string>(values);
  const matches = pattern === undefined ? undefined : new RegExp(pattern, "u");
  const isFormat = format === undefined ? undefined : FORMATS[format];
  return (value, at) => {
    if (typeof value !== "string") return wrongType(schema, value, at);
    let fits = allowed === undefined || allowed.has(value) || wrong("enum", {}, schema, value, at);
    // A string has at least as many units as characters, and at most twice as many.
    if (value.length > maxLength && codePointLength(value) > maxLength)
      fits = wrong("maxLength", { limit: maxLength }, schema, value, at);
    if (value.length < minLength * 2 && codePointLength(value) < minLength)
      fits = wrong("minLength", { limit: minLength }, schema, value, at);
    if (matches?.test(value) === false) fits = wrong("pattern", { pattern }, schema, value, at);
    if (isFormat?.test(value) === false) fits = wrong("format", { format }, schema, value, at);
    return fits;
  };
}

function below(at: Place | undefined, key: string | number): Place | undefined {
  return at === undefined ? undefined : { ...at, path: [...at.path, key] };
}

function wrongType(schema: JsonSchema, value: unknown, at: Place | undefined): false {
  return wrong("type", { type: schema.type ?? "object" }, schema, value, at);
}

function wrong(
  keyword: string,
  params: Record<string, unknown>,
  schema: JsonSchema,
  value: unknown,
  at: Place | undefined,
  tags: readonly string[] = [],
): false {
  if (at === undefined || at.found.length >= MOST_MISMATCHES) return false;
  const { path, sensitive, found } = at;
  found.push({ keyword, params, path, schema: schema as MismatchContext["schema"], value, sensitive, tags });
  return false;
}
