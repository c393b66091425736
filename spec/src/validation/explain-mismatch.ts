// Says in words why a value does not fit a schema. One place for both uses: an author's YAML and a peer's messages.
import { closestWord, didYouMean } from "../model/closest-word.ts";
import { codePointLength } from "./code-point-length.ts";
import { describeValue, oneOf } from "./describe-value.ts";

/** What a check reports, in ajv's terms. */
export interface RawMismatch {
  /** What of the schema the value breaks. */
  keyword: string;
  /** What the keyword asks for. */
  params: Record<string, unknown>;
  /** Set where the key of an object is at fault, not its value. */
  propertyName?: string;
}

/** The schema and value that a {@link RawMismatch} is about. */
export interface MismatchContext {
  /** The schema object that holds the keyword. */
  schema: Readonly<Record<string, unknown>>;
  /** The value. */
  value: unknown;
  /** Whether the value must not be shown. */
  sensitive: boolean;
  /** The tags of the union's variants, for the keyword `discriminator`. */
  tags?: readonly string[];
}

/** Why a value does not fit. */
export interface Mismatch {
  /** The member of the value that is meant, if any: one that is missing stays with its parent. */
  member?: string;
  /** The known member that the author of an unknown one probably meant. */
  meant?: string;
  /** What was expected, such as `an integer`. */
  expected: string;
  /** The rest of a sentence that begins with the place: `must be an integer, got "512"`. */
  clause: string;
}

type Explain = (error: RawMismatch, at: MismatchContext) => Mismatch;

/** Keywords whose report only repeats what another report says better. */
const ECHOES: ReadonlySet<string> = new Set(["if", "propertyNames"]);

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  uuid: "a UUID in lower case, such as 4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11",
  "date-time": "a time such as 2026-11-21T14:05:00.000Z",
  regex: "a regular expression",
};

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "a string",
  integer: "an integer",
  number: "a number",
  boolean: "true or false",
};

/**
 * Explains one report.
 *
 * @param error - The report.
 * @param at - The schema and value that it is about.
 * @returns The explanation, or `undefined` for a report that only repeats another.
 */
export function explainMismatch(error: RawMismatch, at: MismatchContext): Mismatch | undefined {
  if (ECHOES.has(error.keyword)) return undefined;
  const explain = BY_KEYWORD[error.keyword] ?? unexpected;
  if (error.propertyName === undefined) return explain(error, at);
  const { expected } = explain(error, { ...at, value: error.propertyName });
  return { member: error.propertyName, expected, clause: `is no possible name here: must be ${expected}` };
}

const BY_KEYWORD: Readonly<Record<string, Explain>> = {
  type: mustBe((_, { schema }) => ownWords(schema) ?? typeWords(schema)),
  enum: (error, at) => {
    const values = strings(error.params["allowedValues"] ?? at.schema["enum"]);
    return wrong(oneOf(values), at, typeof at.value === "string" ? didYouMean(at.value, values) : "");
  },
  const: mustBe((error) => describeValue(error.params["allowedValue"])),
  format: mustBe((error) => FORMAT_WORDS[String(error.params["format"])] ?? String(error.params["format"])),
  pattern: mustBe((error, { schema }) => {
    const { title } = schema;
    const text = `text that matches ${String(error.params["pattern"])}`;
    return ownWords(schema) ?? (typeof title === "string" ? `${text} (${title})` : text);
  }),
  minimum: mustBe((error) => `at least ${limit(error)}`),
  maximum: mustBe((error) => `at most ${limit(error)}`),
  minLength: mustHave((error) => `at least ${count(error, "character")}`, characters),
  maxLength: mustHave((error) => `at most ${count(error, "character")}`, characters),
  minItems: mustHave((error) => `at least ${count(error, "entry", "entries")}`, size),
  maxItems: mustHave((error) => `at most ${count(error, "entry", "entries")}`, size),
  minProperties: mustHave((error) => `at least ${count(error, "field")}`, size),
  maxProperties: mustHave((error) => `at most ${count(error, "field")}`, size),
  uniqueItems: (error) => {
    const { i, j } = error.params;
    return {
      expected: "entries that differ",
      clause: `must not hold an entry twice: entries ${String(j)} and ${String(i)} are the same`,
    };
  },
  required: (error) => lacks(String(error.params["missingProperty"])),
  additionalProperties: (error, { schema, value }) => {
    const member = String(error.params["additionalProperty"]);
    const known = Object.keys(record(schema["properties"]));
    const free = known.filter((name) => !(name in record(value)));
    const expected = known.length === 0 ? "no fields" : oneOf(known);
    const meant = closestWord(member, free);
    return {
      member,
      ...(meant === undefined ? {} : { meant }),
      expected,
      clause: `is no known field${didYouMean(member, free)}`,
    };
  },
  discriminator: (error, at) => {
    const tag = String(error.params["tag"]);
    const expected = oneOf(at.tags ?? []);
    const value = error.params["tagValue"];
    if (value === undefined) return lacks(tag);
    const hint = typeof value === "string" ? didYouMean(value, at.tags ?? []) : "";
    return { member: tag, ...wrong(expected, { ...at, value }, hint) };
  },
};

function lacks(member: string): Mismatch {
  return { expected: `the field "${member}"`, clause: `lacks the field "${member}"` };
}

function unexpected(error: RawMismatch): Mismatch {
  return { expected: `what "${error.keyword}" asks for`, clause: `breaks the rule "${error.keyword}"` };
}

function mustBe(describe: (error: RawMismatch, at: MismatchContext) => string): Explain {
  return (error, at) => wrong(describe(error, at), at, "");
}

function mustHave(describe: (error: RawMismatch) => string, measure: (value: unknown) => string): Explain {
  return (error, { value }) => {
    const expected = describe(error);
    return { expected, clause: `must have ${expected}, got ${measure(value)}` };
  };
}

function wrong(expected: string, at: MismatchContext, hint: string): Mismatch {
  return { expected, clause: `must be ${expected}, got ${describeValue(at.value, at.sensitive)}${hint}` };
}

/** A schema whose title is an indefinite phrase names its values better than its type or pattern does. */
function ownWords({ title }: MismatchContext["schema"]): string | undefined {
  return typeof title === "string" && /^(an?|the) /.test(title) ? title : undefined;
}

function typeWords({ type }: MismatchContext["schema"]): string {
  const types: unknown[] = Array.isArray(type) ? type : [type];
  return types.map((name) => TYPE_WORDS[String(name)] ?? "an object").join(" or ");
}

function limit(error: RawMismatch): string {
  return String(error.params["limit"]);
}

function count(error: RawMismatch, one: string, many = `${one}s`): string {
  return limit(error) === "1" ? `1 ${one}` : `${limit(error)} ${many}`;
}

function size(value: unknown): string {
  return String(Array.isArray(value) ? value.length : Object.keys(record(value)).length);
}

function characters(value: unknown): string {
  return String(codePointLength(String(value)));
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
