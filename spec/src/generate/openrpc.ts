// Generates the OpenRPC document: the same contract for the tools of other languages.
import type { JsonSchema } from "../model/json-schema.ts";
import type { OperationModel, RequirementModel, SpecModel } from "../model/spec-model.ts";
import { errorData, wireParams, wireSchemas } from "../model/wire-schemas.ts";
import { pascalCase } from "./type-names.ts";

/** The version of OpenRPC that the document keeps to. */
const OPENRPC_VERSION = "1.3.2";

/**
 * Generates `openrpc.json`.
 *
 * @param model - The spec.
 * @returns An OpenRPC document with every operation of both directions as a method, params by name, and requirements as `x-requirements`.
 */
export function generateOpenRpc(model: SpecModel): string {
  const document = {
    openrpc: OPENRPC_VERSION,
    info: {
      title: model.title,
      version: model.version,
      description: model.description.trim(),
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    methods: Object.values(model.operations).map((operation) => method(operation, model)),
    components: {
      schemas: mapValues(wireSchemas(model), (schema) => componentSchema(schema)),
      errors: mapValues(model.errors, (_error, code) => error(model, code)),
    },
    "x-capabilities": model.capabilities,
    "x-errors": mapValues(model.errors, ({ details: _details, ...rest }) => rest),
    "x-power-states": model.powerStates,
    "x-profiles": model.profiles,
    "x-recoveries": model.recoveries,
    "x-requirements": Object.values(model.requirements).filter(({ origin }) => !(origin in model.operations)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function method(operation: OperationModel, model: SpecModel): Record<string, unknown> {
  const { name, group, summary, description, result, errors } = operation;
  const common = Object.keys(model.errors).filter((code) => model.errors[code]?.common === true);
  const { properties = {}, required = [] } = wireParams(operation);
  const answer =
    result === undefined
      ? {}
      : { result: { name: `${pascalCase(name)}Result`, required: true, schema: componentSchema(result) } };
  const failures = result === undefined ? [] : [...errors.map(({ code }) => code), ...common];
  return {
    name,
    tags: [{ name: group }],
    summary,
    ...(description === undefined ? {} : { description: description.trim() }),
    paramStructure: "by-name",
    params: Object.entries(properties)
      .map(([member, schema]) => content(member, schema, required.includes(member)))
      .toSorted((a, b) => Number(b.required) - Number(a.required)),
    ...answer,
    ...(failures.length === 0 ? {} : { errors: failures.map((code) => ({ $ref: `#/components/errors/${code}` })) }),
    ...extensions(operation, model),
  };
}

function extensions(operation: OperationModel, model: SpecModel): Record<string, unknown> {
  const { kind, servedBy, direction, idempotency, capability, since, stability, states, nova, errors, requirements } =
    operation;
  const all = {
    "x-kind": kind,
    "x-served-by": servedBy,
    "x-direction": direction,
    "x-idempotency": idempotency,
    "x-capability": capability,
    "x-since": since,
    "x-stability": stability,
    "x-errors": errors.length === 0 ? undefined : errors,
    "x-states": states,
    "x-nova": nova,
    "x-requirements": requirements.map((id): RequirementModel | undefined => model.requirements[id]),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function content(
  name: string,
  schema: JsonSchema,
  required: boolean,
): { name: string; required: boolean } & Record<string, unknown> {
  const { description } = schema;
  return { name, ...(description === undefined ? {} : { description }), required, schema: componentSchema(schema) };
}

/** OpenRPC has no place for the schema of an error's data but `data` itself, and takes no extensions here. */
function error(model: SpecModel, code: string): Record<string, unknown> {
  const { rpcCode, meaning } = model.errors[code] ?? {};
  return { code: rpcCode, message: meaning?.trim(), data: componentSchema(errorData(model, code)) };
}

/** Rewrites references, which are the only thing in which OpenRPC's schemas differ from the model's. */
function componentSchema(schema: JsonSchema): JsonSchema {
  const { $ref, items, properties, oneOf, ...rest } = schema;
  return {
    ...rest,
    ...($ref === undefined ? {} : { $ref: $ref.replace("#/$defs/", "#/components/schemas/") }),
    ...(items === undefined ? {} : { items: componentSchema(items) }),
    ...(properties === undefined ? {} : { properties: mapValues(properties, (member) => componentSchema(member)) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(componentSchema) }),
  };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
