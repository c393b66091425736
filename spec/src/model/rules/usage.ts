// Nothing in the spec is there for nothing: what no one uses is a leftover or a mistake.
import { posix } from "node:path";

import { refName, type JsonSchema } from "../json-schema.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { SpecModel } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

/** Schemas that no file refers to because the wire adds them by itself. */
const OF_THE_WIRE: readonly string[] = ["CallContext", "Effect", "ErrorCode"];

/** Schemas of files that people write, and that no message carries. */
const OF_FILES: readonly string[] = ["FaultPlan"];

/** Every operation has requirements, every error is answered somewhere, every recovery is some error's, every schema is in some message or file. */
export const usage: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  for (const file of sources.ofKind("operation")) {
    const { requirements } = file.value as { requirements: unknown[] };
    if (requirements.length === 0)
      yield file.problem(["requirements"], "is empty: an operation that requires nothing cannot be checked");
  }
  const errors = sources.file("errors.yaml");
  const answered = new Set(
    Object.values(model.operations).flatMap((operation) => operation.errors.map(({ code }) => code)),
  );
  for (const [code, { common }] of Object.entries(model.errors)) {
    if (!common && !answered.has(code))
      yield errors.problem(["codes", code], "is neither common nor answered by any operation", "key");
  }
  const used = new Set(Object.values(model.errors).map(({ recovery }) => recovery));
  for (const recovery of Object.keys(model.recoveries)) {
    if (!used.has(recovery)) yield errors.problem(["recoveries", recovery], "is the recovery of no code", "key");
  }
  const reached = reachedSchemas(model);
  for (const file of sources.ofKind("object")) {
    if (!reached.has(posix.basename(file.path, ".yaml")))
      yield file.problem([], "is in no message: nothing refers to it");
  }
};

function reachedSchemas(model: SpecModel): Set<string> {
  const reached = new Set<string>();
  const visit = ({ $ref, items, properties, oneOf }: JsonSchema): void => {
    const name = $ref === undefined ? undefined : refName($ref);
    if (name !== undefined && !reached.has(name)) {
      reached.add(name);
      visit(model.schemas[name] ?? {});
    }
    for (const inner of [...(items === undefined ? [] : [items]), ...Object.values(properties ?? {}), ...(oneOf ?? [])])
      visit(inner);
  };
  for (const $ref of [...OF_THE_WIRE, ...OF_FILES]) visit({ $ref: `#/$defs/${$ref}` });
  for (const { params, result } of Object.values(model.operations)) [params, result ?? {}].forEach(visit);
  for (const { details } of Object.values(model.errors)) visit(details ?? {});
  return reached;
}
