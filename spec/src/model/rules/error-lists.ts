// The table of an operation's errors says each thing once, and leaves out nothing that every caller must expect.
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { OperationModel, SpecModel } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

type OperationSource = Pick<OperationModel, "direction" | "kind" | "params"> &
  Partial<Pick<OperationModel, "errors" | "states">>;

/** What a call must be able to answer, if this spec has the code. */
const ANSWERS: readonly { code: string; by: string; isFor: (operation: OperationSource) => boolean }[] = [
  {
    code: "INSTANCE_NOT_FOUND",
    by: "a call that names `instanceUuid`",
    isFor: (operation) => names(operation, "instanceUuid") && !toleratesAbsence(operation),
  },
  { code: "NODE_NOT_FOUND", by: "a call that names `node`", isFor: (operation) => names(operation, "node") },
  {
    code: "INSTANCE_BUSY",
    by: "a call that changes an instance",
    isFor: (operation) =>
      operation.kind === "change" && (names(operation, "instanceUuid") || names(operation, "instance")),
  },
];

/** The kinds of operation of which no such answer is asked: one concerns the session, the other is not answered. */
const UNASKED: ReadonlySet<OperationModel["kind"]> = new Set(["control", "notification"]);

/** No operation lists an error twice, nor one that is common to all operations; each can say that what it was asked about is not there or busy. */
export const errorLists: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  for (const file of sources.ofKind("operation")) {
    const operation = file.value as OperationSource;
    const { errors = [] } = operation;
    const seen = new Set<string>();
    for (const [index, { code }] of errors.entries()) {
      const path = ["errors", index, "code"];
      if (seen.has(code)) yield file.problem(path, `${code} is listed twice; write one condition for both`);
      if (model.errors[code]?.common === true)
        yield file.problem(path, `${code} is common to all operations and not listed again`);
      seen.add(code);
    }
    yield* missing(file, operation, seen, model);
  }
};

function* missing(
  file: SourceFile,
  operation: OperationSource,
  listed: ReadonlySet<string>,
  { errors }: SpecModel,
): Generator<SourceProblem> {
  if (operation.direction !== "coreToDriver" || UNASKED.has(operation.kind)) return;
  for (const { code, by, isFor } of ANSWERS) {
    // A code that is common, or that this spec does not have, need not be listed.
    if (errors[code]?.common === false && !listed.has(code) && isFor(operation))
      yield file.problem(["errors"], `lacks ${code}, which ${by} must be able to answer`, "key");
  }
}

function names({ params }: OperationSource, field: string): boolean {
  return params.properties?.[field] !== undefined;
}

/** Whether the state table says what becomes of an absent instance, other than a refusal. */
function toleratesAbsence({ states = [] }: OperationSource): boolean {
  return states.length > 0 && states.every(({ outcome }) => outcome["absent"] !== "INSTANCE_NOT_FOUND");
}
