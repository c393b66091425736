// An example that its own schema refuses misleads everyone who copies it.
import { Ajv, type ErrorObject } from "ajv";

import { parsePointer } from "../data-path.ts";
import { schemaPlaces } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import { AJV_OPTIONS, ajvSchema } from "../../validation/ajv-schema.ts";
import { explainMismatch } from "../../validation/explain-mismatch.ts";
import type { Rule, ShapedSpec } from "./rule.ts";

/** Every example and default is a value that its schema accepts. */
export const examples: Rule = function* (spec): Generator<SourceProblem> {
  let ajv: Ajv | undefined;
  for (const { file, path, schema } of schemaPlaces(spec.sources)) {
    if (schema.examples === undefined && schema.default === undefined) continue;
    const values = (schema.examples ?? []).map((value, index) => ({
      value,
      at: ["examples", index] as (string | number)[],
    }));
    if (schema.default !== undefined) values.push({ value: schema.default, at: ["default"] });
    ajv ??= ajvFor(spec);
    const rewritten = ajvSchema(spec.references.rewrite(file, schema));
    for (const { value, at } of values) {
      const clause = refusal(ajv, rewritten, value);
      if (clause !== undefined) yield file.problem([...path, ...at], clause);
    }
  }
};

function ajvFor({ model }: ShapedSpec): Ajv {
  const ajv = new Ajv({ ...AJV_OPTIONS, verbose: true, strict: false, validateSchema: false });
  for (const [name, schema] of Object.entries(model.schemas)) ajv.addSchema(ajvSchema(schema), name);
  return ajv;
}

function refusal(ajv: Ajv, schema: Record<string, unknown>, value: unknown): string | undefined {
  try {
    if (ajv.validate(schema, value)) return undefined;
  } catch {
    // The schema itself cannot be compiled: another rule says why, with the place.
    return undefined;
  }
  const [error] = ajv.errors ?? [];
  return error === undefined ? undefined : explain(error, value);
}

function explain(error: ErrorObject, value: unknown): string | undefined {
  const mismatch = explainMismatch(error, { schema: error.parentSchema ?? {}, value: error.data, sensitive: false });
  const where = parsePointer(error.instancePath, value).join(".");
  return mismatch === undefined
    ? undefined
    : `is not what its schema accepts: ${where === "" ? "it" : where} ${mismatch.clause}`;
}
