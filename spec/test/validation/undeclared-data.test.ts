import { describe, expect, it } from "vitest";

import type { JsonSchema } from "../../src/model/json-schema.ts";
import { undeclaredData } from "../../src/validation/undeclared-data.ts";

const kind = (name: string): JsonSchema => ({ const: name });
const schemas: Record<string, JsonSchema> = {
  Volume: { type: "object", properties: { id: { type: "string" }, tag: { type: "string", "x-capability": "tags" } } },
  File: { type: "object", properties: { kind: kind("file") } },
  Nbd: { type: "object", "x-capability": "nbd", properties: { kind: kind("nbd"), volume: { $ref: "#/$defs/Volume" } } },
  Disk: { "x-union": "kind", oneOf: [{ $ref: "#/$defs/File" }, { $ref: "#/$defs/Nbd" }] },
};
const params: JsonSchema = {
  type: "object",
  properties: {
    name: { type: "string" },
    disks: { type: "array", items: { $ref: "#/$defs/Disk" } },
    volume: { $ref: "#/$defs/Volume", "x-capability": "volumes" },
  },
};

/** What the value needs beyond what is declared. */
function needed(value: unknown, ...declared: string[]): unknown {
  return undeclaredData(params, value, (name) => declared.includes(name), schemas, "params");
}

describe("undeclaredData()", () => {
  it("finds nothing where nothing is gated, or all of it is declared", () => {
    expect(needed({ name: "one", disks: [{ kind: "file" }] })).toBeUndefined();
    expect(needed({ volume: { id: "v" }, disks: [{ kind: "nbd" }] }, "volumes", "nbd")).toBeUndefined();
  });

  it("finds a member by the gate of its use", () => {
    expect(needed({ volume: { id: "v" } })).toEqual({ path: "params.volume", capability: "volumes" });
  });

  it("finds a variant of a union by its own gate, in a list", () => {
    const value = { disks: [{ kind: "file" }, { kind: "nbd" }] };
    expect(needed(value)).toEqual({ path: "params.disks[1]", capability: "nbd" });
  });

  it("finds what is gated within what is declared", () => {
    expect(needed({ volume: { id: "v", tag: "t" } }, "volumes")).toEqual({
      path: "params.volume.tag",
      capability: "tags",
    });
    const value = { disks: [{ kind: "nbd", volume: { tag: "t" } }] };
    expect(needed(value, "nbd")).toEqual({ path: "params.disks[0].volume.tag", capability: "tags" });
  });

  it("takes a member that is there with no value for absent, as JSON does", () => {
    expect(needed({ volume: undefined })).toBeUndefined();
  });

  it("says nothing of values that the schema does not know", () => {
    expect(needed({ colour: "red", disks: [{ kind: "tape" }] })).toBeUndefined();
  });
});
