// What an operation must say, and must not, follows from its kind.
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { OperationModel } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

type OperationSource = Partial<Pick<OperationModel, "result" | "errors" | "states">> &
  Pick<OperationModel, "kind" | "direction" | "idempotency">;

/** Changes say how they are idempotent, requests have results, notifications have neither result nor errors; only notifications go to the core. */
export const operationKinds: Rule = function* ({ sources }): Generator<SourceProblem> {
  for (const file of sources.ofKind("operation")) {
    const operation = file.value as OperationSource;
    yield* idempotency(file, operation);
    yield* operation.kind === "notification" ? notification(file, operation) : request(file, operation);
  }
};

function* idempotency(file: SourceFile, { kind, idempotency: said }: OperationSource): Generator<SourceProblem> {
  if (kind === "change" && said === undefined)
    yield file.problem(["kind"], "is change, so the file must say `idempotency`");
  if (kind !== "change" && said !== undefined)
    yield file.problem(["idempotency"], `is for kind change only, not ${kind}`, "key");
}

function* request(file: SourceFile, { kind, direction, result }: OperationSource): Generator<SourceProblem> {
  if (result === undefined)
    yield file.problem(["kind"], `is ${kind}, so the file must have a \`result\`; it may be empty`);
  if (direction === "driverToCore")
    yield file.problem(["direction"], "is driverToCore; a driver sends notifications only");
}

function* notification(file: SourceFile, { result, errors, states }: OperationSource): Generator<SourceProblem> {
  for (const [key, value] of Object.entries({ result, errors, states })) {
    if (value !== undefined) yield file.problem([key], "does not apply: nothing answers a notification", "key");
  }
}
