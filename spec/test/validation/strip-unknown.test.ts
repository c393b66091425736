import { describe, expect, it } from "vitest";

import type { JsonSchema } from "../../src/model/json-schema.ts";
import { stripUnknown } from "../../src/validation/strip-unknown.ts";

const object = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: "object", properties });
const schemas: Record<string, JsonSchema> = {
  Format: { type: "string", enum: ["raw", "other"], "x-open-enum": "other" },
  File: object({ kind: { const: "file" }, path: { type: "string" } }),
  Blank: object({ kind: { const: "blank" } }),
  Disk: { "x-union": "kind", oneOf: [{ $ref: "#/$defs/File" }, { $ref: "#/$defs/Blank" }] },
};
const schema = object({
  size: { type: "integer" },
  format: { $ref: "#/$defs/Format" },
  disks: { type: "array", items: { $ref: "#/$defs/Disk" } },
});

describe("stripUnknown()", () => {
  it("drops members that the schema does not know, at every depth", () => {
    const value = { size: 1, colour: "red", disks: [{ kind: "file", path: "/a", mode: 7 }] };
    expect(stripUnknown(schema, value, schemas)).toEqual({ size: 1, disks: [{ kind: "file", path: "/a" }] });
  });

  it("drops members of another variant of a union", () => {
    expect(stripUnknown(schema, { disks: [{ kind: "blank", path: "/a" }] }, schemas)).toEqual({
      disks: [{ kind: "blank" }],
    });
  });

  it("reads an unknown value of an open enum as the declared fallback", () => {
    expect(stripUnknown(schema, { format: "vmdk" }, schemas)).toEqual({ format: "other" });
    expect(stripUnknown(schema, { format: "raw" }, schemas)).toEqual({ format: "raw" });
  });

  it("keeps what does not fit, for the validation that follows", () => {
    const value = { size: "1", format: 5, disks: { kind: "file" } };
    expect(stripUnknown(schema, value, schemas)).toEqual(value);
    expect(stripUnknown(schema, { disks: [{ kind: "tape", reel: 1 }] }, schemas)).toEqual({
      disks: [{ kind: "tape", reel: 1 }],
    });
    expect(stripUnknown(schema, null, schemas)).toBeNull();
  });

  it("leaves the original alone and never adds what was not there", () => {
    const value = Object.freeze({ size: 1, colour: "red" });
    expect(Object.keys(stripUnknown(schema, value, schemas) as object)).toEqual(["size"]);
  });

  it("does not take inherited members for members", () => {
    const text: JsonSchema = { type: "string" };
    const nasty = object(
      Object.fromEntries([
        ["constructor", text],
        ["size", text],
      ]),
    );
    expect(stripUnknown(nasty, JSON.parse('{"__proto__": {"size": 1}}'), {})).toEqual({});
  });
});
