// Runs calls on the driver: validated on the way in and out, one change per instance at a time, never the same change
// twice.
// A refusal comes before any effect, in this order: unknown operation, undeclared capability, invalid parameters,
// parameters that need an undeclared capability, reused operation id, busy instance.
import type { Clock } from "../../driver/clock.ts";
import { DriverError } from "../../driver/driver-error.ts";
import type { ComputeDriver } from "../../generated/compute-driver.ts";
import type { Capabilities, Effect } from "../../generated/types.ts";
import { contractOf } from "../contract.ts";
import type { OperationContract } from "../contract.ts";
import { acceptCall } from "../accept-call.ts";
import type { AcceptedCall } from "../accept-call.ts";
import { refuseUndeclared } from "../for-peer.ts";
import { answerError } from "./answer-error.ts";
import { CallScope } from "./call-scope.ts";
import type { ProgressSender } from "./call-scope.ts";
import { InstanceLocks, instanceOf } from "./instance-locks.ts";
import { digestOf } from "./operation-log.ts";
import type { OperationLog } from "./operation-log.ts";
import { RunningCalls } from "./running-calls.ts";
import { notSupported } from "../not-supported.ts";

/** What a {@link CallRunner} works with. */
export interface CallRunnerParts {
  readonly driver: ComputeDriver;
  /** What the driver declares now. */
  readonly capabilities: () => Capabilities;
  readonly clock: Clock;
  readonly operations: OperationLog;
  readonly sendProgress: ProgressSender;
  readonly log: (line: string) => void;
}

type DriverMethod = (params: object, scope: CallScope) => Promise<object | undefined>;

/** Runs calls on one driver. */
export class CallRunner {
  readonly #parts: CallRunnerParts;
  readonly #locks = new InstanceLocks();
  /** The calls in progress. */
  readonly running: RunningCalls = new RunningCalls();

  constructor(parts: CallRunnerParts) {
    this.#parts = parts;
  }

  /**
   * Finds the operation that a request names.
   *
   * @param method - The request's method.
   * @returns The operation.
   * @throws {@link DriverError} `NOT_SUPPORTED` if the spec has none of that name to be called, or the driver does not
   *   offer it.
   */
  find(method: string): OperationContract {
    const contract = contractOf(method);
    if (
      contract === undefined ||
      contract.model.direction !== "coreToDriver" ||
      contract.model.kind === "notification"
    ) {
      throw notSupported("call", method, "the spec has no such operation");
    }
    const capability = contract.model.capability;
    if (capability !== undefined && this.#parts.capabilities()[capability as keyof Capabilities] !== true) {
      throw notSupported("call", method, `the driver does not declare ${capability}`, capability);
    }
    if (contract.model.servedBy === "driver" && typeof this.#methodOf(method) !== "function") {
      throw notSupported("call", method, "the driver has no such method");
    }
    return contract;
  }

  /**
   * Runs a call on the driver.
   *
   * @param contract - The operation, as {@link find} found it.
   * @param rawParams - The parameters as they came; unknown fields are dropped from them.
   * @returns The result to answer.
   * @throws {@link DriverError}: the error to answer.
   */
  run(contract: OperationContract, rawParams: object): Promise<object> {
    const accepted = acceptCall(contract, rawParams);
    refuseUndeclared(contract, accepted.params, this.#parts.capabilities());
    return contract.model.kind === "change" ? this.#change(contract, accepted) : this.#read(contract, accepted);
  }

  #read(contract: OperationContract, { params, context }: AcceptedCall): Promise<object> {
    return this.#execute(
      contract,
      params,
      this.#scopeOf(contract, context),
      contract.model.kind === "read" ? "none" : "unknown",
    );
  }

  #change(contract: OperationContract, { params, context }: AcceptedCall): Promise<object> {
    const { operations } = this.#parts;
    const operation = contract.model.name;
    const operationId = context.operationId ?? "";
    const digest = digestOf(params);
    const earlier = operations.findRepeated(operationId, operation, digest);
    if (earlier?.scope !== undefined) {
      if (context.deadlineMs !== undefined) earlier.scope.limit(context.deadlineMs);
      return earlier.outcome;
    }
    if (earlier !== undefined && contract.model.idempotency === "keyed") return earlier.outcome;

    const unlock = this.#locks.acquire(instanceOf(params), { operationId, operation });
    const scope = this.#scopeOf(contract, context);
    return operations.record({ operationId, operation, digest, scope }, () =>
      this.#execute(contract, params, scope, "unknown").finally(unlock),
    );
  }

  #scopeOf(contract: OperationContract, context: AcceptedCall["context"]): CallScope {
    return new CallScope(contract.model.name, context, this.#parts.clock, this.#parts.sendProgress);
  }

  async #execute(contract: OperationContract, params: object, scope: CallScope, effect: Effect): Promise<object> {
    const { name } = contract.model;
    this.running.add(scope);
    try {
      const result = (await this.#methodOf(name)?.call(this.#parts.driver, params, scope)) ?? {};
      const problems = contract.result?.closed(result) ?? null;
      if (problems === null) return result;
      throw new DriverError("INTERNAL_ERROR", `Cannot answer ${name}: the driver's ${problems[0]?.message}`, {
        effect,
      });
    } catch (thrown) {
      if (!(thrown instanceof DriverError)) this.#logDefect(name, thrown, scope);
      throw answerError(name, thrown, scope, effect);
    } finally {
      scope.end();
      this.running.delete(scope);
    }
  }

  #methodOf(name: string): DriverMethod | undefined {
    return (this.#parts.driver as unknown as Readonly<Record<string, DriverMethod | undefined>>)[name];
  }

  /** The author of the driver needs the stack; the caller does not get it. */
  #logDefect(operation: string, thrown: unknown, scope: CallScope): void {
    if (scope.interruption !== undefined) return;
    this.#parts.log(
      `${operation} failed unexpectedly: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
    );
  }
}
