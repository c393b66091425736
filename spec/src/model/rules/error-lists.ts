// The table of an operation's errors says each thing once.
import type { SourceProblem } from "../source-problem.ts";
import type { OperationModel } from "../spec-model.ts";
import type { Rule } from "./rule.ts";

/** No operation lists an error twice, nor one that is common to all operations. */
export const errorLists: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  for (const file of sources.ofKind("operation")) {
    const { errors = [] } = file.value as Partial<OperationModel>;
    const seen = new Set<string>();
    for (const [index, { code }] of errors.entries()) {
      const path = ["errors", index, "code"];
      if (seen.has(code)) yield file.problem(path, `${code} is listed twice; write one condition for both`);
      if (model.errors[code]?.common === true)
        yield file.problem(path, `${code} is common to all operations and not listed again`);
      seen.add(code);
    }
  }
};
