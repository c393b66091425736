// Wherever a file names something of another file, that something exists.
import type { DataPath } from "../data-path.ts";
import { didYouMean } from "../closest-word.ts";
import { schemaPlaces } from "../schema-places.ts";
import type { SourceFile } from "../source-file.ts";
import type { SourceProblem } from "../source-problem.ts";
import type { OperationModel } from "../spec-model.ts";
import { requirementPlaces, type Rule, type ShapedSpec } from "./rule.ts";

interface Mention {
  file: SourceFile;
  path: DataPath;
  name: string | undefined;
  /** What the name should be a name of, for the message. */
  as: "error code" | "capability" | "operation" | "recovery" | "profile" | "power state";
}

/** Every error code, capability, operation, recovery, profile and power state that is named exists. */
export const knownNames: Rule = function* (spec): Generator<SourceProblem> {
  const { model } = spec;
  const known: Record<Mention["as"], Set<string>> = {
    "error code": new Set(Object.keys(model.errors)),
    capability: new Set(Object.keys(model.capabilities)),
    operation: new Set(Object.keys(model.operations)),
    recovery: new Set(Object.keys(model.recoveries)),
    profile: new Set(Object.keys(model.profiles)),
    "power state": new Set(Object.keys(model.powerStates)),
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
  for (const [capability, { requires }] of Object.entries(model.capabilities)) {
    for (const [index, name] of requires.entries()) {
      yield { file: capabilities, path: ["capabilities", capability, "requires", index], name, as: "capability" };
    }
  }
  for (const { file, path, schema } of schemaPlaces(sources)) {
    yield { file, path: [...path, "x-capability"], name: schema["x-capability"], as: "capability" };
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
  for (const [profile, { extends: base, capabilities }] of Object.entries(model.profiles)) {
    yield { file, path: ["profiles", profile, "extends"], name: base, as: "profile" };
    const path = ["profiles", profile, "capabilities"];
    for (const [index, name] of capabilities.mandatory.entries())
      yield { file, path: [...path, "mandatory", index], name, as: "capability" };
    for (const [index, { of }] of capabilities.choice.entries()) {
      for (const [place, name] of of.entries())
        yield { file, path: [...path, "choice", index, "of", place], name, as: "capability" };
    }
    for (const [index, condition] of capabilities.condition.entries()) {
      yield { file, path: [...path, "condition", index, "capability"], name: condition.capability, as: "capability" };
      yield { file, path: [...path, "condition", index, "with"], name: condition.with, as: "capability" };
    }
  }
}
