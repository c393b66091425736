// Reads a request's parameters as their receiver: fields unknown to this version are dropped, everything else must fit.
import { DriverError } from "../../driver/driver-error.ts";
import type { CallContext } from "../../generated/types.ts";
import { firstProblem } from "../contract.ts";
import type { OperationContract } from "../contract.ts";

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
 * @throws {@link DriverError} `INVALID_REQUEST`, naming the first field that does not fit.
 * @see Requirements `protocol/refuses-invalid-requests`, `protocol/ignores-unknown-fields`
 */
export function acceptCall(contract: OperationContract, rawParams: object): AcceptedCall {
  const accepted = contract.params.tolerant(rawParams);
  if (!accepted.ok) {
    const details = firstProblem(accepted.problems);
    const message = `Cannot begin ${contract.model.name}: ${details.path} ${details.problem}`;
    throw new DriverError("INVALID_REQUEST", message, { effect: "none", details });
  }
  const { call = NO_CONTEXT, ...params } = accepted.value as { call?: CallContext };
  return { params, context: call };
}
