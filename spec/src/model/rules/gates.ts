// A capability and what it gates name each other, so that neither can be forgotten.
import type { SourceProblem } from "../source-problem.ts";
import { requirementPlaces, type Rule, type ShapedSpec } from "./rule.ts";

/** Every capability gates an operation or a requirement; operation and capability agree on the gate; requirements of a gated operation are gated alike. */
export const gates: Rule = function* (spec): Generator<SourceProblem> {
  yield* idleCapabilities(spec);
  yield* gatesNotTaken(spec);
  yield* gatesNotGiven(spec);
  yield* otherGates(spec);
};

function* idleCapabilities({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  const file = sources.file("capabilities.yaml");
  const gating = new Set(Object.values(model.requirements).map(({ capability }) => capability));
  for (const [name, { gates: gated, gatesRequirements }] of Object.entries(model.capabilities)) {
    const path = ["capabilities", name];
    if (gated.length === 0 && !gatesRequirements) {
      yield file.problem(
        [...path, "gates"],
        "is empty: a capability gates operations, or has `gatesRequirements: true`",
      );
    }
    if (gatesRequirements && !gating.has(name)) {
      yield file.problem([...path, "gatesRequirements"], "is true, but no requirement has this capability");
    }
  }
}

function* gatesNotTaken({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  const file = sources.file("capabilities.yaml");
  for (const [name, capability] of Object.entries(model.capabilities)) {
    for (const [index, operation] of capability.gates.entries()) {
      if (model.operations[operation] === undefined || model.operations[operation].capability === name) continue;
      const path = ["capabilities", name, "gates", index];
      yield file.problem(path, `"${operation}" does not have \`capability: ${name}\` in its own file`);
    }
  }
}

function* gatesNotGiven({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  for (const file of sources.ofKind("operation")) {
    const { operation, capability } = file.value as { operation: string; capability?: string };
    if (capability === undefined || model.capabilities[capability]?.gates.includes(operation) !== false) continue;
    yield file.problem(
      ["capability"],
      `${capability} does not list "${operation}" among its gates in capabilities.yaml`,
    );
  }
}

function* otherGates({ sources }: ShapedSpec): Generator<SourceProblem> {
  for (const { file, path, requirement } of requirementPlaces(sources)) {
    const { capability } = file.value as { capability?: string };
    const own = requirement.capability;
    if (capability === undefined || own === undefined || own === capability) continue;
    yield file.problem([...path, "capability"], `is ${own}, but the operation exists only with ${capability}`);
  }
}
