// Reads a request's parameters as their receiver: fields unknown to this version are dropped, everything else must fit.
import { DriverError } from "../driver/driver-error.ts";
import type { CallContext } from "../generated/types.ts";
import type { ValidationProblem } from "../validation/validator.ts";
import { firstProblem } from "./contract.ts";
import type { OperationContract } from "./contract.ts";

/** A request that may be run. */
export interface AcceptedCall {
  /** The operation's own parameters. */
  readonly params: object;
  /** What accompanies them. */
  readonly context: CallContext;
}

const NO_CONTEXT: CallContext = Object.freeze({});

/**
 * Takes a request's parameters apart and checks them.
 *
 * @param contract - The operation called.
 * @param rawParams - The parameters as they came, the member `call` among them.
 * @returns The operation's own parameters, and what accompanies them.
 * @throws {@link DriverError} `INVALID_REQUEST`, naming the first field that does not fit; `NOT_SUPPORTED` if all that is wrong are variants
 *   of unions that this version of the spec does not have.
 * @see Requirements `protocol/refuses-invalid-requests`, `protocol/ignores-unknown-fields`
 */
export function acceptCall(contract: OperationContract, rawParams: object): AcceptedCall {
  const accepted = contract.params.tolerant(rawParams);
  if (!accepted.ok) throw refusal(contract.model.name, accepted.problems);
  const { call = NO_CONTEXT, ...params } = accepted.value as { call?: CallContext };
  return { params, context: call };
}

/** A variant that a later version has is no mistake: the caller may go on without. */
function refusal(operation: string, problems: readonly ValidationProblem[]): DriverError {
  const details = firstProblem(problems);
  const message = `Cannot begin ${operation}: ${details.path} ${details.problem}`;
  return problems.every(({ unknownVariant }) => unknownVariant !== undefined)
    ? new DriverError("NOT_SUPPORTED", message, { effect: "none", details: { operation, path: details.path } })
    : new DriverError("INVALID_REQUEST", message, { effect: "none", details });
}
