// What an operation must say, and must not, follows from its kind.
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { OperationModel } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

type OperationSource = Partial<Pick<OperationModel, "result" | "errors" | "states">> &
  Pick<OperationModel, "kind" | "direction" | "servedBy" | "idempotency">;

/** Changes say how they are idempotent, calls have results, notifications have neither result nor errors; a driver sends notifications and asks requests, which the core serves. */
export const operationKinds: Rule = function* ({ sources }): Generator<SourceProblem> {
  for (const file of sources.ofKind("operation")) {
    const operation = file.value as OperationSource;
    yield* idempotency(file, operation);
    if (operation.servedBy === "core" && operation.kind !== "request")
      yield file.problem(["servedBy"], `is core, which serves kind request only, not ${operation.kind}`);
    yield* operation.kind === "notification" ? notification(file, operation) : call(file, operation);
  }
};

function* idempotency(file: SourceFile, { kind, idempotency: said }: OperationSource): Generator<SourceProblem> {
  if (kind === "change" && said === undefined)
    yield file.problem(["kind"], "is change, so the file must say `idempotency`");
  if (kind !== "change" && said !== undefined)
    yield file.problem(["idempotency"], `is for kind change only, not ${kind}`, "key");
}

function* call(file: SourceFile, { kind, direction, servedBy, result }: OperationSource): Generator<SourceProblem> {
  if (result === undefined)
    yield file.problem(["kind"], `is ${kind}, so the file must have a \`result\`; it may be empty`);
  if (kind === "request" && (direction !== "driverToCore" || servedBy !== "core"))
    yield file.problem(["kind"], "is request, so the file must say `direction: driverToCore` and `servedBy: core`");
  if (kind !== "request" && direction === "driverToCore")
    yield file.problem(["direction"], "is driverToCore; a driver sends only kinds notification and request");
}

function* notification(file: SourceFile, { result, errors, states }: OperationSource): Generator<SourceProblem> {
  for (const [key, value] of Object.entries({ result, errors, states })) {
    if (value !== undefined) yield file.problem([key], "does not apply: nothing answers a notification", "key");
  }
}
