// What all operations on an instance do alike: say what they attempt, and turn whatever goes wrong into an error of the spec.
import { type Call, DriverError, type Effect, type PowerState } from "@virt-driver-kit/spec";

/**
 * Does the work of an operation, and makes any failure of host or hypervisor a `BACKEND_FAILED`.
 *
 * @param attempt - What is being attempted, as in `spawn instance "..."`.
 * @param effect - What a failure leaves behind, where it does not say so itself.
 * @param call - The call. Its interruption is passed on as it is.
 * @param work - The work.
 * @throws {@link DriverError}, or the reason of the call's interruption.
 */
export async function attempting<T>(attempt: string, effect: Effect, call: Call, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DriverError || (call.signal.aborted && error === call.signal.reason)) throw error;
    throw new DriverError("BACKEND_FAILED", `Cannot ${attempt}: ${(error as Error).message}`, {
      effect,
      details: { step: attempt },
      cause: error,
    });
  }
}

/**
 * The error of an operation that is not possible in an instance's power state.
 *
 * @param attempt - What was attempted, as in `pause`.
 */
export function invalidState(attempt: string, instanceUuid: string, powerState: PowerState): DriverError {
  return new DriverError(
    "INVALID_STATE",
    `Cannot ${attempt} instance "${instanceUuid}": power state is "${powerState}"`,
    {
      effect: "none",
      details: { instanceUuid, powerState },
    },
  );
}

/** The member of an event that names the call which caused it. */
export function causeOf({ operationId }: Call): { operationId?: string } {
  return operationId === undefined ? {} : { operationId };
}
