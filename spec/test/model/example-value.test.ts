import { describe, expect, it } from "vitest";

import type { JsonSchema } from "../../src/model/index.ts";
import { exampleValue } from "../../src/validation/example-value.ts";

function object(properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema {
  return { type: "object", additionalProperties: false, required, properties };
}

const SCHEMAS: Record<string, JsonSchema> = {
  Path: { type: "string", maxLength: 64, examples: ["/var/lib/disk", "/other"] },
  FileDisk: object({ kind: { const: "file" }, path: { $ref: "#/$defs/Path" } }, ["kind", "path"]),
  BlankDisk: object({ kind: { const: "blank" } }, ["kind"]),
  Disk: { "x-union": "kind", oneOf: [{ $ref: "#/$defs/FileDisk" }, { $ref: "#/$defs/BlankDisk" }] },
  Folder: object({ folders: { type: "array", maxItems: 9, items: { $ref: "#/$defs/Folder" } } }, ["folders"]),
  Link: object({ next: { $ref: "#/$defs/Link" } }),
  Loop: object({ next: { $ref: "#/$defs/Loop" } }, ["next"]),
  Not: object({ kind: { const: "not" }, of: { $ref: "#/$defs/Term" } }, ["kind", "of"]),
  Yes: object({ kind: { const: "yes" } }, ["kind"]),
  Term: { "x-union": "kind", oneOf: [{ $ref: "#/$defs/Not" }, { $ref: "#/$defs/Yes" }] },
};

describe("exampleValue()", () => {
  it.each<[string, JsonSchema, unknown]>([
    ["a constant", { const: "file" }, "file"],
    ["the first of several values", { type: "string", enum: ["raw", "qcow2"] }, "raw"],
    ["a UUID", { type: "string", format: "uuid" }, "4f9c1a52-6a0e-4b0e-9d8b-008a5f6d2c11"],
    ["a time", { type: "string", format: "date-time" }, "2026-01-31T12:00:00Z"],
    ["bytes", { type: "string", contentEncoding: "base64", maxLength: 8 }, "AAECAw=="],
    ["no bytes where some would be too long", { type: "string", contentEncoding: "base64", maxLength: 4 }, ""],
    ["a word", { type: "string", maxLength: 64 }, "example"],
    ["a word that is long enough", { type: "string", minLength: 9, maxLength: 64 }, "example--"],
    ["a word that is short enough", { type: "string", maxLength: 3 }, "exa"],
    ["a number", { type: "integer", minimum: 0, maximum: 9 }, 1],
    ["the least number", { type: "integer", minimum: 5, maximum: 9 }, 5],
    ["the greatest number", { type: "number", minimum: -9, maximum: 0.5 }, 0.5],
    ["a number with one limit", { type: "integer", minimum: 5 }, 5],
    ["what is not the default", { type: "boolean", default: true }, false],
    ["true where nothing is the default", { type: "boolean" }, true],
    ["a list of one", { type: "array", maxItems: 9, items: { $ref: "#/$defs/Path" } }, ["/var/lib/disk"]],
    [
      "the shortest list",
      { type: "array", minItems: 2, maxItems: 9, items: { type: "string", enum: ["a"] } },
      ["a", "a"],
    ],
    ["a list that stays empty", { type: "array", maxItems: 0, items: { type: "boolean" } }, []],
    ["the first variant of a union", { $ref: "#/$defs/Disk" }, { kind: "file", path: "/var/lib/disk" }],
  ])("makes %s", (_, schema, value) => {
    expect(exampleValue(schema, SCHEMAS)).toEqual(value);
  });

  it("prefers the schema's own example, also beside a reference", () => {
    expect(exampleValue({ $ref: "#/$defs/Path", examples: ["/own"] }, SCHEMAS)).toBe("/own");
    expect(exampleValue({ type: "boolean", examples: [false] }, SCHEMAS)).toBe(false);
  });

  it("shows optional members down to a depth, in the schema's order", () => {
    const inner = object({ a: { const: "a" }, b: { const: "b" } }, ["b"]);
    const outer = object({ first: { const: "1" }, list: { type: "array", items: inner }, last: inner }, ["last"]);
    expect(exampleValue(outer, SCHEMAS)).toEqual({ last: { b: "b" } });
    expect(exampleValue(outer, SCHEMAS, 1)).toEqual({ first: "1", list: [{ b: "b" }], last: { b: "b" } });
    expect(exampleValue(outer, SCHEMAS, 2)).toEqual({
      first: "1",
      list: [{ a: "a", b: "b" }],
      last: { a: "a", b: "b" },
    });
    expect(Object.keys(exampleValue(outer, SCHEMAS, 1) as object)).toEqual(["first", "list", "last"]);
  });

  it("comes to an end where a schema may hold itself", () => {
    expect(exampleValue({ $ref: "#/$defs/Folder" }, SCHEMAS)).toEqual({ folders: [] });
    expect(exampleValue({ $ref: "#/$defs/Link" }, SCHEMAS, 2)).toEqual({ next: { next: {} } });
    expect(exampleValue({ $ref: "#/$defs/Term" }, SCHEMAS)).toMatchObject({ kind: "not", of: { kind: "yes" } });
  });

  it("throws where no value could end, or a name names nothing", () => {
    expect(() => exampleValue({ $ref: "#/$defs/Loop" }, SCHEMAS)).toThrow(
      new RangeError('Cannot make an example: "#/$defs/Loop" requires itself without end'),
    );
    expect(() => exampleValue({ $ref: "#/$defs/Lop" }, SCHEMAS)).toThrow(
      new RangeError('Cannot make an example: there is no schema "#/$defs/Lop"'),
    );
  });

  it("gives members with different names different uuids, and those with one name the same", () => {
    const uuid: JsonSchema = { type: "string", format: "uuid" };
    const schema: JsonSchema = {
      type: "object",
      required: ["node", "volume"],
      properties: { node: uuid, volume: uuid },
    };
    const made = exampleValue(schema, {}) as { node: string; volume: string };
    expect(made.node).not.toBe(made.volume);
    expect(exampleValue(schema, {})).toEqual(made);
  });
});
