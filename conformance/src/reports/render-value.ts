// Values in text: short ones as they are, strings that are sentences without quotes.
import type { JsonValue } from "@virt-driver-kit/spec";

/** Renders a value on one line. A text that is quoted already is left alone. */
export function renderValue(value: JsonValue): string {
  return typeof value === "string" && /^"| /u.test(value) && !value.includes("\n") ? value : JSON.stringify(value);
}
