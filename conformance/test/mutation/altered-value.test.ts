import type { JsonSchema } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { alteredValue } from "./altered-value.ts";

describe("an altered value", () => {
  test.for<[string, JsonSchema, unknown, unknown]>([
    ["the other boolean", { type: "boolean" }, true, false],
    ["another value of the list", { type: "string", enum: ["a", "b", "c"] }, "c", "a"],
    ["a number one more", { type: "integer", maximum: 10 }, 9, 10],
    ["a number one less at its limit", { type: "integer", maximum: 10, minimum: 0 }, 10, 9],
    ["a large number doubled", { type: "integer" }, 4_096, 8_192],
    [
      "a uuid that is still one",
      { type: "string", format: "uuid" },
      "4f9c1a52-6a0e-4b0e-9d8b-0a1b2c3d4e5f",
      "4f9c1a52-6a0e-4b0e-9d8b-0a1b2c3d4e6f",
    ],
    [
      "a time an hour later",
      { type: "string", format: "date-time" },
      "2026-01-31T12:00:00Z",
      "2026-01-31T13:00:00.000Z",
    ],
    ["other bytes", { type: "string", contentEncoding: "base64" }, "AAEC", "AQEC"],
    ["a text of the same pattern", { type: "string", pattern: "^[0-9]+$" }, "17", "18"],
    ["a list without its entries", { type: "array" }, [1, 2], []],
    ["a list with an entry too many", { type: "array", minItems: 1 }, [1], [1, 1]],
    ["nothing of an object", { type: "object" }, {}, undefined],
    ["nothing of a constant", { const: "only" }, "only", undefined],
    ["nothing of the only value", { type: "integer", minimum: 3, maximum: 3 }, 3, undefined],
  ])("is %s", ([_name, schema, value, altered]) => {
    expect(alteredValue(schema, value)).toEqual(altered);
  });
});
