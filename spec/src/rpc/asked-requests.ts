// The requests that this side has asked and the other has not answered.
// A message that is lost may have been the answer to one. If its id can be read the request of that id fails, otherwise all of them do:
// none waits for ever, whatever the other side sends.
import { ParameterStructures, ResponseError } from "vscode-jsonrpc/node";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { requestTooLong } from "./faults/call-faults.ts";
import { duplicateAnswer, unknownId, unreadable } from "./faults/message-faults.ts";
import { WireError } from "./faults/wire-error.ts";
import { isWireFault } from "./faults/wire-fault.ts";
import type { Blame, WireFault } from "./faults/wire-fault.ts";
import { shownMessage } from "./faults/shown-message.ts";
import type { AnswerMessage, ErrorObject, MessageId, RequestMessage } from "./json-rpc.ts";

/** What {@link AskedRequests} tell, and to whom. */
export interface AskedOwner {
  /** Whom the requests go to. */
  readonly peer: Blame;
  /** Something is wrong with an answer. */
  fault(fault: WireFault): void;
  /** Hands the connection an answer that did not come from the peer. */
  inject(answer: AnswerMessage): void;
}

/** A request that was sent. */
export interface SentRequest {
  readonly id: MessageId;
  /** Resolves with the result; rejects with what {@link answeredError} reads, or a {@link WireError}. */
  readonly answer: Promise<unknown>;
}

/** The error with which the other side answered, as it came; undefined if something else was thrown. */
export function answeredError(thrown: unknown): ErrorObject | undefined {
  if (!(thrown instanceof ResponseError)) return undefined;
  const { code, message, data } = thrown as ResponseError<unknown>;
  return data === undefined ? { code, message } : { code, message, data };
}

/**
 * The code of the answers that stand for a fault. They never leave this process, and the fault is recognised by itself.
 */
const FAULT_CODE = -32_000;

/** The requests that one side of a connection has asked. */
export class AskedRequests {
  readonly #owner: AskedOwner;
  /** The method of each request without an answer, by id. */
  readonly #pending = new Map<MessageId, string>();
  /** The requests that were given up and may still be answered. */
  readonly #abandoned = new Set<MessageId>();
  #lastId: MessageId = -1;
  #foreignAnswers = 0;

  constructor(owner: AskedOwner) {
    this.#owner = owner;
  }

  /** Sends a request. Never throws: what keeps it from being sent is the answer. */
  ask(rpc: MessageConnection, method: string, params: object): SentRequest {
    const answer = rpc.sendRequest(method, ParameterStructures.byName, params);
    // The writer was called within `sendRequest`, and it told of the id.
    return { id: this.#lastId, answer: answer.catch(rethrow) };
  }

  /** A request is about to be sent. */
  sending({ id, method }: RequestMessage): void {
    this.#lastId = id;
    this.#pending.set(id, method);
  }

  /** A request is longer than the peer accepts, and was not sent. */
  oversized({ id, method }: RequestMessage, bytes: number, limit: number): void {
    this.#lastId = id;
    this.#fail(id, requestTooLong(method, bytes, limit, this.#owner.peer));
  }

  /** So many answers with ids that are not ours are no fault. */
  expectForeign(answers: number): void {
    this.#foreignAnswers += answers;
  }

  /** The operation that an answer belongs to; undefined if it belongs to none. */
  methodOf(answer: AnswerMessage): string | undefined {
    return this.#pending.get(answer.id ?? "");
  }

  /** Takes an answer; says whether it belongs to a request that still waits for it. */
  admit(answer: AnswerMessage): boolean {
    const id = answer.id ?? "";
    if (this.#pending.delete(id)) return true;
    if (!this.#abandoned.delete(id)) this.#unmatched(answer);
    return false;
  }

  /**
   * Takes what is left of a message that could not be read.
   *
   * @param fault - Why it could not.
   * @param body - Its text, where that is known.
   * @param value - What the text parsed to.
   */
  lost(fault: WireFault, body?: string, value?: unknown): void {
    const { id, isCall } = readTraces(body, value);
    if (id !== undefined && this.#pending.has(id)) this.abandon(id, fault);
    else if (!isCall) this.abandonAll(fault);
  }

  /** Fails a request; an answer that still comes is ignored. */
  abandon(id: MessageId, fault: WireFault): void {
    if (!this.#pending.delete(id)) return;
    this.#abandoned.add(id);
    this.#fail(id, fault);
  }

  /** Fails all requests. */
  abandonAll(fault: WireFault): void {
    for (const id of this.#pending.keys()) this.abandon(id, fault);
  }

  #unmatched(answer: AnswerMessage): void {
    const { id } = answer;
    if (typeof id === "number" && id >= 0 && id <= Number(this.#lastId)) {
      this.#owner.fault(duplicateAnswer(id, shownMessage(answer), this.#owner.peer));
    } else if (this.#foreignAnswers > 0) {
      this.#foreignAnswers -= 1;
    } else {
      this.#lostAnswer(answer);
    }
  }

  /**
   * An answer that is none of ours was meant for one of our requests: for that of the same id as text, or nobody knows for
   * which.
   */
  #lostAnswer(answer: AnswerMessage): void {
    const { id, error } = answer;
    const { peer } = this.#owner;
    const fault =
      id === null
        ? unreadable(error?.message ?? "", shownMessage(answer), peer)
        : unknownId(id, [...this.#pending.keys()], shownMessage(answer), peer);
    this.#owner.fault(fault);
    const meant = Number(id);
    if (id !== null && this.#pending.has(meant)) this.abandon(meant, fault);
    else this.abandonAll(fault);
  }

  #fail(id: MessageId, fault: WireFault): void {
    this.#owner.inject({ jsonrpc: "2.0", id, error: { code: FAULT_CODE, message: fault.message, data: fault } });
  }
}

function rethrow(thrown: unknown): never {
  const data: unknown = thrown instanceof ResponseError ? thrown.data : undefined;
  throw isWireFault(data) ? new WireError(data) : thrown;
}

/** Reads what can be read of a message that is none: its id, and whether it was a call and no answer. */
function readTraces(body: string | undefined, value: unknown): { id: MessageId | undefined; isCall: boolean } {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const { id, method } = value as { id?: unknown; method?: unknown };
    return { id: typeof id === "number" || typeof id === "string" ? id : undefined, isCall: method !== undefined };
  }
  const id = /^[^{]*\{[^{[]*?"id"\s*:\s*(\d{1,15})\s*[,}]/u.exec(body ?? "")?.[1];
  return { id: id === undefined ? undefined : Number(id), isCall: /^[^{]*\{[^{[]*?"method"\s*:/u.test(body ?? "") };
}
