// Judges values: strictly, as the kit judges a sender, or tolerantly, as a receiver must.
import { formatPath, parsePointer, valueAt } from "../model/data-path.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import { explainMismatch, type RawMismatch } from "./explain-mismatch.ts";
import { schemaAt, unionVariants, variantOf } from "./schema-at.ts";
import { stripUnknown } from "./strip-unknown.ts";

/** One reason why a value is not what it should be. */
export interface ValidationProblem {
  /** The place, such as `params.flavor.memoryMib`. */
  path: string;
  /** A sentence that begins with the place: `params.flavor.memoryMib must be an integer, got "512"`. Secrets are not shown. */
  message: string;
  /** What was expected there, such as `an integer`. */
  expected: string;
}

/** A value that a receiver can work with. */
export interface Accepted<T> {
  /** Tells the two outcomes apart. */
  ok: true;
  /** The value itself if all of it is known, else a copy without what is not. */
  value: T;
}

/** A value that a receiver cannot work with. */
export interface Refused {
  /** Tells the two outcomes apart. */
  ok: false;
  /** What is wrong with it, at most 20 problems. */
  problems: ValidationProblem[];
}

/** What a receiver makes of a value. */
export type Tolerated<T> = Accepted<T> | Refused;

/** Judges values of one kind. */
export interface Validator<T> {
  /**
   * Judges what someone sends, to the letter: a member that the spec does not know is a problem.
   *
   * @param value - The value; it is not changed.
   * @returns What is wrong, at most 20 problems, or `null` if nothing is.
   */
  closed(value: unknown): ValidationProblem[] | null;

  /**
   * Reads what someone sent, who may be newer: members that the spec does not know are dropped, and values of open enums that it does
   * not know are read as the declared fallback, before the rest is judged.
   *
   * @param value - The value; it is not changed.
   * @returns The value itself if all of it is known, else a copy; or what is wrong.
   */
  tolerant(value: unknown): Tolerated<T>;
}

/** A check that ajv wrote: it leaves its reports on itself. */
export interface Check {
  (value: unknown): boolean;
  /** What the last run found wrong, or nothing. */
  errors?: RawMismatch[] | null;
}

/** What a validator is made of. */
export interface ValidatorParts {
  /** Says whether a value fits. */
  check: Check;
  /** What `check` was made from. */
  schema: JsonSchema;
  /** What references in `schema` name. */
  schemas: Readonly<Record<string, JsonSchema>>;
  /** The name of the whole value in messages, such as `params`. */
  root: string;
}

const MOST_PROBLEMS = 20;

/**
 * Makes a validator.
 *
 * @param parts - The compiled check and the schema that it was made from.
 * @returns The validator. It keeps no state; a value that fits costs one run of the check and no copy.
 */
export function createValidator<T>(parts: ValidatorParts): Validator<T> {
  const { check, schema, schemas } = parts;
  const closed = (value: unknown): ValidationProblem[] | null =>
    check(value) ? null : explain(check.errors ?? [], value, parts);
  return {
    closed,
    tolerant(value) {
      if (check(value)) return { ok: true, value: value as T };
      const known = stripUnknown(schema, value, schemas);
      const problems = closed(known);
      return problems === null ? { ok: true, value: known as T } : { ok: false, problems };
    },
  };
}

function explain(errors: readonly RawMismatch[], value: unknown, parts: ValidatorParts): ValidationProblem[] {
  return errors.slice(0, MOST_PROBLEMS).flatMap((error) => toProblem(error, value, parts) ?? []);
}

function toProblem(
  error: RawMismatch,
  whole: unknown,
  { schema, schemas, root }: ValidatorParts,
): ValidationProblem | undefined {
  const path = parsePointer(error.instancePath, whole);
  const value = valueAt(whole, path);
  const at = schemaAt(schema, whole, path, schemas);
  const isUnion = at?.schema.oneOf !== undefined;
  const held = isUnion && error.keyword !== "discriminator" ? variantOf(at.schema, value, schemas) : at?.schema;
  const tag = at?.schema["x-union"] ?? "";
  const tags = isUnion
    ? unionVariants(at.schema, schemas).map((variant) => variant.properties?.[tag]?.const ?? "")
    : [];
  const mismatch = explainMismatch(error, { schema: { ...held }, value, sensitive: at?.sensitive === true, tags });
  if (mismatch === undefined) return undefined;
  const place = formatPath(mismatch.member === undefined ? path : [...path, mismatch.member], root);
  return { path: place, message: `${place} ${mismatch.clause}`, expected: mismatch.expected };
}
