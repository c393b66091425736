// Operations name the methods of Nova that they stand for, editions the operations that their methods became: both must tell the same.
import { didYouMean } from "../closest-word.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { EquivalenceModel, OperationModel } from "../spec-model.ts";
import type { Rule, ShapedSpec } from "./rule.ts";

/** An operation among a method's `mapsTo` names the method in its `nova.methods`; a method there exists in some edition, and maps to the operation in each that maps it. */
export const novaMethods: Rule = function* (spec): Generator<SourceProblem> {
  yield* unnamedMethods(spec);
  yield* foreignMethods(spec);
};

function* unnamedMethods({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  for (const file of sources.ofKind("equivalence")) {
    for (const [method, entry] of Object.entries((file.value as EquivalenceModel).methods)) {
      if (!("mapsTo" in entry)) continue;
      for (const [index, name] of entry.mapsTo.entries()) {
        const operation = model.operations[name];
        // An operation that is none is the business of another rule.
        if (operation === undefined || operation.nova?.methods.includes(method)) continue;
        yield file.problem(
          ["methods", method, "mapsTo", index],
          `is ${name}, whose \`nova.methods\` does not name ${method}; add it there, or take the operation out here`,
        );
      }
    }
  }
}

function* foreignMethods({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  const editions = Object.entries(model.equivalence);
  // A spec that maps no edition has no list of methods to compare with.
  if (editions.length === 0) return;
  const known = new Set(editions.flatMap(([, { methods }]) => Object.keys(methods)));
  for (const file of sources.ofKind("operation")) {
    const { operation, nova } = file.value as { operation: string } & Pick<OperationModel, "nova">;
    for (const [index, method] of (nova?.methods ?? []).entries()) {
      const path = ["nova", "methods", index];
      if (!known.has(method))
        yield file.problem(path, `names no method of any edition: "${method}"${didYouMean(method, known)}`);
      for (const [edition, { methods }] of editions) {
        const entry = methods[method];
        if (entry === undefined || !("mapsTo" in entry) || entry.mapsTo.includes(operation)) continue;
        yield file.problem(
          path,
          `is ${method}, which ${edition} maps to ${entry.mapsTo.join(", ")}; add ${operation} there, or take the method out here`,
        );
      }
    }
  }
}
