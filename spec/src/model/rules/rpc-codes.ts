// A numeric code on the wire stands for one error and stays what it is.
import type { SourceProblem } from "../source-problem.ts";
import type { Rule } from "./rule.ts";

/** No two errors have the same number. */
export const rpcCodes: Rule = function* ({ sources, model }): Generator<SourceProblem> {
  const owners = new Map<number, string>();
  for (const [code, { rpcCode }] of Object.entries(model.errors)) {
    const owner = owners.get(rpcCode);
    if (owner !== undefined)
      yield sources
        .file("errors.yaml")
        .problem(["codes", code, "rpcCode"], `${rpcCode} is already the number of ${owner}`);
    else owners.set(rpcCode, code);
  }
};
