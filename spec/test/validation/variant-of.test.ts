import { describe, expect, it } from "vitest";

import type { JsonSchema } from "../../src/model/json-schema.ts";
import { variantOf } from "../../src/validation/variant-of.ts";

const schemas: Record<string, JsonSchema> = {
  File: { type: "object", properties: { kind: { const: "file" }, path: { type: "string" } } },
  Blank: { type: "object", properties: { kind: { const: "blank" } } },
};
const disk: JsonSchema = { "x-union": "kind", oneOf: [{ $ref: "#/$defs/File" }, { $ref: "#/$defs/Blank" }] };

describe("variantOf()", () => {
  it("chooses by the tag, and by nothing else", () => {
    expect(variantOf(disk, { kind: "file" }, schemas)).toBe(schemas["File"]);
    expect(variantOf(disk, { kind: "blank", path: "/a" }, schemas)).toBe(schemas["Blank"]);
  });

  it.each([{ kind: "tape" }, { path: "/a" }, { kind: undefined }, {}, [], "file", null, undefined])(
    "finds none for %j",
    (value) => {
      expect(variantOf(disk, value, schemas)).toBeUndefined();
    },
  );
});
