// The check's own connection, lent to a core: the core opens sessions on it and believes it to be its own, and nothing that the core
// does to it ends the driver or the check's use of it. Both share the session of the core, the newest one.
import type { CallOptions, DriverClient, DriverConnection, EventParams, SpawnParams } from "@virt-driver-kit/spec";
import { WireError } from "@virt-driver-kit/spec";

import { abortable } from "../../harness/abortable.ts";
import type { CheckContext } from "../../harness/check-context.ts";

/** A call that a core has made. */
export interface CoreCall {
  readonly operation: string;
  readonly instanceUuid: string | undefined;
  /** Absent while there is no answer. */
  readonly end?: "answered" | "refused" | "lost";
  /** What it was refused with, or why there was no answer. */
  readonly error?: unknown;
  /** What it was answered. */
  readonly result?: unknown;
}

/** What is done to a core behind its back, and what it did. */
export interface Lending {
  /** Every call, the newest last. */
  readonly calls: CoreCall[];
  /** Whether an event reaches the core. */
  hears: (event: EventParams) => boolean;
  /** The nodes, by uuid, that the core is to know of: those that the kit chose. */
  readonly nodes: ReadonlySet<string>;
}

const LOST = new WireError({
  kind: "connection-closed",
  blame: "caller",
  message: "The connection was taken from the core",
  hint: "Connect again",
});

/** What is lent: the connection and the watched driver that a check has now, or a connection beside them. */
export type Lent = Pick<CheckContext, "connection" | "driver"> | DriverConnection;

/** Lends a connection. It is given back when the core closes it, or the driver ends it. */
export function lend(lent: Lent, lending: Lending): DriverConnection {
  const { driver } = lent;
  const connection = "connection" in lent ? lent.connection : lent;
  const over = new AbortController();
  const stops: (() => void)[] = [];
  const giveBack = (): void => {
    stops.splice(0).forEach((stop) => stop());
    over.abort(LOST);
  };
  const closedByCore = new Promise<{ requested: boolean }>((resolve) => {
    over.signal.addEventListener("abort", () => resolve({ requested: true }), { once: true });
  });
  void connection.closed.then(giveBack);
  return {
    ...methodsOf(connection),
    driver: lentDriver(driver, over.signal, lending),
    get session() {
      return connection.session;
    },
    get faults() {
      return connection.faults;
    },
    closed: Promise.race([connection.closed, closedByCore]),
    onEvent: (listener) => {
      const stop = connection.onEvent((event) => lending.hears(event) && listener(event));
      stops.push(stop);
      return stop;
    },
    close: async () => giveBack(),
  };
}

function methodsOf(
  connection: DriverConnection,
): Omit<DriverConnection, "driver" | "session" | "faults" | "closed" | "close" | "process"> {
  return {
    initialize: (request, options) => connection.initialize(request, options),
    cancelOperation: (operationId) => connection.cancelOperation(operationId),
    request: (method, params, options) => connection.request(method, params, options),
    writeRaw: (bytes, answers) => connection.writeRaw(bytes, answers),
    holdReading: () => connection.holdReading(),
    onEvent: (listener) => connection.onEvent(listener),
    onNotification: (name, listener) => connection.onNotification(name, listener),
    onFault: (listener) => connection.onFault(listener),
    onMessage: (tap) => connection.onMessage(tap),
  };
}

type Send = (params?: object, options?: CallOptions) => Promise<unknown>;

function lentDriver(driver: DriverClient, signal: AbortSignal, lending: Lending): DriverClient {
  return new Proxy(driver, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      // The session is the check's as well, and the check has not finished with it.
      if (name === "shutdown") return async () => ({});
      const send: Send = (params, options) => method.call(target, params, options) as Promise<unknown>;
      return noting(String(name), signal, lending, name === "listNodes" ? ofNodes(send, lending.nodes) : send);
    },
  });
}

/** Notes what becomes of each call. */
function noting(operation: string, signal: AbortSignal, { calls }: Lending, send: Send): Send {
  return async (params = {}, options) => {
    const index = calls.length;
    const call = { operation, instanceUuid: uuidIn(params) };
    calls.push(call);
    try {
      const result = await abortable(signal, () => send(params, options));
      calls[index] = { ...call, end: "answered", result };
      return result;
    } catch (error) {
      calls[index] = { ...call, end: error instanceof WireError ? "lost" : "refused", error };
      throw error;
    }
  };
}

function uuidIn(params: object): string | undefined {
  const { instanceUuid, instance } = params as { instanceUuid?: string } & Partial<Pick<SpawnParams, "instance">>;
  return instanceUuid ?? instance?.uuid;
}

/** Shows the nodes that the kit chose, and no others: what else a site has is not to be touched. */
function ofNodes(send: Send, chosen: ReadonlySet<string>): Send {
  return async (params, options) => {
    const page = (await send(params, options)) as { readonly nodes: readonly { readonly uuid: string }[] };
    return { ...page, nodes: page.nodes.filter(({ uuid }) => chosen.has(uuid)) };
  };
}
