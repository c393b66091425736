// A state table answers for every state that an instance can be in, so that no driver has to guess.
import { didYouMean } from "../closest-word.ts";
import type { DataPath } from "../data-path.ts";
import { followRef, type JsonSchema } from "../json-schema.ts";
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { OperationModel, SpecModel, StateTable } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

/** Each table names all power states and `absent`, with outcomes that exist and errors that the operation lists, for params that exist. Whatever names an instance has one. */
export const stateTables: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  for (const file of sources.ofKind("operation")) {
    const operation = model.operations[(file.value as { operation: string }).operation];
    if (operation?.states === undefined && tellsOfInstance(operation))
      yield file.problem(
        ["params"],
        "names an instance, so the file must have `states`: what becomes of it in each",
        "key",
      );
    for (const [index, table] of (operation?.states ?? []).entries()) {
      if (operation === undefined) continue;
      yield* states(file, ["states", index, "outcome"], table, model);
      yield* outcomes(file, ["states", index, "outcome"], table, operation, model);
      yield* variant(file, ["states", index, "when"], table, operation, model);
    }
  }
};

/** Whether an operation of the driver's is about one instance that its caller names. */
function tellsOfInstance(operation: OperationModel | undefined): boolean {
  if (operation?.servedBy !== "driver" || operation.direction !== "coreToDriver") return false;
  if (operation.kind === "notification") return false;
  return operation.params.required?.includes("instanceUuid") === true;
}

function* states(
  file: SourceFile,
  path: DataPath,
  { outcome }: StateTable,
  model: SpecModel,
): Generator<SourceProblem> {
  const wanted = [...Object.keys(model.powerStates), "absent"];
  const missing = wanted.filter((state) => !(state in outcome));
  if (missing.length > 0) yield file.problem(path, `says nothing about ${missing.join(", ")}`);
  for (const state of Object.keys(outcome)) {
    if (!wanted.includes(state))
      yield file.problem([...path, state], `is no power state${didYouMean(state, missing)}`, "key");
  }
}

function* outcomes(
  file: SourceFile,
  path: DataPath,
  { outcome }: StateTable,
  { errors }: OperationModel,
  model: SpecModel,
): Generator<SourceProblem> {
  const known = [...Object.keys(model.powerStates), "absent", "unchanged", ...Object.keys(model.errors)];
  for (const [state, value] of Object.entries(outcome)) {
    const isListed = errors.some(({ code }) => code === value) || model.errors[value]?.common === true;
    if (!known.includes(value))
      yield file.problem(
        [...path, state],
        `"${value}" is neither a state nor an error code${didYouMean(value, known)}`,
      );
    else if (value in model.errors && !isListed)
      yield file.problem([...path, state], `${value} is not among the operation's \`errors\``);
  }
}

function* variant(
  file: SourceFile,
  path: DataPath,
  { when }: StateTable,
  { params }: OperationModel,
  model: SpecModel,
): Generator<SourceProblem> {
  const known = Object.keys(params.properties ?? {});
  for (const [name, value] of Object.entries(when)) {
    const schema = followRef(params.properties?.[name], model.schemas);
    if (schema === undefined)
      yield file.problem([...path, name], `is no field of params${didYouMean(name, known)}`, "key");
    else if (!admits(schema, value)) yield file.problem([...path, name], `can never be ${JSON.stringify(value)}`);
  }
}

function admits({ type, enum: values }: JsonSchema, value: string | number | boolean): boolean {
  if (typeof value === "string") return type === "string" && values?.includes(value) !== false;
  return typeof value === "boolean" ? type === "boolean" : type === "integer" || type === "number";
}
