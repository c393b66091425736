// Values that a schema does not accept, each wrong in one way.
import type { JsonSchema, JsonValue } from "@virt-driver-kit/spec";
import { exampleValue, specModel } from "@virt-driver-kit/spec";

/** A value that is wrong in one way. */
export interface InvalidValue {
  /** The rule that it breaks: a word of JSON Schema. */
  readonly rule: string;
  /** Makes it of a value that is right. */
  readonly of: (right: JsonValue) => JsonValue;
  /** The member that is missing, where that is what is wrong. */
  readonly missing?: string;
}

/** Longer texts and lists would try how much a message may hold. */
const LONGEST_TEXT = 100_000;
const LONGEST_LIST = 5_000;

const NOT_OF_TYPE: Readonly<Record<string, JsonValue>> = {
  string: 7,
  integer: "seven",
  number: "seven",
  boolean: "yes",
  array: "one",
  object: "one",
};

/**
 * Makes values that a schema refuses.
 *
 * @param schema - A schema without a reference at its top. Of what a receiver reads with tolerance, such as a value that a later version may have
 *   added to a list, none is made.
 */
export function invalidValues(schema: JsonSchema): InvalidValue[] {
  const wrongType = NOT_OF_TYPE[schema.type ?? (schema.oneOf === undefined ? "" : "object")];
  return [
    ...(wrongType === undefined ? [] : [{ rule: "type", of: () => wrongType }]),
    ...beyondLimits(schema),
    ...badTexts(schema),
    ...badLists(schema),
    ...incomplete(schema),
  ];
}

function beyondLimits({ type, minimum, maximum }: JsonSchema): InvalidValue[] {
  if (type !== "integer" && type !== "number") return [];
  return [
    ...(minimum === undefined ? [] : [{ rule: "minimum", of: () => minimum - 1 }]),
    ...(maximum === undefined ? [] : [{ rule: "maximum", of: () => maximum + 1 }]),
    ...(type === "integer" ? [{ rule: "integer", of: () => Math.max(minimum ?? 0, 0) + 0.5 }] : []),
  ];
}

function badTexts(schema: JsonSchema): InvalidValue[] {
  const { type, enum: values, "x-open-enum": fallback, pattern, format } = schema;
  if (type !== "string") return [];
  const { minLength = 0, maxLength = Infinity } = schema;
  return [
    ...(values === undefined || fallback !== undefined ? [] : [{ rule: "enum", of: () => "vdk-no-such-value" }]),
    ...(minLength > 0 ? [{ rule: "minLength", of: () => "x".repeat(minLength - 1) }] : []),
    ...(maxLength < LONGEST_TEXT ? [{ rule: "maxLength", of: () => "x".repeat(maxLength + 1) }] : []),
    ...(pattern === undefined ? [] : [{ rule: "pattern", of: () => "\u0001".repeat(Math.max(1, minLength)) }]),
    ...(format === undefined ? [] : [{ rule: "format", of: () => "vdk" }]),
  ];
}

function badLists({ type, items = {}, minItems = 0, maxItems = Infinity }: JsonSchema): InvalidValue[] {
  if (type !== "array") return [];
  const entries = (length: number): JsonValue[] => Array.from({ length }, () => exampleValue(items, specModel.schemas));
  return [
    ...(minItems > 0 ? [{ rule: "minItems", of: () => entries(minItems - 1) }] : []),
    ...(maxItems < LONGEST_LIST ? [{ rule: "maxItems", of: () => entries(maxItems + 1) }] : []),
  ];
}

/** An object without a member that it needs. */
function incomplete(schema: JsonSchema): InvalidValue[] {
  if (schema.type !== "object") return [];
  return (schema.required ?? []).map((missing) => ({
    rule: "required",
    missing,
    of: (right) => {
      const { [missing]: _, ...others } = right as Readonly<Record<string, JsonValue>>;
      return others;
    },
  }));
}
