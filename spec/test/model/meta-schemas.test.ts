import { readdir, readFile } from "node:fs/promises";

import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";

const META = new URL("../../meta/", import.meta.url);

type Schema = Record<string, unknown>;

const names = (await readdir(META)).filter((name) => name.endsWith(".schema.json"));
const schemas = new Map(
  await Promise.all(
    names.map(async (name) => [name, JSON.parse(await readFile(new URL(name, META), "utf8")) as Schema] as const),
  ),
);

/** Every schema inside a schema, with its place. */
function* subschemas(value: unknown, path: string): Generator<{ schema: Schema; path: string }> {
  if (typeof value !== "object" || value === null) return;
  const schema = value as Schema;
  yield { schema, path };
  for (const key of ["items", "additionalProperties", "propertyNames", "if", "then", "else"]) {
    yield* subschemas(schema[key], `${path}/${key}`);
  }
  for (const key of ["properties", "$defs"]) {
    for (const [name, inner] of Object.entries(schema[key] ?? {})) yield* subschemas(inner, `${path}/${key}/${name}`);
  }
}

function target($ref: string, from: string): Schema | undefined {
  const [file = "", pointer = ""] = $ref.split("#");
  let at: unknown = schemas.get(file === "" ? from : file);
  for (const key of pointer.split("/").slice(1)) at = (at as Schema | undefined)?.[key];
  return at as Schema | undefined;
}

describe.each(names)("meta/%s", (name) => {
  const all = [...subschemas(schemas.get(name), "")];

  it("is a JSON Schema of 2020-12 in ajv's strict mode", () => {
    const ajv = new Ajv2020({ strictTypes: false, strictRequired: false, formats: { regex: true } });
    for (const schema of schemas.values()) ajv.addSchema(schema);
    expect(() => ajv.getSchema(name)).not.toThrow();
  });

  it("is named for its file and says what it describes", () => {
    expect(schemas.get(name)).toMatchObject({ $id: name, title: expect.any(String) });
  });

  it("explains every field, so that an editor can", () => {
    const silent = all.flatMap(({ schema, path }) =>
      Object.entries((schema["properties"] ?? {}) as Record<string, Schema>)
        .filter(([, field]) => {
          const { $ref } = field;
          const shared = typeof $ref === "string" ? target($ref, name) : undefined;
          return (field["description"] ?? shared?.["description"] ?? field["title"] ?? shared?.["title"]) === undefined;
        })
        .map(([field]) => `${path}/properties/${field}`),
    );
    expect(silent).toEqual([]);
  });

  it("takes no field that it does not list", () => {
    const open = all.filter(
      ({ schema }) => "properties" in schema && schema["type"] === "object" && !("$ref" in schema),
    );
    const lax = open.filter(({ schema }) => schema["additionalProperties"] === undefined).map(({ path }) => path);
    expect(lax).toEqual([]);
  });
});
