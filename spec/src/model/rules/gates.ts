// A capability that gates nothing promises nothing, and a gate inside a gate must follow from it.
import { valueAt } from "../data-path.ts";
import type { JsonSchema } from "../json-schema.ts";
import { schemaPlaces } from "../schema-places.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { SpecModel } from "../spec-model.ts";
import { requirementPlaces, type Rule, type ShapedSpec } from "./rule.ts";

/** Every capability gates an operation, a datum or a requirement; what is gated twice is gated by the narrower capability; what is gated by itself is an optional member, or an object. */
export const gates: Rule = function* (spec): Generator<SourceProblem> {
  yield* idleCapabilities(spec);
  yield* circles(spec);
  yield* otherGates(spec);
  yield* requiredMembers(spec);
  yield* strayGates(spec);
};

function* idleCapabilities({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  const file = sources.file("capabilities.yaml");
  const gating = new Set(Object.values(model.requirements).map(({ capability }) => capability));
  for (const [name, capability] of Object.entries(model.capabilities)) {
    if (capability.gates.length > 0 || capability.gatesData.length > 0 || gating.has(name)) continue;
    yield file.problem(
      ["capabilities", name],
      "gates nothing: no operation, requirement or `x-capability` names it; name it in one, or take it out",
      "key",
    );
  }
}

function* circles({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  const file = sources.file("capabilities.yaml");
  for (const [name, { requires }] of Object.entries(model.capabilities)) {
    for (const [index, needed] of requires.entries()) {
      if (withRequired(model, needed).has(name))
        yield file.problem(
          ["capabilities", name, "requires", index],
          `goes in a circle: ${needed} requires ${name}; leave it out`,
        );
    }
  }
}

function* otherGates({ sources, model }: ShapedSpec): Generator<SourceProblem> {
  for (const { file, path, requirement } of requirementPlaces(sources)) {
    const { capability } = file.value as { capability?: string };
    const own = requirement.capability;
    // A capability that is none is the business of another rule.
    if (capability === undefined || own === undefined || !(own in model.capabilities)) continue;
    if (!(capability in model.capabilities) || withRequired(model, own).has(capability)) continue;
    yield file.problem(
      [...path, "capability"],
      `is ${own}, which does not require the operation's own ${capability}; name one that does, or none`,
    );
  }
}

/** A capability with all that it requires, directly or not. */
function withRequired(model: SpecModel, capability: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(capability)) return seen;
  seen.add(capability);
  for (const needed of model.capabilities[capability]?.requires ?? []) withRequired(model, needed, seen);
  return seen;
}

/** What is sent only sometimes cannot be required. */
function* requiredMembers({ sources }: ShapedSpec): Generator<SourceProblem> {
  for (const { file, path, schema, role } of schemaPlaces(sources)) {
    if (role !== "member") continue;
    const { required = [] } = (valueAt(file.value, path.slice(0, -2)) ?? {}) as JsonSchema;
    if (!required.includes(String(path.at(-1)))) continue;
    for (const keyword of ["x-capability", "x-downgrade"] as const) {
      if (schema[keyword] !== undefined)
        yield file.problem(
          [...path, keyword],
          "stands on a required member, which is always sent; make it optional",
          "key",
        );
    }
  }
}

/** What is neither a member nor an object cannot be left out by itself. */
function* strayGates({ sources }: ShapedSpec): Generator<SourceProblem> {
  for (const { file, path, schema, role } of schemaPlaces(sources)) {
    if (schema["x-capability"] !== undefined && role !== "member" && role !== "file")
      yield file.problem(
        [...path, "x-capability"],
        "stands on neither a member nor a file of schemas/; write it on one of these",
        "key",
      );
    if (schema["x-downgrade"] !== undefined && role !== "member")
      yield file.problem([...path, "x-downgrade"], "stands on no member; only a member can be dropped", "key");
  }
}
