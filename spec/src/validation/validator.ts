// Judges values: strictly, as the kit judges a sender, or tolerantly, as a receiver must.
import { formatPath } from "../model/data-path.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import type { Check, SchemaCompiler, SchemaMismatch } from "./compile-schema.ts";
import { explainMismatch } from "./explain-mismatch.ts";
import { stripUnknown } from "./strip-unknown.ts";

/** One reason why a value is not what it should be. */
export interface ValidationProblem {
  /** The place, such as `params.flavor.memoryMib`. */
  path: string;
  /** A sentence that begins with the place: `params.flavor.memoryMib must be an integer, got "512"`. Secrets are not shown. */
  message: string;
  /** What was expected there, such as `an integer`. */
  expected: string;
  /** The tag of a variant that the union there does not have, in this version of the spec: nothing else may be wrong with it. */
  unknownVariant?: string;
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

/** What a validator is made of. */
export interface ValidatorParts {
  /** Compiles the schema; shared by all validators of one set of schemas. */
  compiler: SchemaCompiler;
  /** What values are held to. */
  schema: JsonSchema;
  /** What references in `schema` name. */
  schemas: Readonly<Record<string, JsonSchema>>;
  /** The name of the whole value in messages, such as `params`. */
  root: string;
}

/**
 * Makes a validator. The schema is compiled when it is first used.
 *
 * @param parts - The schema, and what it refers to.
 * @returns The validator. It keeps no state of the values; one that fits costs one run of the check and no copy.
 */
export function createValidator<T>({ compiler, schema, schemas, root }: ValidatorParts): Validator<T> {
  let compiled: Check | undefined;
  const check: Check = (value, at) => (compiled ??= compiler.compile(schema))(value, at);
  const closed = (value: unknown): ValidationProblem[] | null => {
    if (check(value)) return null;
    const found: SchemaMismatch[] = [];
    check(value, { path: [], sensitive: false, found });
    return found.flatMap((mismatch) => problemOf(mismatch, root) ?? []);
  };
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

function problemOf(found: SchemaMismatch, root: string): ValidationProblem | undefined {
  const mismatch = explainMismatch(found, found);
  if (mismatch === undefined) return undefined;
  const { member, clause, expected } = mismatch;
  const place = formatPath(member === undefined ? found.path : [...found.path, member], root);
  const problem: ValidationProblem = { path: place, message: `${place} ${clause}`, expected };
  const { tagValue } = found.params;
  return found.keyword === "discriminator" && typeof tagValue === "string"
    ? { ...problem, unknownVariant: tagValue }
    : problem;
}
