// Listens to what a right driver is asked, says and does, and keeps the traces of it.
import { type DriverDefinition, specModel } from "@virt-driver-kit/spec";
import type { TappedMessage } from "@virt-driver-kit/spec";
import type { StepMade } from "@virt-driver-kit/fake-driver";

import type { Attachment } from "../../src/harness/attachment.ts";
import { changingMethods } from "./changes/methods.ts";
import { detailsOwner, OWNERS } from "./changes/members.ts";
import { isBroken, validationsOf } from "./changes/validation.ts";
import { seenState, variantOf } from "./changes/transitions.ts";
import { instanceOf } from "./instance-of.ts";
import { visitMembers } from "./schema-members.ts";
import {
  called,
  calledIn,
  cleanedUp,
  happened,
  invalid,
  refused,
  refusedWith,
  repeated,
  saidAgain,
  sent,
  stepped,
  told,
} from "./traces.ts";

type Message = Readonly<Record<string, unknown>>;

/** Hears a right driver. */
export class Recorder {
  #traces = new Set<string>();
  /** The operation that each operation id was used for. */
  readonly #operations = new Map<string, string>();
  /** The requests that are not answered yet, by their ids. */
  readonly #asked = new Map<unknown, { readonly operation: string; readonly params: Message }>();
  /** What the last changing call on each instance said. */
  readonly #last = new Map<string, string>();

  /** The traces since this was last called. */
  take(): string[] {
    const traces = [...this.#traces];
    this.#traces = new Set();
    return traces;
  }

  /** Hears all that goes through an attachment. */
  onWire(attachment: Attachment): Attachment {
    return {
      ...attachment,
      connect: async (requests) => {
        const connection = await attachment.connect(requests);
        connection.onMessage((tapped) => this.#hear(tapped));
        return connection;
      },
    };
  }

  /** Sees the states in which a driver is called. */
  readonly inDriver: (base: DriverDefinition) => DriverDefinition = changingMethods((operation, method, driver) => {
    const model = specModel.operations[operation];
    return async (params, call) => {
      if (model?.states !== undefined) {
        const state = await seenState(driver, params, call);
        this.#add(calledIn(operation, variantOf(operation, params), state ?? "unknown"));
      }
      if (model?.kind === "change") this.#compare(operation, params);
      return method(params, call);
    };
  });

  /** Hears of a step. */
  readonly onStep = ({ step, operation, isAfterFailure }: StepMade): void => {
    if (operation === undefined) return;
    this.#add(stepped(operation, step));
    if (isAfterFailure) this.#add(cleanedUp(operation, step));
  };

  #add(trace: string): void {
    this.#traces.add(trace);
  }

  #compare(operation: string, params: object): void {
    const instance = instanceOf(params) ?? "";
    const said = `${operation} ${JSON.stringify(params)}`;
    if (this.#last.get(instance) === said) this.#add(saidAgain(operation));
    this.#last.set(instance, said);
  }

  #hear({ direction, message, method }: TappedMessage): void {
    const { id, params, result, error } = message as {
      id?: unknown;
      params?: Message;
      result?: Message;
      error?: { data?: Message };
    };
    const isRequest = "method" in message;
    const operation = isRequest ? String((message as { method: unknown }).method) : (method ?? "");
    if (direction === "sent" && isRequest) this.#hearRequest(id, operation, params ?? {});
    else if (isRequest) this.#hearNotice(operation, params ?? {});
    else if (direction === "received") this.#hearAnswer(id, operation, result, error?.data);
  }

  #hearRequest(id: unknown, operation: string, params: Message): void {
    this.#add(called(operation));
    const { operationId } = (params["call"] ?? {}) as { operationId?: string };
    if (operationId !== undefined) {
      if (this.#operations.has(operationId)) this.#add(repeated(operation));
      this.#operations.set(operationId, operation);
    }
    this.#addMembers(operation, "params", params, sent);
    this.#asked.set(id, { operation, params });
  }

  /** Finds why a request was refused as invalid. */
  #explain(id: unknown): void {
    const { operation = "", params } = this.#asked.get(id) ?? {};
    const schema = specModel.operations[operation]?.params;
    if (schema === undefined) return;
    visitMembers(schema, params, operation + OWNERS.params, (member, object, key) => {
      for (const rule of validationsOf(member))
        if (isBroken(member, rule, object, key)) this.#add(invalid(member.name, rule));
    });
  }

  #hearNotice(operation: string, params: Message): void {
    this.#addMembers(operation, "params", params, told);
    const { operationId, transition, changes } = params as {
      operationId?: string;
      transition?: string;
      changes?: readonly { change: string }[];
    };
    const cause = operationId === undefined ? undefined : this.#operations.get(operationId);
    if (operation === "event" && transition !== undefined) this.#add(happened(transition, cause));
    if (operation === "nodesChanged") for (const { change } of changes ?? []) this.#add(happened(change, cause));
  }

  #hearAnswer(id: unknown, operation: string, result: Message | undefined, data: Message | undefined): void {
    if (result !== undefined) this.#addMembers(operation, "result", result, told);
    const code = data?.["code"] as string | undefined;
    if (code === "INVALID_REQUEST") this.#explain(id);
    this.#asked.delete(id);
    if (code === undefined) return;
    this.#add(refused(operation, code));
    this.#add(refusedWith(code));
    const { details } = specModel.errors[code] ?? {};
    if (details !== undefined) this.#visit(details, detailsOwner(code), data?.["details"], told);
  }

  #addMembers(operation: string, part: "params" | "result", value: Message, trace: (name: string) => string): void {
    const schema = specModel.operations[operation]?.[part];
    if (schema !== undefined) this.#visit(schema, operation + OWNERS[part], value, trace);
  }

  #visit(
    schema: Parameters<typeof visitMembers>[0],
    owner: string,
    value: unknown,
    trace: (name: string) => string,
  ): void {
    visitMembers(schema, value, owner, (member, object, key) => {
      if (object[key] !== undefined) this.#add(trace(member.name));
    });
  }
}
