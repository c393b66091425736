// Generates the types of everything that crosses the driver API.
import type { JsonSchema } from "../model/json-schema.ts";
import type { CapabilityModel, OperationModel, SpecModel } from "../model/spec-model.ts";
import { docComment } from "./doc-comment.ts";
import { generatedHeader } from "./generated-header.ts";
import { declareType, describe, schemaType } from "./schema-type.ts";
import { coreOperations, driverOperations, literalUnion, memberKey, pascalCase } from "./type-names.ts";

const EXCHANGE = `/** A request and what answers it. */
export interface Exchange<Params, Result> {
  /** What is asked. */
  params: Params;
  /** What is answered. */
  result: Result;
}
`;

/**
 * Generates `types.ts`.
 *
 * @param model - The spec.
 * @returns A TypeScript module: a type for each object, for the params and result of each operation, for names and codes, and maps between them.
 */
export function generateTypes(model: SpecModel): string {
  const operations = Object.values(model.operations);
  const header = generatedHeader(
    "The types of everything that crosses the driver API: objects, params, results, names and codes.",
  );
  const declarations = [
    ...nameTypes(model),
    ...Object.entries(model.schemas).map(([name, schema]) => declareType(name, schema)),
    ...operations.flatMap(messageTypes),
    errorDetails(model),
    EXCHANGE,
    messageMap(
      "OperationMap",
      "What each call of a driver asks and what answers it, by operation.",
      operations.filter(({ kind }) => kind !== "notification" && kind !== "request"),
    ),
    messageMap(
      "CoreRequestMap",
      "What a driver may ask of the core and what answers it, by operation.",
      coreOperations(model),
    ),
    messageMap(
      "NotificationMap",
      "What each notification tells, by operation.",
      operations.filter(({ kind }) => kind === "notification"),
    ),
    capabilityMethods(model),
    capabilityRequirements(model),
  ];
  return header + declarations.join("\n");
}

function nameTypes(model: SpecModel): string[] {
  const { operations, capabilities, requirements, profiles, recoveries, errors } = model;
  const common = Object.keys(errors).filter((code) => errors[code]?.common);
  return [
    `/** The version of the spec that this file was generated from. */\nexport const SPEC_VERSION = ${JSON.stringify(model.version)};\n`,
    names("OperationName", "The name of an operation: a JSON-RPC method.", Object.keys(operations)),
    names("Capability", "What a driver may be able to do beyond the mandatory operations.", Object.keys(capabilities)),
    names("Recovery", "What a caller must do about a failed call; each error code has one.", Object.keys(recoveries)),
    names("CommonErrorCode", "A code that every request may be answered with.", common),
    names("ProfileName", "A named set of requirements that a driver can conform to.", Object.keys(profiles)),
    names("RequirementId", "One sentence that a driver or a caller is held to.", Object.keys(requirements)),
  ];
}

function names(name: string, about: string, values: readonly string[]): string {
  const union = literalUnion(values);
  return `${docComment([about])}export type ${name} =${union.startsWith("\n") ? "" : " "}${union};\n`;
}

function messageTypes({ name, summary, params, result }: OperationModel): string[] {
  const base = pascalCase(name);
  const what = result === undefined ? "tells" : "asks";
  const types = [declareType(`${base}Params`, params, `What \`${name}\` ${what}. ${summary}`)];
  if (result !== undefined) types.push(declareType(`${base}Result`, result, `What \`${name}\` answers. ${summary}`));
  return types;
}

function errorDetails({ errors }: SpecModel): string {
  const members = Object.entries(errors).flatMap(([code, { meaning, details }]) =>
    details === undefined ? [] : [member(code, describe(details, meaning), details)],
  );
  return `${docComment(["What an error tells beside its code, for the codes that tell something."])}export interface ErrorDetails {\n${members.join("")}}\n`;
}

function member(name: string, doc: readonly string[], schema: JsonSchema): string {
  return `${docComment(doc, "  ")}  ${memberKey(name)}: ${schemaType(schema, "  ")};\n`;
}

function messageMap(name: string, about: string, operations: readonly OperationModel[]): string {
  const members = operations.map((operation) => {
    const base = pascalCase(operation.name);
    const type = operation.result === undefined ? `${base}Params` : `Exchange<${base}Params, ${base}Result>`;
    return `${docComment([operation.summary], "  ")}  ${memberKey(operation.name)}: ${type};\n`;
  });
  return `${docComment([about])}export interface ${name} {\n${members.join("")}}\n`;
}

function capabilityMethods(model: SpecModel): string {
  const methods = driverOperations(model);
  const about =
    "The methods of a driver that each capability calls for: a driver that declares it has them all, any other has none of them.";
  return capabilityTable("CapabilityMethods", about, model, (name) =>
    methods.filter(({ capability }) => capability === name).map((operation) => operation.name),
  );
}

function capabilityRequirements(model: SpecModel): string {
  const about = "The capabilities that each capability requires: a driver that declares it declares them too.";
  return capabilityTable("CapabilityRequirements", about, model, (_name, { requires }) => requires);
}

function capabilityTable(
  table: string,
  about: string,
  { capabilities }: SpecModel,
  listed: (name: string, capability: CapabilityModel) => string[],
): string {
  const members = Object.entries(capabilities).map(([name, capability]) => {
    const union = literalUnion(listed(name, capability), "    ");
    const doc = docComment([capability.description], "  ");
    return `${doc}  ${memberKey(name)}:${union.startsWith("\n") ? "" : " "}${union};\n`;
  });
  return `${docComment([about])}export interface ${table} {\n${members.join("")}}\n`;
}
