import { describe, expect, it } from "vitest";

import type { JsonSchema } from "../../src/model/json-schema.ts";
import { schemaAt } from "../../src/validation/schema-at.ts";

const schemas: Record<string, JsonSchema> = {
  Name: { type: "string", maxLength: 8 },
  Secret: { type: "object", "x-sensitive": true, properties: { data: { $ref: "#/$defs/Name" } } },
  File: { type: "object", properties: { kind: { const: "file" }, path: { type: "string" } } },
  Blank: { type: "object", properties: { kind: { const: "blank" }, path: { type: "integer" } } },
  Disk: { "x-union": "kind", oneOf: [{ $ref: "#/$defs/File" }, { $ref: "#/$defs/Blank" }] },
};
const root: JsonSchema = {
  type: "object",
  properties: {
    secret: { $ref: "#/$defs/Secret" },
    password: { $ref: "#/$defs/Name", "x-sensitive": true },
    disks: { type: "array", items: { $ref: "#/$defs/Disk" } },
  },
};

describe("schemaAt()", () => {
  it("goes through members, entries and references", () => {
    expect(schemaAt(root, {}, ["password"], schemas)?.schema).toBe(schemas["Name"]);
    expect(schemaAt(root, {}, [], schemas)?.schema).toBe(root);
  });

  it("goes into the variant that the value means, and stops at the union itself", () => {
    const value = { disks: [{ kind: "file" }, { kind: "blank" }] };
    expect(schemaAt(root, value, ["disks", 0, "path"], schemas)?.schema.type).toBe("string");
    expect(schemaAt(root, value, ["disks", 1, "path"], schemas)?.schema.type).toBe("integer");
    expect(schemaAt(root, value, ["disks", 1], schemas)?.schema).toBe(schemas["Disk"]);
  });

  it("knows a secret by its own mark, by that of its use, and by what encloses it", () => {
    expect(schemaAt(root, {}, ["password"], schemas)?.sensitive).toBe(true);
    expect(schemaAt(root, {}, ["secret"], schemas)?.sensitive).toBe(true);
    expect(schemaAt(root, {}, ["secret", "data"], schemas)?.sensitive).toBe(true);
    expect(schemaAt(root, {}, ["disks"], schemas)?.sensitive).toBe(false);
  });

  it("says nothing of places that the schema does not have", () => {
    expect(schemaAt(root, {}, ["colour"], schemas)).toBeUndefined();
    expect(schemaAt(root, { disks: [{ kind: "tape" }] }, ["disks", 0, "path"], schemas)).toBeUndefined();
  });
});
