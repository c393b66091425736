// Judges what the other side answered against the spec, and makes of it what whoever asked gets.
import { DriverError } from "../driver/driver-error.ts";
import type { WireErrorObject } from "../driver/driver-error.ts";
import { specModel } from "../generated/spec-model.ts";
import type { ErrorCode } from "../generated/types.ts";
import { errorValidators } from "../validation/validators.ts";
import type { OperationContract } from "./contract.ts";
import { badErrorObject, invalidResult } from "./faults/call-faults.ts";
import { excerptOfJson, jsonOf } from "./faults/excerpt.ts";
import { WireError } from "./faults/wire-error.ts";
import type { Blame, WireFault } from "./faults/wire-fault.ts";
import { RPC_CODES } from "./json-rpc.ts";
import type { ErrorObject } from "./json-rpc.ts";
import { redactValue } from "./redact.ts";

/** Who answered, and who is to know what is wrong with it. */
export interface Judgement {
  /** Who answered. */
  readonly peer: Blame;
  /** Whether a result that does not match fails the call, even where a tolerant receiver could use it. */
  readonly insist: boolean;
  /** Receives what was found wrong. */
  readonly report: (fault: WireFault) => void;
}

/**
 * Judges a result by the closed form.
 *
 * @param contract - The operation that was called.
 * @param result - What was answered.
 * @param judgement - By whom, and who is to know of the fault, if there is one.
 * @returns The result; without unknown fields, if it had any.
 * @throws {@link WireError} `schema-violation` if the result cannot be used.
 */
export function judgeResult(contract: OperationContract, result: unknown, { peer, insist, report }: Judgement): object {
  const { model, result: judge } = contract;
  const problems = judge?.closed(result) ?? null;
  if (problems === null) return result as object;
  const excerpt = excerptOfJson(redactValue(model.result ?? {}, result));
  const fault = invalidResult(model.name, problems[0]?.message ?? "it does not match its schema", excerpt, peer);
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
 * @param error - What was answered.
 * @param judgement - By whom, and who is to know of the fault, if there is one.
 * @returns The error for the caller: a {@link DriverError}, or a {@link WireError} if the answer does not say what
 *   failed.
 */
export function judgeError(
  method: string,
  error: ErrorObject,
  { peer, report }: Omit<Judgement, "insist">,
): DriverError | WireError {
  const problem = wireErrorProblem(error);
  if (problem === undefined) return DriverError.fromWire(error as WireErrorObject);
  const fault = badErrorObject(method, problem, error, peer);
  report(fault);
  if (isReadable(error)) return DriverError.fromWire(error);
  // Every JSON-RPC library answers so by itself where its user wrote no handler; what it means is beyond doubt.
  if (error.code === RPC_CODES.methodNotFound) {
    return new DriverError("NOT_SUPPORTED", error.message, { effect: "none", details: { operation: method } });
  }
  return new WireError(fault);
}

function wireErrorProblem({ code, data }: ErrorObject): string | undefined {
  if (typeof data !== "object" || data === null) return 'it has no "data" with a code of the spec';
  const { code: name } = data as { code?: unknown };
  const known = typeof name === "string" && Object.hasOwn(specModel.errors, name) ? (name as ErrorCode) : undefined;
  if (known === undefined) return `its data.code ${jsonOf(name)} is no error code of the spec`;
  const number = specModel.errors[known]?.rpcCode;
  if (number !== code) return `its number is ${code}, and that of ${known} is ${number}`;
  return errorValidators[known].closed(data)?.[0]?.message;
}

function isReadable(error: ErrorObject): error is WireErrorObject {
  const { code, effect } = (error.data ?? {}) as { code?: unknown; effect?: unknown };
  return typeof code === "string" && ["none", "partial", "unknown"].includes(effect as string);
}
