// Stands between the kit and a right driver and changes what they say to each other, so that a driver can be wrong on the wire
// in ways that no driver written with the library could be.
import type { Duplex } from "node:stream";

/** The parameters of a request, with the member that accompanies every call. */
export interface RequestParams {
  call?: { operationId?: string; deadlineMs?: number };
  [name: string]: unknown;
}

/** A request, or a notification of the caller if it has no id. */
export interface Request {
  readonly jsonrpc: "2.0";
  readonly id?: number | string;
  readonly method: string;
  readonly params: RequestParams;
}

/** An answer of the driver. */
export interface Answer {
  readonly jsonrpc: "2.0";
  readonly id: number | string | null;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: AnswerError;
}

/** The error of an answer. */
export interface AnswerError {
  readonly code: number;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A notification of the driver. */
export interface Notification {
  readonly jsonrpc: "2.0";
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What goes to the caller: messages, or text that is written as it is. */
export type ToCaller = Answer | Notification | Request | string;

/** One connection, seen from between its ends. */
export interface Relay {
  /** Sends a request on to the driver. */
  toDriver(request: Request): void;
  /** Sends something to the caller. */
  toCaller(message: ToCaller): void;
  /** Asks the driver something that the caller did not ask. */
  ask(method: string, params: object): Promise<Answer>;
  /** Ends the caller's connection. */
  hangUp(): void;
}

/** Changes messages. What a function returns is sent instead; nothing, if that is empty. Left out: all goes on as it is. */
export interface Meddler {
  /** A request or notification of the caller; what is returned goes to the driver. */
  readonly request?: (request: Request, relay: Relay) => readonly Request[];
  /** An answer to the caller's `request`. */
  readonly answer?: (answer: Answer, request: Request, relay: Relay) => readonly ToCaller[];
  /** A notification of the driver. */
  readonly notification?: (notification: Notification, relay: Relay) => readonly ToCaller[];
  /** A frame of the caller that holds no request; what is returned goes to the driver. */
  readonly malformed?: (body: string, relay: Relay) => readonly string[];
  /** The caller has ended the connection. The driver's end is closed once this has resolved. */
  readonly end?: (relay: Relay) => Promise<void>;
}

/** Puts a message into a frame. */
export function frame(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/**
 * Connects a caller with a driver through a meddler.
 *
 * @param caller - The caller's end.
 * @param driver - The driver's end.
 * @param meddler - Changes the messages. The same one may serve several connections.
 */
export function interpose(caller: Duplex, driver: Duplex, meddler: Meddler): void {
  const requests = new Map<unknown, Request>();
  const asked = new Map<string, (answer: Answer) => void>();
  let asks = 0;

  const relay: Relay = {
    toDriver: (request) => {
      if (request.id !== undefined) requests.set(request.id, request);
      write(driver, frame(JSON.stringify(request)));
    },
    toCaller: (message) => write(caller, typeof message === "string" ? message : frame(JSON.stringify(message))),
    ask: (method, params) => {
      const id = `asked-${++asks}`;
      write(driver, frame(JSON.stringify({ jsonrpc: "2.0", id, method, params })));
      return new Promise((resolve) => asked.set(id, resolve));
    },
    hangUp: () => caller.destroy(),
  };

  const fromCaller = (body: string): void => {
    const request = parseRequest(body);
    if (request === undefined) {
      for (const each of meddler.malformed?.(body, relay) ?? [body]) write(driver, frame(each));
    } else {
      for (const each of meddler.request?.(request, relay) ?? [request]) relay.toDriver(each);
    }
  };

  const fromDriver = (body: string): void => {
    const message = JSON.parse(body) as Answer | Notification;
    for (const each of fromDriverMessage(message)) relay.toCaller(each);
  };

  const fromDriverMessage = (message: Answer | Notification): readonly ToCaller[] => {
    if ("method" in message) return meddler.notification?.(message, relay) ?? [message];
    const waiting = asked.get(String(message.id));
    if (waiting !== undefined) {
      asked.delete(String(message.id));
      waiting(message);
      return [];
    }
    const request = requests.get(message.id);
    requests.delete(message.id);
    return request === undefined ? [message] : (meddler.answer?.(message, request, relay) ?? [message]);
  };

  caller.on("data", readFrames(fromCaller));
  driver.on("data", readFrames(fromDriver));
  driver.on("error", () => caller.destroy());
  caller.on("error", () => driver.destroy());
  driver.on("close", () => caller.end());
  caller.on("close", () => void (meddler.end?.(relay) ?? Promise.resolve()).then(() => driver.end()));
}

function write(stream: Duplex, text: string): void {
  if (stream.writable) stream.write(text);
}

function parseRequest(body: string): Request | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const request = value as Partial<Request> | undefined;
  return typeof request?.method === "string" ? ({ params: {}, ...request } as Request) : undefined;
}

/** Cuts a stream into the bodies of its frames. */
function readFrames(deliver: (body: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const header = rest.indexOf("\r\n\r\n");
      if (header < 0) return;
      const start = header + 4;
      const length = Number(/Content-Length: (\d+)/iu.exec(rest.subarray(0, header).toString())?.[1]);
      if (!(rest.length >= start + length)) return;
      const body = rest.subarray(start, start + length).toString();
      rest = rest.subarray(start + length);
      deliver(body);
    }
  };
}
