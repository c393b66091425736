// Values that a schema does not accept, each for a reason of its own.
import type { JsonSchema, JsonValue } from "@virt-driver-kit/spec";

/** A value that is wrong. */
export interface WrongValue {
  readonly value: JsonValue;
  /** What it is, for people. */
  readonly is: string;
}

/** Longer texts and lists are too much to send for what they tell. */
const LONGEST = 5_000;

/** Values of every type. What a schema accepts of them after all is for its validator to tell. */
const OTHER_TYPES: readonly WrongValue[] = [
  { value: null, is: "null" },
  { value: true, is: "true" },
  { value: 7, is: "a number" },
  { value: "vdk", is: "a text" },
  { value: [], is: "a list" },
  { value: {}, is: "an object" },
];

/** Texts that patterns and formats rarely allow. */
const ODD_TEXTS: readonly WrongValue[] = [
  { value: "no such thing!", is: "a text of another form" },
  { value: "4F9C1A52-6A0E-4B0E-9D8B-0A1B2C3D4E5F", is: "in upper case" },
  { value: "2026-02-31T25:00:00Z", is: "a time that there is not" },
];

/**
 * Lists values that a schema may not accept: of other types, beyond its limits, outside its list, of another form. Some may be right by chance.
 *
 * @param schema - A schema with its references followed.
 */
export function wrongsOf(schema: JsonSchema): WrongValue[] {
  const isText = schema.type === "string" || schema.enum !== undefined || schema.const !== undefined;
  return [
    ...OTHER_TYPES,
    ...wrongNumbers(schema),
    ...wrongLengths(schema),
    ...wrongLists(schema),
    ...(isText ? ODD_TEXTS : []),
  ];
}

function wrongNumbers({ type, minimum, maximum = Infinity }: JsonSchema): WrongValue[] {
  return [
    ...(minimum === undefined ? [] : [{ value: minimum - 1, is: `${minimum - 1}, and the least is ${minimum}` }]),
    ...(maximum < Number.MAX_SAFE_INTEGER
      ? [{ value: maximum + 1, is: `${maximum + 1}, and the most is ${maximum}` }]
      : []),
    ...(type === "integer" ? [{ value: (minimum ?? 0) + 0.5, is: "half a number" }] : []),
  ];
}

function wrongLengths({ minLength = 0, maxLength = Infinity }: JsonSchema): WrongValue[] {
  const tooLong = { value: "x".repeat(Math.min(maxLength, LONGEST) + 1), is: `a text of ${maxLength + 1} letters` };
  return [...(minLength > 0 ? [{ value: "", is: "an empty text" }] : []), ...(maxLength < LONGEST ? [tooLong] : [])];
}

function wrongLists({ minItems = 0, maxItems = Infinity }: JsonSchema): WrongValue[] {
  const tooMany = (): WrongValue => ({
    value: Array.from({ length: maxItems + 1 }, () => "vdk"),
    is: `a list of ${maxItems + 1} entries`,
  });
  return [
    ...(minItems > 0 ? [{ value: [], is: "an empty list" }] : []),
    ...(maxItems < LONGEST / 10 ? [tooMany()] : []),
  ];
}
