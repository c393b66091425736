// Judges what a driver answered against the spec, and makes of it what the caller gets.
import { DriverError } from "../../driver/driver-error.ts";
import type { WireErrorObject } from "../../driver/driver-error.ts";
import { specModel } from "../../generated/spec-model.ts";
import type { ErrorCode } from "../../generated/types.ts";
import { errorValidators } from "../../validation/validators.ts";
import type { OperationContract } from "../contract.ts";
import { badErrorObject, invalidResult } from "../faults/call-faults.ts";
import { excerptOf } from "../faults/excerpt.ts";
import { WireError } from "../faults/wire-error.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { RPC_CODES } from "../json-rpc.ts";
import type { ErrorObject } from "../json-rpc.ts";
import { redactValue } from "../redact.ts";

/** Receives what was found wrong. */
export type FaultSink = (fault: WireFault) => void;

/**
 * Judges a result by the closed form.
 *
 * @param contract - The operation that was called.
 * @param result - What the driver answered.
 * @param insist - Whether a result that does not match fails the call, even where a tolerant receiver could use it.
 * @param report - Receives the fault, if there is one.
 * @returns The result; without unknown fields, if it had any.
 * @throws {@link WireError} `schema-violation` if the result cannot be used.
 */
export function judgeResult(contract: OperationContract, result: unknown, insist: boolean, report: FaultSink): object {
  const { model, result: judge } = contract;
  const problems = judge?.closed(result) ?? null;
  if (problems === null) return result as object;
  const excerpt = excerptOf(JSON.stringify(redactValue(model.result ?? {}, result)));
  const fault = invalidResult(model.name, problems[0]?.message ?? "it does not match its schema", excerpt);
  report(fault);
  const tolerated = insist ? undefined : judge?.tolerant(result);
  if (tolerated?.ok === true) return tolerated.value;
  throw new WireError(fault);
}

/**
 * Judges an error by what the spec says of errors.
 *
 * An error whose code and effect can be read is passed on even where something else about it is wrong; the fault is
 * reported besides.
 *
 * @param method - The operation that was called.
 * @param error - What the driver answered.
 * @param report - Receives the fault, if there is one.
 * @returns The error for the caller: a {@link DriverError}, or a {@link WireError} if the answer does not say what
 *   failed.
 */
export function judgeError(method: string, error: ErrorObject, report: FaultSink): DriverError | WireError {
  const problem = errorProblem(error);
  if (problem === undefined) return DriverError.fromWire(error as WireErrorObject);
  const fault = badErrorObject(method, problem, error);
  report(fault);
  if (isReadable(error)) return DriverError.fromWire(error);
  // Every JSON-RPC library answers so by itself where its user wrote no handler; what it means is beyond doubt.
  if (error.code === RPC_CODES.methodNotFound) {
    return new DriverError("NOT_SUPPORTED", error.message, { effect: "none", details: { operation: method } });
  }
  return new WireError(fault);
}

function errorProblem({ code, data }: ErrorObject): string | undefined {
  if (typeof data !== "object" || data === null) return 'it has no "data" with a code of the spec';
  const { code: name } = data as { code?: unknown };
  const known = typeof name === "string" && Object.hasOwn(specModel.errors, name) ? (name as ErrorCode) : undefined;
  if (known === undefined) return `its data.code ${JSON.stringify(name)} is no error code of the spec`;
  const number = specModel.errors[known]?.rpcCode;
  if (number !== code) return `its number is ${code}, and that of ${known} is ${number}`;
  return errorValidators[known].closed(data)?.[0]?.message;
}

function isReadable(error: ErrorObject): error is WireErrorObject {
  const { code, effect } = (error.data ?? {}) as { code?: unknown; effect?: unknown };
  return typeof code === "string" && ["none", "partial", "unknown"].includes(effect as string);
}
