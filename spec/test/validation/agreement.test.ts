// The validators against an independent reading of the same contract: ajv for JSON Schema 2020-12 on the OpenRPC document, with unions as
// plain `oneOf`.
import { readFile } from "node:fs/promises";

import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { specModel } from "../../src/generated/spec-model.ts";
import { wireParams, wireSchemas } from "../../src/model/wire-schemas.ts";
import { exampleValue } from "../../src/validation/example-value.ts";
import { FORMATS } from "../../src/validation/formats.ts";
import { validators } from "../../src/validation/validators.ts";
import type { Validator } from "../../src/validation/validator.ts";
import { spawnParams } from "./samples.ts";

interface OpenRpc {
  methods: {
    name: string;
    params: { name: string; required: boolean; schema: object }[];
    result?: { schema: object };
  }[];
  components: { schemas: Record<string, object> };
}

const openRpc = JSON.parse(
  await readFile(new URL("../../src/generated/openrpc.json", import.meta.url), "utf8"),
) as OpenRpc;

/** Every message of the document, under one root, so that what they refer to is compiled once. */
const messages = Object.fromEntries(
  openRpc.methods.flatMap(({ name, params, result }): [string, object][] => {
    const whole = {
      type: "object",
      additionalProperties: false,
      required: params.filter(({ required }) => required).map((param) => param.name),
      properties: Object.fromEntries(params.map((param) => [param.name, param.schema])),
    };
    const named = name.replaceAll("/", "_");
    return result === undefined
      ? [[`${named}.params`, whole]]
      : [
          [`${named}.params`, whole],
          [`${named}.result`, result.schema],
        ];
  }),
);
const ajv = new Ajv2020({ strict: false, formats: FORMATS });
ajv.addSchema({ components: openRpc.components, messages }, "openrpc");

/** Every place of a value that an edit can change. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => places(member, [...path, key]))];
}

function withValue(original: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  const copy = structuredClone(original) as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return copy;
}

/** The words of the spec's own unions and enumerations, among others. */
const WORDS = Object.values(specModel.schemas).flatMap(({ enum: values = [], properties = {} }) => [
  ...values,
  ...Object.values(properties).flatMap((member) => member.const ?? member.enum ?? []),
]);
const ANYTHING = fc.oneof(
  fc.constant(undefined),
  fc.jsonValue(),
  fc.uuid(),
  fc.integer(),
  fc.string({ minLength: 250, maxLength: 260, unit: "grapheme" }),
  fc.constantFrom(...WORDS),
  fc.constantFrom(0, 1, 0.5, -1, 1e300, "", {}, [], { colour: "red" }, "2026-01-01T00:00:00Z", "00:11:22:33:44:55"),
);

function agree(name: string, judge: Pick<Validator<unknown>, "closed">, original: unknown, numRuns: number): void {
  const accepts = ajv.getSchema(`openrpc#/messages/${name.replaceAll("/", "_")}`);
  if (accepts === undefined) throw new RangeError(`the document has no ${name}`);
  expect(judge.closed(original)).toBeNull();
  const edited = fc
    .tuple(fc.constantFrom(...places(original)), ANYTHING)
    .map(([path, value]) => withValue(original, path, value));
  fc.assert(
    fc.property(edited, (value) => {
      expect(judge.closed(value) === null).toBe(accepts(value));
    }),
    { numRuns },
  );
}

describe("closed() accepts exactly what the OpenRPC document does", () => {
  it("of a spawn, thoroughly", () => agree("spawn.params", validators.spawn.params, spawnParams(), 2000));

  it.each(Object.values(specModel.operations).map((operation) => [operation.name, operation] as const))(
    "of %s",
    (name, operation) => {
      const { params, result } = validators[name as "spawn"] as Partial<(typeof validators)["spawn"]>;
      const schemas = wireSchemas(specModel);
      for (const depth of [0, 4]) {
        if (params !== undefined)
          agree(`${name}.params`, params, exampleValue(wireParams(operation), schemas, depth), 100);
        if (result !== undefined)
          agree(`${name}.result`, result, exampleValue(operation.result ?? {}, schemas, depth), 100);
      }
    },
  );
});
