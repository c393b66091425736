// What became of the changing calls, by their operation id.
// It answers `getOperation`, keeps a repeated call from running twice, and notices an id that is used for something
// else. Calls in progress are never forgotten; of the finished ones the last 4096 are kept.
import { hash } from "node:crypto";
import { DriverError } from "../../driver/driver-error.ts";
import type { GetOperationResult } from "../../generated/types.ts";
import type { CallScope } from "./call-scope.ts";

/** How many finished calls are remembered. */
const FINISHED_KEPT = 4096;

/** A changing call that the driver has begun. */
export interface OperationRecord {
  readonly operationId: string;
  readonly operation: string;
  /** A digest of the parameters, so that no secret among them is kept. */
  readonly digest: string;
  /** The call itself, while it runs. */
  scope: CallScope | undefined;
  /** Settles with the call's answer. */
  outcome: Promise<object>;
  state: "running" | "succeeded" | "failed";
  error?: DriverError;
  /** What of the answer the caller has to store; `getOperation` tells it again. */
  kept?: KeptResult;
}

/** The members of any result that a caller stores and no read returns. */
export type KeptResult = Pick<GetOperationResult, "driverState" | "attachedVolumes" | "taggedDevices">;

/** The changing calls of one run of a driver. */
export class OperationLog {
  readonly #records = new Map<string, OperationRecord>();
  /** The finished calls, the one that ended first in front. */
  readonly #finished = new Set<string>();

  /** The record of a call, if it is known. */
  get(operationId: string): OperationRecord | undefined {
    return this.#records.get(operationId);
  }

  /**
   * Finds the earlier call that a call repeats.
   *
   * @param operationId - The call's identity.
   * @param operation - The operation called.
   * @param digest - Its parameters; see {@link digestOf}.
   * @returns The earlier call; undefined if there is none.
   * @throws {@link DriverError} `OPERATION_CONFLICT` if the earlier call was another one.
   * @see Requirement `operations/reused-id-is-refused`
   */
  findRepeated(operationId: string, operation: string, digest: string): OperationRecord | undefined {
    const record = this.#records.get(operationId);
    if (record === undefined || (record.operation === operation && record.digest === digest)) return record;
    const difference = record.operation === operation ? "with other parameters" : `by ${record.operation}`;
    throw new DriverError(
      "OPERATION_CONFLICT",
      `Cannot begin ${operation}: operation id "${operationId}" was used before ${difference}`,
      {
        effect: "none",
        details: { operationId },
      },
    );
  }

  /**
   * Records a call that begins, and what becomes of it.
   *
   * @param begun - The call.
   * @param run - Does the work. Called at once.
   * @returns The call's answer.
   */
  record(
    begun: Pick<OperationRecord, "operationId" | "operation" | "digest" | "scope">,
    run: () => Promise<object>,
  ): Promise<object> {
    const record: OperationRecord = { ...begun, outcome: Promise.resolve({}), state: "running" };
    this.#records.set(record.operationId, record);
    this.#finished.delete(record.operationId);
    record.outcome = run().then(
      (result) => {
        record.kept = keptOf(result);
        this.#finish(record, "succeeded");
        return result;
      },
      (thrown: unknown) => {
        record.error = DriverError.from(thrown);
        this.#finish(record, "failed");
        throw record.error;
      },
    );
    return record.outcome;
  }

  #finish(record: OperationRecord, state: "succeeded" | "failed"): void {
    record.state = state;
    record.scope = undefined;
    this.#finished.add(record.operationId);
    const [oldest] = this.#finished;
    if (oldest === undefined || this.#finished.size <= FINISHED_KEPT) return;
    this.#finished.delete(oldest);
    this.#records.delete(oldest);
  }
}

function keptOf({ driverState, attachedVolumes, taggedDevices }: KeptResult): KeptResult {
  return {
    ...(driverState !== undefined && { driverState }),
    ...(attachedVolumes !== undefined && { attachedVolumes }),
    ...(taggedDevices !== undefined && { taggedDevices }),
  };
}

/**
 * Condenses parameters to what tells them from others.
 *
 * @param params - The parameters, without the members that only accompany a call.
 * @returns A digest that does not depend on the order of members.
 */
export function digestOf(params: object): string {
  return hash("sha256", sortedJson(params), "base64");
}

/** JSON with the members of each object in the order of their names. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const object = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(object).filter((name) => object[name] !== undefined);
  return `{${names
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${sortedJson(object[name])}`)
    .join()}}`;
}
