// Turns sources of the right shape into the model. It decides nothing: what does not fit together is the business of the rules.
import { posix } from "node:path";

import type { DataPath } from "./data-path.ts";
import type { JsonSchema } from "./json-schema.ts";
import { schemaPlaces } from "./schema-places.ts";
import type { References } from "./resolve-references.ts";
import type { SourceFile } from "./source-file.ts";
import type {
  CapabilityModel,
  EquivalenceModel,
  ErrorModel,
  GlossaryModel,
  OperationModel,
  PowerStateModel,
  ProfileModel,
  RequirementModel,
  SpecModel,
  SpontaneousTransition,
  StateTable,
} from "./spec-model.ts";
import type { SpecSources } from "./spec-sources.ts";

/** The forms that the meta-schemas warrant, where they differ from the model's. */
interface OperationSource extends Omit<OperationModel, "name" | "group" | "errors" | "states" | "requirements"> {
  operation: string;
  errors?: OperationModel["errors"];
  states?: (Partial<StateTable> & Pick<StateTable, "outcome">)[];
  requirements: RequirementSource[];
}
type RequirementSource = Omit<RequirementModel, "origin" | "operations"> & { operations?: string[] };
type CapabilitySource = Omit<CapabilityModel, "requires" | "gates" | "gatesData"> & { requires?: string[] };

/**
 * Builds the model of a spec.
 *
 * @param sources - Files that all passed their meta-schema.
 * @param references - Their references, resolved.
 * @returns The model. Where two files claim the same name, the later one by path is in it.
 */
export function buildModel(sources: SpecSources, references: References): SpecModel {
  const spec = sources.file("spec.yaml").value as Pick<
    SpecModel,
    "version" | "title" | "description" | "driverPrivate"
  >;
  const errors = sources.file("errors.yaml").value as {
    recoveries: Record<string, string>;
    codes: Record<string, ErrorModel>;
  };
  const states = sources.file("states.yaml").value as {
    powerStates: Record<string, PowerStateModel>;
    spontaneous: SpontaneousTransition[];
  };
  const { capabilities } = sources.file("capabilities.yaml").value as {
    capabilities: Record<string, CapabilitySource>;
  };
  const generated = {
    "errors.yaml": Object.keys(errors.codes),
    "states.yaml": Object.keys(states.powerStates),
    "capabilities.yaml": Object.keys(capabilities),
  };
  const schema = (file: SourceFile): JsonSchema => {
    const { "x-generated-from": origin, ...rest } = references.rewrite(file, file.value as JsonSchema);
    return origin === undefined ? rest : { ...rest, enum: generated[origin] };
  };
  return {
    ...spec,
    operations: byName(sources.ofKind("operation").map((file) => operation(file, references))),
    schemas: Object.fromEntries(sources.ofKind("object").map((file) => [baseName(file), schema(file)])),
    errors: mapValues(errors.codes, (error) => ({
      ...error,
      ...details(sources.file("errors.yaml"), error, references),
    })),
    recoveries: errors.recoveries,
    capabilities: capabilityModels(capabilities, sources),
    profiles: (sources.file("profiles.yaml").value as { profiles: Record<string, ProfileModel> }).profiles,
    ...states,
    glossary: sources.file("glossary.yaml").value as GlossaryModel,
    requirements: Object.fromEntries(requirements(sources).map((requirement) => [requirement.id, requirement])),
    equivalence: Object.fromEntries(
      sources.ofKind("equivalence").map((file) => [baseName(file), file.value as EquivalenceModel]),
    ),
  };
}

function operation(file: SourceFile, references: References): OperationModel {
  const { operation: name, params, result, errors, states, ...rest } = file.value as OperationSource;
  return {
    name,
    group: posix.dirname(file.path).slice("operations/".length),
    ...rest,
    params: fields(file, params, references),
    ...(result === undefined ? {} : { result: fields(file, result, references) }),
    errors: errors ?? [],
    ...(states === undefined ? {} : { states: states.map((table) => ({ when: {}, ...table })) }),
    requirements: rest.requirements.map(({ id }) => id),
  };
}

function capabilityModels(
  capabilities: Record<string, CapabilitySource>,
  sources: SpecSources,
): Record<string, CapabilityModel> {
  const operations = sources.ofKind("operation").map((file) => file.value as OperationSource);
  const data = [...gatedData(sources)];
  return Object.fromEntries(
    Object.entries(capabilities).map(([name, capability]) => [
      name,
      {
        requires: [],
        ...capability,
        gates: operations.filter((source) => source.capability === name).map((source) => source.operation),
        gatesData: data.filter((gated) => gated.capability === name).map((gated) => gated.data),
      },
    ]),
  );
}

/** Every member and object that carries `x-capability`, as `Object`, `Object.member` or `operation.params.member`. */
function* gatedData(sources: SpecSources): Generator<{ capability: string; data: string }> {
  for (const { file, path, schema } of schemaPlaces(sources)) {
    const capability = schema["x-capability"];
    if (capability === undefined) continue;
    const { operation: name = baseName(file) } = file.value as Partial<OperationSource>;
    yield { capability, data: [name, ...fieldNames(path)].join(".") };
  }
}

/** The names in a place, without the keywords of JSON Schema; a field may itself be named `properties` or `items`. */
function fieldNames(path: DataPath): (string | number)[] {
  const names: (string | number)[] = [];
  const steps = path.values();
  for (const step of steps) {
    const isKeyword = step === "properties" || step === "oneOf" || step === "items";
    const name = step === "properties" || step === "oneOf" ? steps.next().value : step;
    if (name !== undefined && (!isKeyword || step === "properties")) names.push(name);
  }
  return names;
}

function details(file: SourceFile, error: ErrorModel, references: References): Pick<ErrorModel, "details"> {
  return error.details === undefined ? {} : { details: fields(file, error.details, references) };
}

/** A list of fields is a closed object that does not say so. */
function fields(file: SourceFile, list: JsonSchema, references: References): JsonSchema {
  return { type: "object", additionalProperties: false, required: [], ...references.rewrite(file, list) };
}

function requirements(sources: SpecSources): RequirementModel[] {
  const ofOperations = sources.ofKind("operation").flatMap((file) => {
    const { operation: origin, capability, requirements: list } = file.value as OperationSource;
    const gate = capability === undefined ? {} : { capability };
    return list.map((requirement) => ({
      ...gate,
      ...requirement,
      origin,
      operations: [...new Set([origin, ...(requirement.operations ?? [])])],
    }));
  });
  const ofTopics = sources.ofKind("requirements").flatMap((file) => {
    const { topic: origin, requirements: list } = file.value as { topic: string; requirements: RequirementSource[] };
    return list.map((requirement) => ({ ...requirement, origin, operations: requirement.operations ?? [] }));
  });
  return [...ofOperations, ...ofTopics];
}

function byName<T extends { name: string }>(models: readonly T[]): Record<string, T> {
  return Object.fromEntries(models.map((model) => [model.name, model]));
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function baseName(file: SourceFile): string {
  return posix.basename(file.path, ".yaml");
}
