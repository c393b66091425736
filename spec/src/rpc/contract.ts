// The spec as the wire uses it: for each operation what it is, and how its parameters and result are judged.
// A sender is held to the closed form, in which a field that the spec does not have is an error. A receiver takes the
// tolerant form, which drops such fields and judges the rest.
import { specModel } from "../generated/spec-model.ts";
import type { OperationModel } from "../model/spec-model.ts";
import type { ValidationProblem, Validator } from "../validation/validator.ts";
import { validators } from "../validation/validators.ts";

/** Earlier versions of which this one is no more than an addition: a peer that speaks one of them is sent nothing newer. */
const EARLIER_VERSIONS = ["0.9.0"];

/** The versions of the spec that this library speaks. */
export const SPEC_VERSIONS: readonly string[] = [specModel.version, ...EARLIER_VERSIONS];

/** One operation, ready to be called or served. */
export interface OperationContract {
  readonly model: OperationModel;
  /** Judges parameters as they travel: with the member `call`, where the operation is a request. */
  readonly params: Validator<object>;
  /** Judges results. Absent for a notification. */
  readonly result?: Validator<object>;
}

let contracts: ReadonlyMap<string, OperationContract> | undefined;

/**
 * Finds an operation.
 *
 * @param method - A JSON-RPC method.
 * @returns Its contract; undefined if the spec has no such operation.
 */
export function contractOf(method: string): OperationContract | undefined {
  contracts ??= new Map(Object.values(specModel.operations).map((model) => [model.name, contract(model)]));
  return contracts.get(method);
}

function contract(model: OperationModel): OperationContract {
  const judges = validators[model.name as keyof typeof validators] as unknown as Omit<OperationContract, "model">;
  return { model, ...judges };
}

/**
 * Puts the first of some problems into the form that INVALID_REQUEST tells it in.
 *
 * @param problems - What is wrong with a value; not empty.
 * @returns The place, and the rest of the sentence about it, both cut to what the spec allows.
 */
export function firstProblem(problems: readonly ValidationProblem[]): { path: string; problem: string } {
  const { path = "", message = "is wrong" } = problems[0] ?? {};
  const problem = message.startsWith(path) ? message.slice(path.length).trimStart() : message;
  return { path: path.slice(0, 1024), problem: problem.slice(0, 1024) };
}
