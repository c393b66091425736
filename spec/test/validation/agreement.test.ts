// The generated checks against an independent reading of the same contract: ajv for JSON Schema 2020-12 on the OpenRPC document, with
// unions as plain `oneOf`.
import { readFile } from "node:fs/promises";

import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { expect, it } from "vitest";

import { FORMATS } from "../../src/validation/formats.ts";
import { validators } from "../../src/validation/validators.ts";
import { spawnParams } from "./samples.ts";

interface OpenRpc {
  methods: { name: string; params: { name: string; required: boolean; schema: object }[] }[];
  components: { schemas: Record<string, object> };
}

/** Every place of a value that an edit can change. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => places(member, [...path, key]))];
}

function withValue(original: object, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  const copy = structuredClone(original) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return copy;
}

it("closed() accepts exactly what the OpenRPC document does", async () => {
  const document = new URL("../../src/generated/openrpc.json", import.meta.url);
  const openRpc = JSON.parse(await readFile(document, "utf8")) as OpenRpc;
  const params = openRpc.methods.find(({ name }) => name === "spawn")?.params ?? [];
  const ajv = new Ajv2020({ strict: false, formats: FORMATS });
  const accepts = ajv.compile({
    type: "object",
    additionalProperties: false,
    required: params.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(params.map(({ name, schema }) => [name, schema])),
    components: openRpc.components,
  });
  const original = spawnParams();
  const anything = fc.oneof(
    fc.constant(undefined),
    fc.jsonValue(),
    fc.uuid(),
    fc.integer(),
    fc.string({ minLength: 250, maxLength: 260, unit: "grapheme" }),
    fc.constantFrom("raw", "qcow2", "vmdk", "file", 0, 1, "", {}),
  );
  const edited = fc
    .tuple(fc.constantFrom(...places(original)), anything)
    .map(([path, value]) => withValue(original, path, value));
  fc.assert(
    fc.property(edited, (value) => {
      expect(validators.spawn.params.closed(value) === null).toBe(accepts(value));
    }),
    { numRuns: 2000 },
  );
});
