// Wherever a file names something of another file, that something exists.
import type { DataPath } from "../data-path.ts";
import { didYouMean } from "../closest-word.ts";
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { OperationModel } from "../spec-model.ts";
import { requirementPlaces, type Rule, type ShapedSpec } from "./rule.ts";

interface Mention {
  file: SourceFile;
  path: DataPath;
  name: string | undefined;
  /** What the name should be a name of, for the message. */
  as: "error code" | "capability" | "operation" | "recovery" | "profile" | "power state" | "requirement";
}

/** Every error code, capability, operation, recovery, profile, power state and requirement that is named exists. */
export const knownNames: Rule = function* (spec): Generator<SourceProblem> {
  const { model } = spec;
  const known: Record<Mention["as"], Set<string>> = {
    "error code": new Set(Object.keys(model.errors)),
    capability: new Set(Object.keys(model.capabilities)),
    operation: new Set(Object.keys(model.operations)),
    recovery: new Set(Object.keys(model.recoveries)),
    profile: new Set(Object.keys(model.profiles)),
    "power state": new Set(Object.keys(model.powerStates)),
    requirement: new Set([...Object.keys(model.requirements), "*"]),
  };
  for (const { file, path, name, as } of mentions(spec)) {
    if (name === undefined || known[as].has(name)) continue;
    yield file.problem(path, `names no ${as}: "${name}"${didYouMean(name, known[as])}`);
  }
};

function* mentions(spec: ShapedSpec): Generator<Mention> {
  yield* operationMentions(spec);
  yield* requirementMentions(spec);
  yield* tableMentions(spec);
}

function* operationMentions({ sources }: ShapedSpec): Generator<Mention> {
  for (const file of sources.ofKind("operation")) {
    const { capability, errors } = file.value as Partial<OperationModel>;
    yield { file, path: ["capability"], name: capability, as: "capability" };
    for (const [index, { code }] of (errors ?? []).entries()) {
      yield { file, path: ["errors", index, "code"], name: code, as: "error code" };
    }
  }
}

function* requirementMentions({ sources }: ShapedSpec): Generator<Mention> {
  for (const { file, path, requirement } of requirementPlaces(sources)) {
    yield { file, path: [...path, "capability"], name: requirement.capability, as: "capability" };
    for (const [index, name] of (requirement.operations ?? []).entries()) {
      yield { file, path: [...path, "operations", index], name, as: "operation" };
    }
  }
}

function* tableMentions({ sources, model }: ShapedSpec): Generator<Mention> {
  const errors = sources.file("errors.yaml");
  for (const [code, { recovery }] of Object.entries(model.errors)) {
    yield { file: errors, path: ["codes", code, "recovery"], name: recovery, as: "recovery" };
  }
  const capabilities = sources.file("capabilities.yaml");
  for (const [capability, { gates }] of Object.entries(model.capabilities)) {
    for (const [index, name] of gates.entries()) {
      yield { file: capabilities, path: ["capabilities", capability, "gates", index], name, as: "operation" };
    }
  }
  const states = sources.file("states.yaml");
  for (const [index, { from, to }] of model.spontaneous.entries()) {
    yield { file: states, path: ["spontaneous", index, "from"], name: from, as: "power state" };
    yield { file: states, path: ["spontaneous", index, "to"], name: to, as: "power state" };
  }
  yield* profileMentions({ sources, model });
}

function* profileMentions({ sources, model }: Pick<ShapedSpec, "sources" | "model">): Generator<Mention> {
  const file = sources.file("profiles.yaml");
  for (const [profile, { extends: base, requirements }] of Object.entries(model.profiles)) {
    const path = ["profiles", profile];
    yield { file, path: [...path, "extends"], name: base, as: "profile" };
    for (const [index, name] of requirements.mandatory.entries()) {
      yield { file, path: [...path, "requirements", "mandatory", index], name, as: "requirement" };
    }
    for (const [index, name] of requirements.optional.entries()) {
      yield { file, path: [...path, "requirements", "optional", index], name, as: "capability" };
    }
  }
}
