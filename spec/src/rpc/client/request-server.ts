// Serves what the driver asks of its caller.
import { DriverError } from "../../driver/driver-error.ts";
import type { Capabilities, CoreRequestMap, InitializeResult } from "../../generated/types.ts";
import { acceptCall } from "../accept-call.ts";
import { contractOf } from "../contract.ts";
import type { OperationContract } from "../contract.ts";
import { errorProblem } from "../error-problem.ts";
import { invalidMessage } from "../faults/call-faults.ts";
import { undeclaredRequest, unexpectedRequest } from "../faults/message-faults.ts";
import type { WireFault } from "../faults/wire-fault.ts";
import { shownCall } from "../faults/shown-message.ts";
import { forVersion } from "../for-peer.ts";
import { notSupported } from "../not-supported.ts";

/** The circumstances of a request of the driver's. */
export interface CoreRequest {
  /** Aborts when the connection is gone: nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * What a caller does for the driver that it calls, by operation; see `CoreClient` for what each promises.
 *
 * A handler resolves with the result, or rejects with a `DriverError`; anything else that it throws is answered INTERNAL_ERROR. A
 * request without a handler is answered NOT_SUPPORTED.
 */
export type CoreRequests = {
  readonly [Name in keyof CoreRequestMap]?: (
    params: CoreRequestMap[Name]["params"],
    request: CoreRequest,
  ) => CoreRequestMap[Name]["result"] | Promise<CoreRequestMap[Name]["result"]>;
};

type Handler = (params: object, request: CoreRequest) => object | Promise<object>;

/** What a {@link RequestServer} works with. */
export interface RequestServerParts {
  readonly handlers: CoreRequests;
  /** What was agreed on with the driver, once that is so. */
  readonly session: () => InitializeResult | undefined;
  /** Receives what is wrong with a request. */
  readonly report: (fault: WireFault) => void;
}

/** Serves the requests of one driver. */
export class RequestServer {
  readonly #parts: RequestServerParts;
  readonly #gone = new AbortController();

  constructor(parts: RequestServerParts) {
    this.#parts = parts;
  }

  /** The connection is gone. */
  end(): void {
    this.#gone.abort();
  }

  /**
   * Serves a request.
   *
   * @param method - What is asked.
   * @param rawParams - The parameters as they came.
   * @returns The result to answer.
   * @throws {@link DriverError}: the error to answer.
   */
  async serve(method: string, rawParams: object): Promise<object> {
    if (this.#gone.signal.aborted) throw noSession(method);
    const { contract, handler } = this.#find(method, rawParams);
    const problems = contract.params.closed(rawParams);
    if (problems !== null)
      this.#parts.report(
        invalidMessage("request", method, problems[0]?.message ?? "it is wrong", shownCall(method, rawParams)),
      );
    const { params } = acceptCall(contract, rawParams);
    const result = checkedResult(contract, await this.#run(method, handler, params));
    return forVersion(contract, "result", result, this.#parts.session()?.specVersion, (state) => {
      throw new DriverError("INTERNAL_ERROR", `Cannot answer ${method}: ${state}`);
    });
  }

  #find(method: string, params: object): { contract: OperationContract; handler: Handler } {
    const { handlers, session, report } = this.#parts;
    const contract = contractOf(method);
    if (contract?.model.kind !== "request") {
      report(unexpectedRequest(method, shownCall(method, params)));
      throw notSupported("ask", method, "the spec has no such request");
    }
    const { capability } = contract.model;
    if (capability !== undefined && session()?.capabilities[capability as keyof Capabilities] !== true) {
      report(undeclaredRequest(method, capability, shownCall(method, params)));
      throw notSupported("ask", method, `the driver does not declare ${capability}`, capability);
    }
    const handler = (handlers as Readonly<Record<string, Handler | undefined>>)[method];
    if (handler === undefined) throw notSupported("ask", method, "this caller does not serve it");
    return { contract, handler };
  }

  async #run(method: string, handler: Handler, params: object): Promise<object> {
    try {
      return await handler(params, { signal: this.#gone.signal });
    } catch (thrown) {
      const error = DriverError.from(thrown);
      const problem = errorProblem(error);
      if (problem === undefined) throw error;
      const message = `Cannot answer ${method} with ${error.code}: ${problem}; it said ${JSON.stringify(error.message)}`;
      throw new DriverError("INTERNAL_ERROR", message, { effect: error.effect, cause: error });
    }
  }
}

function checkedResult({ model, result: judge }: OperationContract, result: object): object {
  const problems = judge?.closed(result) ?? null;
  if (problems === null) return result;
  throw new DriverError("INTERNAL_ERROR", `Cannot answer ${model.name}: the caller's ${problems[0]?.message}`);
}

function noSession(operation: string): DriverError {
  const message = `Cannot ask ${operation}: the session is over`;
  return new DriverError("SESSION_NOT_INITIALIZED", message, { effect: "none" });
}
