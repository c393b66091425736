/**
 * Makes changing calls in such a way that their outcome is never guessed: not when the connection breaks, and not when this core dies.
 *
 * Every call has an identity that is on disk before the call leaves. A call without an answer is asked about, over a new connection or by
 * the next run of the core, until the driver says how it ended or that it does not know.
 */
import { DriverError } from "@virt-driver-kit/spec";
import type { Clock, FailedCall } from "@virt-driver-kit/spec";
import { Backoff } from "../driver/backoff.ts";
import type { CallWatch, ChangeName, ChangeParams } from "../driver/change.ts";
import type { DriverSession } from "../driver/driver-session.ts";
import { NoAnswerError } from "../driver/session-errors.ts";
import type { CoreDatabase } from "../persistence/core-database.ts";
import type { InstanceStore } from "../persistence/instance-store.ts";
import type { OperationRecord, OperationStore } from "../persistence/operation-store.ts";

/** How a call ended. */
export type Outcome =
  /** What the driver wants to be given back is stored already. */
  | { readonly kind: "succeeded" }
  | { readonly kind: "failed"; readonly error: DriverError }
  /** The driver has no record of it. `isSameRun`: it has not been restarted since, so that the call never arrived. */
  | { readonly kind: "unknown"; readonly isSameRun: boolean };

/** A call that was made, and how it ended. Its record stays pending until it is concluded with {@link OperationStore.finish}. */
export interface MadeCall {
  readonly record: OperationRecord;
  readonly outcome: Outcome;
}

/** A call to make. */
export interface CallRequest<Name extends ChangeName> extends CallWatch {
  readonly instanceUuid: string;
  readonly operation: Name;
  /**
   * Takes the instance for this call and says with which parameters it is made, in the transaction that stores it and right before the
   * call leaves. `undefined` calls it off.
   */
  readonly prepare: () => ChangeParams[Name] | undefined;
}

/** How long a call that is in progress is left alone before it is asked about again. */
const LONGEST_POLL_MS = 1000;

/** What calls are made with. */
export interface RunnerParts {
  readonly session: DriverSession;
  readonly database: CoreDatabase;
  readonly instances: InstanceStore;
  readonly operations: OperationStore;
  /** The instances whose state is known; one that is called about leaves it, until it is read. */
  readonly known: Set<string>;
  readonly clock: Clock;
  readonly mintUuid: () => string;
}

/** Makes calls and finds out how they ended. The caller holds the instance's lock. */
export class OperationRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /**
   * Makes a call under a new identity.
   *
   * @returns The call and its end; undefined if `prepare` called it off.
   * @throws SessionEndedError if this core is stopped or fenced before the end is known. The record stays pending.
   * @see Requirement `operations/fresh-identity-per-call`
   */
  async run<Name extends ChangeName>(request: CallRequest<Name>): Promise<MadeCall | undefined> {
    const { instanceUuid, operation } = request;
    const { session, database, operations, clock, mintUuid } = this.#parts;
    const { driverEpoch } = await session.whenOpen();
    const record = database.transaction((): OperationRecord | undefined => {
      const params = request.prepare();
      if (params === undefined) return undefined;
      const stored = { operationId: mintUuid(), instanceUuid, operation, params, driverEpoch };
      operations.begin(stored, clock.now());
      return stored;
    });
    return record && { record, outcome: await this.#call(record, request) };
  }

  /** Makes the same call again, under the same identity, because it is known that nobody works on it. */
  async repeat(record: OperationRecord, watch: CallWatch = {}): Promise<Outcome> {
    const { driverEpoch } = await this.#parts.session.whenOpen();
    this.#parts.operations.readdress(record.operationId, driverEpoch);
    return this.#call({ ...record, driverEpoch }, watch);
  }

  /**
   * Finds out how a call ended that got no answer, and waits for its end if it is in progress.
   *
   * @see Requirement `getOperation/unknown-means-read-the-state`; what to conclude from that is the caller's to decide
   */
  async settle(record: OperationRecord, { signal }: CallWatch = {}): Promise<Outcome> {
    const { operationId, instanceUuid } = record;
    const { session, instances, clock } = this.#parts;
    const backoff = new Backoff(clock, session.ended, LONGEST_POLL_MS);
    let isCancelled = false;
    for (;;) {
      const { state, error, driverState } = await session.read(({ driver }) => driver.getOperation({ operationId }));
      if (state === "succeeded") {
        if (driverState !== undefined) instances.keepDriverState(instanceUuid, driverState);
        return { kind: "succeeded" };
      }
      if (state === "failed") return { kind: "failed", error: failureOf(record, error) };
      if (state === "unknown") {
        return { kind: "unknown", isSameRun: (await session.whenOpen()).driverEpoch === record.driverEpoch };
      }
      if (signal?.aborted === true && !isCancelled) {
        isCancelled = true;
        session.cancel(operationId);
      }
      await backoff.wait();
    }
  }

  async #call(record: OperationRecord, watch: CallWatch): Promise<Outcome> {
    const { session, instances, known } = this.#parts;
    known.delete(record.instanceUuid);
    try {
      const { driverState } = await session.change(record, watch);
      if (driverState !== undefined) instances.keepDriverState(record.instanceUuid, driverState);
      return { kind: "succeeded" };
    } catch (error) {
      if (error instanceof DriverError) return { kind: "failed", error };
      if (error instanceof NoAnswerError) return this.settle(record, watch);
      throw error;
    }
  }
}

/** How a call failed, as `getOperation` tells it: without the details, which nothing here depends on. */
function failureOf({ operation }: OperationRecord, failed: FailedCall | undefined): DriverError {
  const { code, message, effect } = failed ?? {
    code: "INTERNAL_ERROR",
    message: `${operation} failed`,
    effect: "unknown",
  };
  return DriverError.fromWire({ code: 0, message, data: { code, effect } });
}
