import { readFile } from "node:fs/promises";

import * as openRpcPackage from "@open-rpc/meta-schema";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";

import { generated } from "./generated.ts";

interface Method extends Record<string, unknown> {
  name: string;
  params: { name: string; required: boolean; schema: object }[];
}
interface OpenRpc {
  methods: Method[];
  components: { schemas: Record<string, object>; errors: Record<string, object> };
  "x-errors": Record<string, object>;
  "x-requirements": { id: string }[];
}

/** The package's types speak of documents only, not of the meta-schema that it exports. */
const { openrpcDocument } = openRpcPackage as unknown as { openrpcDocument: object };

/** The meta-schema of JSON Schema draft 7, which comes with ajv, under the two names that OpenRPC's meta-schema has for it. */
const JSON_SCHEMA = [
  { $id: "https://meta.json-schema.tools", allOf: [{ $ref: "http://json-schema.org/draft-07/schema#" }] },
  {
    $id: "https://meta.json-schema.tools/",
    definitions: { JSONSchemaObject: { properties: { $ref: { type: "string" } } } },
  },
];

const tiny = JSON.parse(generated("openrpc.json")) as OpenRpc;
const method = (name: string): Method | undefined => tiny.methods.find((each) => each.name === name);

describe("generateOpenRpc()", () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(JSON_SCHEMA);
  const isOpenRpc = ajv.compile(openrpcDocument);

  it("keeps to the meta-schema of OpenRPC, for the tiny spec and for this package's", async () => {
    const own = await readFile(new URL("../../src/generated/openrpc.json", import.meta.url), "utf8");
    for (const document of [tiny, JSON.parse(own) as OpenRpc]) {
      isOpenRpc(document);
      expect(isOpenRpc.errors ?? []).toEqual([]);
    }
  });

  it("would be refused with a method that lacks its params", () => {
    const [first, ...rest] = tiny.methods;
    expect(isOpenRpc({ ...tiny, methods: [{ ...first, params: undefined }, ...rest] })).toBe(false);
  });

  it("resolves: every reference names a component", () => {
    const references = [...generated("openrpc.json").matchAll(/"\$ref": "#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(10);
    for (const [, kind, name] of references) expect(tiny.components[kind as "schemas"]).toHaveProperty(name ?? "");
  });

  it("takes params by name, required ones first, with the call's context in requests only", () => {
    expect(method("pause")?.["paramStructure"]).toBe("by-name");
    expect(method("pause")?.params.map(({ name, required }) => [name, required])).toEqual([
      ["instanceUuid", true],
      ["call", true],
      ["mode", false],
    ]);
    expect(method("describe")?.params.at(-1)).toMatchObject({ name: "call", required: false });
    expect(method("event")?.params.map(({ name }) => name)).toEqual(["instanceUuid", "observedAt"]);
  });

  it("asks for the operation id of a change in the schema of its context", () => {
    expect(tiny.components.schemas["ChangeCallContext"]).toMatchObject({ required: ["operationId"] });
    expect(tiny.components.schemas["CallContext"]).not.toHaveProperty("required");
  });

  it("lists an operation's own errors and the common ones", () => {
    const errors = ["INSTANCE_NOT_FOUND", "INVALID_STATE", "INVALID_REQUEST"];
    expect(method("pause")?.["errors"]).toEqual(errors.map((code) => ({ $ref: `#/components/errors/${code}` })));
    expect(tiny.components.errors["INVALID_STATE"]).toMatchObject({
      code: 2004,
      data: { required: ["code", "effect", "details"] },
    });
    expect(tiny["x-errors"]["INVALID_STATE"]).toMatchObject({ rpcCode: 2004, recovery: "reconcile" });
    expect(method("event")).not.toHaveProperty("errors");
    expect(method("event")).not.toHaveProperty("result");
  });

  it("carries the requirements, with their operation or beside all of them", () => {
    expect(method("pause")?.["x-requirements"]).toMatchObject([{ id: "pause/stops-execution", level: "MUST" }]);
    expect(tiny["x-requirements"].map(({ id }) => id)).toEqual(["protocol/answers-once"]);
  });
});
