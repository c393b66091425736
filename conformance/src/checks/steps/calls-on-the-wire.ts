// Which calls are in progress, by the order of the messages on the wire: a promise is settled too late to tell whether
// something came before an answer or right behind it.
import type { MessageId, WireMessage } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/** The changing calls of a connection since they are being watched. */
export interface CallsOnTheWire {
  /** The operation, if a call of that identity is in progress at this moment. */
  inProgress(operationId: string): string | undefined;
  /** The operation, if a call of that identity was answered. */
  answered(operationId: string): string | undefined;
  /** Has a function called with every notification that comes, at the moment when it comes. */
  onNotification(method: string, listener: (params: object) => void): void;
}

interface WatchedCall {
  readonly operationId: string;
  readonly operation: string;
}

/** Starts watching the calls of the check's connection, until the check ends. */
export function watchCalls(t: CheckContext): CallsOnTheWire {
  const byId = new Map<MessageId, WatchedCall>();
  const answered = new Map<string, string>();
  const listeners: { readonly method: string; readonly tell: (params: object) => void }[] = [];
  const stop = t.connection.onMessage(({ direction, message }) => {
    if (direction === "sent") {
      const call = callIn(message);
      if (call !== undefined && "id" in message && message.id !== null) byId.set(message.id, call);
    } else if ("method" in message) {
      const { method, params = {} } = message;
      for (const listener of listeners) if (listener.method === method) listener.tell(params);
    } else {
      const call = message.id === null ? undefined : byId.get(message.id);
      if (call === undefined || message.id === null) return;
      byId.delete(message.id);
      answered.set(call.operationId, call.operation);
    }
  });
  t.onCleanup(async () => stop());
  return {
    inProgress: (operationId) => [...byId.values()].find((call) => call.operationId === operationId)?.operation,
    answered: (operationId) => answered.get(operationId),
    onNotification: (method, tell) => void listeners.push({ method, tell }),
  };
}

function callIn(message: WireMessage): WatchedCall | undefined {
  if (!("method" in message)) return undefined;
  const { call } = (message.params ?? {}) as { readonly call?: { readonly operationId?: string } };
  return call?.operationId === undefined ? undefined : { operationId: call.operationId, operation: message.method };
}
