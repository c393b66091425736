/** The request that is being carried out, so that a step deep inside it can tell what it belongs to. */

import { AsyncLocalStorage } from "node:async_hooks";

/** A request to the driver. */
export interface CurrentRequest {
  readonly operation: string;
  /** Its parameters, as the caller sent them. */
  readonly params: object;
  /** The run of the driver that carries it out. */
  readonly life: Life;
}

/** A run of a driver. */
export interface Life {
  /** Whether it was killed, in a process that goes on. What it was doing then ends where it is. */
  isOver: boolean;
}

const storage = new AsyncLocalStorage<CurrentRequest>();

/** Carries a request out. */
export function during<T>(request: CurrentRequest, work: () => T): T {
  return storage.run(request, work);
}

/** The request that the code that asks is part of; undefined outside any, as in a timer. */
export function currentRequest(): CurrentRequest | undefined {
  return storage.getStore();
}

/** The instance that a request is about, named as `instanceUuid` or described as `instance`. */
export function instanceIn(params: object): string | undefined {
  const { instanceUuid, instance } = params as { instanceUuid?: string; instance?: { uuid?: string } };
  return instanceUuid ?? instance?.uuid;
}

/** The node that a request names. */
export function nodeIn(params: object): string | undefined {
  return (params as { node?: string }).node;
}
