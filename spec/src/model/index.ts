// The spec as a value: how it is loaded, what it contains, what can be wrong with its sources.
export { formatPath, type DataPath } from "./data-path.ts";
export { followRef, refName, refTo, type JsonSchema, type JsonValue, type SchemaType } from "./json-schema.ts";
export { loadSpec } from "./load-spec.ts";
export { formatProblem, SpecSourceError, type SourceProblem } from "./source-problem.ts";
export type {
  CapabilityModel,
  Effect,
  EquivalenceModel,
  ErrorModel,
  ExcludedFromChecks,
  ExcludedFromApi,
  ExclusionReason,
  GlossaryModel,
  GlossaryTerm,
  MappedMethod,
  NameThatBecame,
  NovaSource,
  OperationErrorModel,
  OperationModel,
  PowerStateModel,
  ProfileModel,
  ProfileCapabilities,
  ProfileChoice,
  ProfileCondition,
  RequirementModel,
  ServiceUse,
  SpecModel,
  SpontaneousTransition,
  StateTable,
  Verification,
} from "./spec-model.ts";
