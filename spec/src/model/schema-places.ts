// Every schema in the sources with its place, so that rules can look at all of them alike.
import type { DataPath } from "./data-path.ts";
import { valueAt } from "./data-path.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { SourceFile } from "./source-file.ts";
import type { SpecSources } from "./spec-sources.ts";

/** A schema as an author wrote it: references are still paths of files. */
export interface SchemaPlace {
  file: SourceFile;
  path: DataPath;
  schema: JsonSchema;
  /** What the schema describes: a whole file, a member of an object, the entries of a list, or one variant of a union. */
  role: "file" | "member" | "items" | "variant";
}

/**
 * Finds every schema of a spec, outermost first.
 *
 * @param sources - Sources whose shape is right.
 * @returns Each schema and subschema once. The field lists of operations and error details are no schemas themselves; their members are.
 */
export function* schemaPlaces(sources: SpecSources): Generator<SchemaPlace> {
  for (const file of sources.ofKind("object")) {
    yield* within({ file, path: [], schema: file.value as JsonSchema, role: "file" });
  }
  for (const { file, path } of fieldLists(sources)) {
    yield* members({ file, path, schema: valueAt(file.value, path) as JsonSchema });
  }
}

/**
 * Finds every list of fields outside `schemas/`: params, results, and details of errors.
 *
 * @param sources - Sources whose shape is right.
 * @returns The places of objects that have `properties`, and may have `required`.
 */
export function* fieldLists(sources: SpecSources): Generator<{ file: SourceFile; path: DataPath }> {
  for (const file of sources.ofKind("operation")) {
    for (const part of ["params", "result"]) {
      if (valueAt(file.value, [part]) !== undefined) yield { file, path: [part] };
    }
  }
  const file = sources.file("errors.yaml");
  for (const code of Object.keys(valueAt(file.value, ["codes"]) ?? {})) {
    const path = ["codes", code, "details"];
    if (valueAt(file.value, path) !== undefined) yield { file, path };
  }
}

function* within(place: SchemaPlace): Generator<SchemaPlace> {
  yield place;
  const { file, path, schema } = place;
  yield* members(place);
  if (schema.items !== undefined)
    yield* within({ file, path: [...path, "items"], schema: schema.items, role: "items" });
  for (const [index, variant] of (schema.oneOf ?? []).entries()) {
    yield* within({ file, path: [...path, "oneOf", index], schema: variant, role: "variant" });
  }
}

function* members({ file, path, schema }: Omit<SchemaPlace, "role">): Generator<SchemaPlace> {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    yield* within({ file, path: [...path, "properties", name], schema: member, role: "member" });
  }
}
