// What the wire adds to the operations' own schemas: the call's context in every request, and the form of an error.
import { refTo, type JsonSchema } from "./json-schema.ts";
import type { OperationModel, SpecModel } from "./spec-model.ts";

const CALL_CONTEXT = "CallContext";
const CHANGE_CALL_CONTEXT = "ChangeCallContext";

/**
 * Lists the schemas that messages refer to.
 *
 * @param model - The spec.
 * @returns The model's schemas, and `ChangeCallContext`: the `CallContext` of a changing call, in which `operationId` is required.
 */
export function wireSchemas(model: SpecModel): Record<string, JsonSchema> {
  const context = model.schemas[CALL_CONTEXT];
  if (context === undefined) return model.schemas;
  const change: JsonSchema = {
    ...context,
    title: CHANGE_CALL_CONTEXT,
    required: [...(context.required ?? []), "operationId"],
  };
  return { ...model.schemas, [CHANGE_CALL_CONTEXT]: change };
}

/**
 * Writes what a request or notification carries as `params` on the wire.
 *
 * @param operation - The operation.
 * @returns Its params; those of a call to the driver have the member `call` beside them, which a changing call must have.
 */
export function wireParams({ kind, params }: OperationModel): JsonSchema {
  if (kind === "notification" || kind === "request") return params;
  const isChange = kind === "change";
  const call: JsonSchema = {
    $ref: refTo(isChange ? CHANGE_CALL_CONTEXT : CALL_CONTEXT),
    description: "What accompanies the call, whatever the operation.",
  };
  const required = isChange ? [...(params.required ?? []), "call"] : (params.required ?? []);
  return { ...params, required, properties: { ...params.properties, call } };
}

/**
 * Writes what an error of one code carries as `data` in its JSON-RPC form.
 *
 * @param model - The spec.
 * @param code - The code.
 * @returns A closed object of `code`, `effect` and `details`; the last is required if the code requires any detail, and absent if it has none.
 */
export function errorData(model: SpecModel, code: string): JsonSchema {
  const details = model.errors[code]?.details;
  const properties: Record<string, JsonSchema> = {
    code: { const: code, description: "The code." },
    effect: { $ref: refTo("Effect"), description: "What the failed call left behind." },
  };
  const required = ["code", "effect"];
  if (details !== undefined) {
    properties["details"] = { ...details, description: "What the error tells beside its code." };
    if ((details.required ?? []).length > 0) required.push("details");
  }
  return { type: "object", additionalProperties: false, required, properties };
}
