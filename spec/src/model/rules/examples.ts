// An example that its own schema refuses misleads everyone who copies it.
import { posix } from "node:path";

import { Ajv, type ErrorObject } from "ajv";

import { formatPath, parsePointer, type DataPath } from "../data-path.ts";
import type { JsonSchema, JsonValue } from "../json-schema.ts";
import { schemaPlaces } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { SpecModel } from "../spec-model.ts";
import { AJV_OPTIONS, ajvSchema } from "../../validation/ajv-schema.ts";
import { exampleValue } from "../../validation/example-value.ts";
import { explainMismatch } from "../../validation/explain-mismatch.ts";
import type { Rule, ShapedSpec } from "./rule.ts";

/** Every example and default is a value that its schema accepts, and an example can be made of every object and message. */
export const examples: Rule = function* (spec): Generator<SourceProblem> {
  const written = [...refusedExamples(spec)];
  yield* written;
  const spoiled = new Set(written.map(({ file }) => file));
  for (const problem of refusedCompositions(spec)) if (!spoiled.has(problem.file)) yield problem;
};

function* refusedExamples({ sources, model, references }: ShapedSpec): Generator<SourceProblem> {
  const ajv = ajvFor(model.schemas);
  for (const { file, path, schema } of schemaPlaces(sources)) {
    const values: { value: JsonValue; at: DataPath }[] = (schema.examples ?? []).map((value, index) => {
      return { value, at: ["examples", index] };
    });
    if (schema.default !== undefined) values.push({ value: schema.default, at: ["default"] });
    for (const { value, at } of values) {
      const refused = refusal(ajv, references.rewrite(file, schema), value);
      if (refused !== undefined)
        yield file.problem([...path, ...at], `is not what its schema accepts: ${refused.what} ${refused.clause}`);
    }
  }
}

/** Pages and checks show and send examples of whole messages, made from those of their parts. */
function* refusedCompositions({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  const { schemas } = model;
  // What a part refers to is judged where it is written, and not again in all that refer to it.
  const ajv = ajvFor(Object.fromEntries(Object.keys(schemas).map((name) => [name, {}])));
  const objects = sources.ofKind("object").map((file) => {
    return { file, root: [], schema: schemas[posix.basename(file.path, ".yaml")] };
  });
  const messages = sources.ofKind("operation").flatMap((file) => {
    const operation = model.operations[(file.value as { operation: string }).operation];
    return (["params", "result"] as const).map((part) => ({ file, root: [part], schema: operation?.[part] }));
  });
  const details = Object.entries(model.errors).map(([code, error]) => {
    return { file: sources.file("errors.yaml"), root: ["codes", code, "details"], schema: error.details };
  });
  for (const { file, root, schema } of [...objects, ...messages, ...details]) {
    if (schema === undefined) continue;
    const refused = composed(schema, schemas).map((value) => refusal(ajv, schema, value));
    const [first] = refused.flatMap((found) => (found === undefined || found.isHopeless ? [] : [found]));
    if (first !== undefined)
      yield file.problem(
        [...root, ...schemaPath(first.path)],
        `needs \`examples\`: one that is made up is refused, since it ${first.clause}`,
      );
  }
}

/** What is shown of a schema: the least that it accepts, and that with all members. */
function composed(schema: JsonSchema, schemas: SpecModel["schemas"]): JsonValue[] {
  try {
    return [0, 1].map((depth) => exampleValue(schema, schemas, depth));
  } catch (error) {
    // Another rule says why: a reference to nothing, or an object that requires itself.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** The way in a schema to the part that a place in a value is held to. */
function schemaPath(path: DataPath): DataPath {
  return path.flatMap((step) => (typeof step === "number" ? ["items"] : ["properties", step]));
}

function ajvFor(schemas: SpecModel["schemas"]): Ajv {
  const ajv = new Ajv({ ...AJV_OPTIONS, verbose: true, strict: false, validateSchema: false });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(ajvSchema(schema), name);
  return ajv;
}

/** What a value that is made up breaks only where its schema contradicts itself. */
const HOPELESS: ReadonlySet<string> = new Set(["required", "minimum", "maximum", "minItems", "maxItems"]);

interface Refusal {
  /** The place of what is wrong in the value. */
  path: DataPath;
  /** The same in words. */
  what: string;
  /** What is wrong with it, such as `must be at most 10, got 11`. */
  clause: string;
  /** Whether no value could be right here, for a reason that another rule gives. */
  isHopeless: boolean;
}

function refusal(ajv: Ajv, schema: JsonSchema, value: JsonValue): Refusal | undefined {
  try {
    if (ajv.validate(ajvSchema(schema), value)) return undefined;
  } catch {
    // The schema itself cannot be compiled: another rule says why, with the place.
    return undefined;
  }
  const [error] = ajv.errors ?? [];
  return error === undefined ? undefined : explain(error, value);
}

function explain(error: ErrorObject, value: JsonValue): Refusal | undefined {
  const mismatch = explainMismatch(error, { schema: error.parentSchema ?? {}, value: error.data, sensitive: false });
  if (mismatch === undefined) return undefined;
  const path = parsePointer(error.instancePath, value);
  const { clause, member } = mismatch;
  const inner = member === undefined ? path : [...path, member];
  return { path, what: formatPath(inner) || "it", clause, isHopeless: HOPELESS.has(error.keyword) };
}
