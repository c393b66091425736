// Makes a value short enough to be read in a report, and safe to be put there.
import type { JsonValue } from "@virt-driver-kit/spec";

const LONGEST_STRING = 200;
const MOST_ITEMS = 8;
const DEEPEST = 8;

/**
 * Turns any value into short JSON: long strings and lists are cut with a note of what is missing, and what JSON cannot say
 * is put into words.
 */
export function abbreviate(value: unknown, depth: number = 0): JsonValue {
  if (typeof value === "string") return cut(value);
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "object") return abbreviateObject(value, depth);
  return value === undefined ? "undefined" : typeof value;
}

function abbreviateObject(value: object, depth: number): JsonValue {
  if (value instanceof Error) return cut(`${value.name}: ${value.message}`);
  if (depth >= DEEPEST) return "…";
  if (value instanceof Set || value instanceof Map) return abbreviateList([...value], depth);
  if (Array.isArray(value)) return abbreviateList(value, depth);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [name, abbreviate(member, depth + 1)]));
}

function cut(text: string): string {
  if (text.length <= LONGEST_STRING) return text;
  return `${text.slice(0, LONGEST_STRING / 2)}… (${text.length} characters)`;
}

function abbreviateList(list: readonly unknown[], depth: number): JsonValue[] {
  const shown = list.slice(0, MOST_ITEMS).map((item) => abbreviate(item, depth + 1));
  return list.length > MOST_ITEMS ? [...shown, `… and ${list.length - MOST_ITEMS} more`] : shown;
}
