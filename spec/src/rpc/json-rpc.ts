// The four shapes of JSON-RPC 2.0, and a check that a value has one of them.

/** The id of a request, echoed by its answer. */
export type MessageId = number | string;

/** A call that expects an answer. */
export interface RequestMessage {
  /** The protocol's version. */
  readonly jsonrpc: "2.0";
  /** What the answer carries too. */
  readonly id: MessageId;
  /** The operation. */
  readonly method: string;
  /** Its parameters by name. */
  readonly params?: object;
}

/** A message that expects none. */
export interface NotificationMessage {
  /** The protocol's version. */
  readonly jsonrpc: "2.0";
  /** The operation. */
  readonly method: string;
  /** Its parameters by name. */
  readonly params?: object;
}

/** The error member of an answer. */
export interface ErrorObject {
  /** JSON-RPC's number for what went wrong. */
  readonly code: number;
  /** Text for people. */
  readonly message: string;
  /** What else there is to say; in this protocol the spec's own code, effect and details. */
  readonly data?: unknown;
}

/** The answer to a request. It has either a result or an error. */
export interface AnswerMessage {
  /** The protocol's version. */
  readonly jsonrpc: "2.0";
  /** The request's id; null if it could not be read. */
  readonly id: MessageId | null;
  /** What the operation returned. */
  readonly result?: unknown;
  /** Why it failed. */
  readonly error?: ErrorObject;
}

/** Any message on the wire. */
export type WireMessage = RequestMessage | NotificationMessage | AnswerMessage;

/** The JSON-RPC error codes that this library answers by itself. */
export const RPC_CODES = { parseError: -32700, invalidRequest: -32600, methodNotFound: -32601 } as const;

type Members = Readonly<Record<"jsonrpc" | "id" | "method" | "params" | "result" | "error", unknown>>;

/**
 * Says what keeps a value from being a message.
 *
 * @param value - A parsed JSON value.
 * @returns The problem in a few words; undefined if it is a message.
 */
export function messageProblem(value: unknown): string | undefined {
  if (Array.isArray(value)) return "it is an array, and batches are not part of this protocol";
  if (typeof value !== "object" || value === null) return "it is not an object";
  const message = value as Members;
  if (message.jsonrpc !== "2.0") return 'its member "jsonrpc" is not "2.0"';
  return message.method === undefined ? answerProblem(message) : callProblem(message);
}

function callProblem(message: Members): string | undefined {
  if (typeof message.method !== "string") return 'its member "method" is not a string';
  if (message.id !== undefined && !isMessageId(message.id)) return 'its member "id" is neither a string nor an integer';
  if (message.params === undefined) return undefined;
  if (Array.isArray(message.params)) return 'its member "params" is an array, and parameters go by name';
  return isObject(message.params) ? undefined : 'its member "params" is not an object';
}

function answerProblem(message: Members): string | undefined {
  const { id, result, error } = message;
  if (id !== null && !isMessageId(id)) return 'it has neither a "method" nor an "id" that is a string or an integer';
  if ((result === undefined) === (error === undefined)) return 'it needs exactly one of "result" and "error"';
  if (error === undefined) return undefined;
  if (!isObject(error) || Array.isArray(error)) return 'its member "error" is not an object';
  const { code, message: text } = error as Readonly<Record<"code" | "message", unknown>>;
  if (!Number.isInteger(code)) return 'the "code" of its error is not an integer';
  return typeof text === "string" ? undefined : 'the "message" of its error is not a string';
}

function isMessageId(id: unknown): id is MessageId {
  return typeof id === "string" || Number.isInteger(id);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Tells a request from other messages. */
export function isRequest(message: WireMessage): message is RequestMessage {
  return "method" in message && "id" in message;
}

/** Tells an answer from other messages. */
export function isAnswer(message: WireMessage): message is AnswerMessage {
  return !("method" in message);
}
