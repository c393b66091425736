// Which changing call is working on which instance. A second one is refused at once; reads do not ask.
import { DriverError } from "../../driver/driver-error.ts";

/** The call that an instance is locked by. */
export interface LockHolder {
  readonly operationId: string;
  readonly operation: string;
}

/** The locks of one run of a driver. */
export class InstanceLocks {
  readonly #holders = new Map<string, LockHolder>();

  /**
   * Locks an instance for a call.
   *
   * @param instanceUuid - The instance; undefined for a call that is not about one.
   * @param holder - The call.
   * @returns Releases the lock.
   * @throws {@link DriverError} `INSTANCE_BUSY`, naming the call in the way, if the instance is locked.
   * @see Requirement `operations/busy-instance-is-refused`
   */
  acquire(instanceUuid: string | undefined, holder: LockHolder): () => void {
    if (instanceUuid === undefined) return () => undefined;
    const { operationId, operation } = this.#holders.get(instanceUuid) ?? {};
    if (operationId !== undefined && operation !== undefined) {
      const message = `Cannot begin ${holder.operation} of instance "${instanceUuid}": ${operation} is in progress`;
      throw new DriverError("INSTANCE_BUSY", message, {
        effect: "none",
        details: { instanceUuid, operationId, operation },
      });
    }
    this.#holders.set(instanceUuid, holder);
    return () => this.#holders.delete(instanceUuid);
  }
}

/**
 * Finds the instance that a call is about.
 *
 * @param params - The call's parameters, which name it as `instanceUuid` or carry it as `instance`.
 * @returns Its uuid; undefined if the call is not about one instance.
 */
export function instanceOf(params: object): string | undefined {
  const { instanceUuid, instance } = params as { instanceUuid?: unknown; instance?: { uuid?: unknown } };
  const uuid = instanceUuid ?? instance?.uuid;
  return typeof uuid === "string" ? uuid : undefined;
}
