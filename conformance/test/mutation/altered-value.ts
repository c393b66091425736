// Another value of the same type, which the schema accepts too.
import type { JsonSchema, JsonValue } from "@virt-driver-kit/spec";

import { resolved } from "./schema-members.ts";

const HOUR_MS = 3_600_000;

/** From here on, one more is nothing that anybody would notice. */
const LARGE = 1_000;

/**
 * Alters a value within its schema: another value of an enumeration, a number one more or a large one doubled, the other boolean, another text,
 * a list without its entries, or one with an entry too many where it must have some.
 *
 * @returns `undefined` if there is no other, or the value is an object, whose members are altered each by itself.
 */
export function alteredValue(raw: JsonSchema, value: unknown): JsonValue | undefined {
  const schema = resolved(raw);
  if (schema.const !== undefined) return undefined;
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return otherNumber(schema, value);
  if (typeof value === "string") return otherText(schema, value);
  return Array.isArray(value) ? otherEntries(schema, value as JsonValue[]) : undefined;
}

/** Whether values of a schema can be altered at all. */
export function canBeAltered(raw: JsonSchema): boolean {
  const { type, const: constant, enum: values } = resolved(raw);
  return constant === undefined && type !== undefined && type !== "object" && values?.length !== 1;
}

function otherNumber({ minimum = -Infinity, maximum = Infinity }: JsonSchema, value: number): number | undefined {
  const others = [...(value >= LARGE ? [value * 2, Math.round(value / 2)] : []), value + 1, value - 1];
  return others.find((candidate) => candidate >= minimum && candidate <= maximum);
}

/** An entry too few, or where that is not allowed one too many. */
function otherEntries(
  { minItems = 0, maxItems = Infinity }: JsonSchema,
  value: readonly JsonValue[],
): JsonValue[] | undefined {
  if (value.length > minItems) return value.slice(0, minItems);
  const [first] = value;
  return first === undefined || value.length >= maxItems ? undefined : [...value, first];
}

function otherText(schema: JsonSchema, value: string): string | undefined {
  return candidates(schema, value).find((text) => text !== value && fits(schema, text));
}

function candidates({ enum: values, format, contentEncoding, examples = [] }: JsonSchema, value: string): string[] {
  if (values !== undefined) {
    const next = values.indexOf(value) + 1;
    return [...values.slice(next), ...values.slice(0, next)];
  }
  if (format === "date-time") return [new Date(Date.parse(value) + HOUR_MS).toISOString()];
  if (contentEncoding === "base64") return [otherBytes(value)];
  const last = value.at(-1) ?? "";
  return [
    ...(/^\d{4,15}$/u.test(value) ? [String(Number(value) * 2)] : []),
    value.replace(/\d(?=\D*$)/u, (digit) => String((Number(digit) + 1) % 10)),
    value.slice(0, -1) + (last === "a" ? "b" : "a"),
    `${value}a`,
    ...examples.filter((example) => typeof example === "string"),
  ];
}

function otherBytes(value: string): string {
  const bytes = Buffer.from(value, "base64");
  return Buffer.from(bytes.length === 0 ? [0] : bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte))).toString(
    "base64",
  );
}

function fits({ pattern, minLength = 0, maxLength = Infinity, format }: JsonSchema, text: string): boolean {
  const length = Array.from(text).length;
  if (length < minLength || length > maxLength) return false;
  if (format === "uuid" && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(text)) return false;
  return pattern === undefined || new RegExp(pattern, "u").test(text);
}
