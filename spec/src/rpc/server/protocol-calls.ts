// The operations that the library serves itself: `initialize`, `getOperation`, `shutdown` and the notification
// `cancelOperation`.
import type { DriverDefinition } from "../../driver/define-driver.ts";
import { DriverError } from "../../driver/driver-error.ts";
import { specModel } from "../../generated/spec-model.ts";
import type {
  GetOperationParams,
  GetOperationResult,
  InitializeParams,
  InitializeResult,
} from "../../generated/types.ts";
import { validators } from "../../validation/validators.ts";
import { SPEC_VERSIONS } from "../contract.ts";
import type { OperationContract } from "../contract.ts";
import { within } from "../within.ts";
import { acceptCall } from "../accept-call.ts";
import type { CallerNotices } from "./caller-notices.ts";
import { highestCommonVersion } from "./negotiate-version.ts";
import type { OperationLog } from "./operation-log.ts";
import type { RunningCalls } from "./running-calls.ts";
import type { SessionControl } from "./session-control.ts";

/** What these operations need of a connection. */
export interface NegotiatingConnection {
  /** How long a message the caller accepts, in bytes. */
  peerMaxMessageBytes: number;
  /** The version of the spec that its session speaks. */
  specVersion: string | undefined;
}

/** What {@link ProtocolCalls} work with. */
export interface ProtocolParts<Connection extends NegotiatingConnection> {
  readonly definition: DriverDefinition;
  readonly notices: CallerNotices;
  readonly maxMessageBytes: number;
  readonly sessions: SessionControl<Connection>;
  readonly operations: OperationLog;
  readonly running: RunningCalls;
  /** How long a shutdown lets calls finish, and then clean up, in real milliseconds. */
  readonly graceMs: number;
  /** Called once a shutdown is about to be answered. */
  readonly onShutdown: () => void;
}

/** Serves the protocol's own operations. */
export class ProtocolCalls<Connection extends NegotiatingConnection> {
  readonly #parts: ProtocolParts<Connection>;

  /**
   * @param parts - What to work with.
   * @throws TypeError if the driver's definition does not match the schema of what `initialize` tells of it.
   */
  constructor(parts: ProtocolParts<Connection>) {
    this.#parts = parts;
    const problems = validators.initialize.result.closed(this.#session(specModel.version));
    if (problems !== null) throw new TypeError(`Cannot serve "${parts.definition.name}": ${problems[0]?.message}`);
  }

  /**
   * Serves a request.
   *
   * @param connection - Where it came from.
   * @param contract - The operation.
   * @param rawParams - Its parameters as they came.
   * @returns The result to answer.
   * @throws {@link DriverError}: the error to answer.
   */
  async call(connection: Connection, contract: OperationContract, rawParams: object): Promise<object> {
    const { params } = acceptCall(contract, rawParams);
    switch (contract.model.name) {
      case "initialize":
        return this.#initialize(connection, params as InitializeParams);
      case "getOperation":
        return this.#getOperation(params as GetOperationParams);
      default:
        return this.#shutdown();
    }
  }

  /** Serves `cancelOperation`. A call that is finished or unknown, or parameters that do not fit, change nothing. */
  cancel(params: object): void {
    const accepted = validators.cancelOperation.params.tolerant(params);
    if (accepted.ok) this.#parts.operations.get(accepted.value.operationId)?.scope?.cancel();
  }

  #initialize(connection: Connection, params: InitializeParams): InitializeResult {
    const { sessions } = this.#parts;
    const specVersion = highestCommonVersion(params.specVersions, SPEC_VERSIONS);
    if (specVersion === undefined) {
      const message = `Cannot open a session: the caller speaks ${params.specVersions.join(", ")} and the driver ${SPEC_VERSIONS.join(", ")}`;
      throw new DriverError("VERSION_NOT_SUPPORTED", message, {
        effect: "none",
        details: { supportedVersions: [...SPEC_VERSIONS] },
      });
    }
    sessions.open(connection, params.epoch);
    connection.peerMaxMessageBytes = params.maxMessageBytes;
    connection.specVersion = specVersion;
    return this.#session(specVersion);
  }

  /** What a session is told of the driver. */
  #session(specVersion: string): InitializeResult {
    const { definition, notices, maxMessageBytes } = this.#parts;
    const { name, version } = definition;
    const { driverEpoch, capabilities } = notices;
    return { specVersion, driver: { name, version }, driverEpoch, capabilities, maxMessageBytes };
  }

  #getOperation({ operationId }: GetOperationParams): GetOperationResult {
    const record = this.#parts.operations.get(operationId);
    if (record === undefined) return { operationId, state: "unknown" };
    const { operation, state, error, kept } = record;
    if (error === undefined) return { operationId, state, operation, ...kept };
    return {
      operationId,
      state,
      operation,
      error: { code: error.code, message: error.message.slice(0, 4096), effect: error.effect },
    };
  }

  /** Lets the calls in progress finish; those that take too long are asked to clean up. */
  async #shutdown(): Promise<object> {
    const { sessions, running, graceMs, onShutdown } = this.#parts;
    sessions.shutDown();
    // A newer session may have taken the control meanwhile, and what runs now may be its own.
    if (!(await within(graceMs, running.idle())) && sessions.isShutDown) {
      running.cancelAll();
      await within(graceMs, running.idle());
    }
    onShutdown();
    return {};
  }
}
