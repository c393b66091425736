// Drivers that let a second changing call begin while another one works on the instance.
import { type DriverDefinition, specModel } from "@virt-driver-kit/spec";

import { instanceOf } from "../instance-of.ts";
import type { Meddler, Relay, Request } from "../../mutants/interposer.ts";
import { codeOf } from "../../mutants/meddling.ts";
import type { Mutation } from "../site.ts";
import { changingMethods } from "./methods.ts";

/**
 * A driver that runs an operation beside whatever call is in progress on the instance: the call goes under another name for the instance
 * past the library that would refuse it.
 */
export function runningBeside(operation: string): Mutation {
  const names = new Map<string, string>();
  return { wire: () => renaming(operation, names), driver: calledBack(names) };
}

function renaming(operation: string, names: Map<string, string>): Meddler {
  const busy = new Map<string, number>();
  return {
    request: (request) => {
      const instance = changedBy(request);
      if (instance === undefined) return [request];
      const others = busy.get(instance) ?? 0;
      busy.set(instance, others + 1);
      return [request.method === operation && others > 0 ? renamed(request, instance, names) : request];
    },
    answer: (answer, request) => {
      const instance = changedBy(request);
      const known = instance === undefined ? undefined : (names.get(instance) ?? instance);
      if (known !== undefined) busy.set(known, Math.max(0, (busy.get(known) ?? 0) - 1));
      return [answer];
    },
  };
}

function changedBy({ method, params }: Request): string | undefined {
  return specModel.operations[method]?.kind === "change" ? instanceOf(params) : undefined;
}

function renamed(request: Request, instance: string, names: Map<string, string>): Request {
  const name = instance.slice(0, -1) + (instance.endsWith("0") ? "1" : "0");
  names.set(name, instance);
  return replaced(request, instance, name);
}

function replaced<T extends object>(message: T, before: string, after: string): T {
  return JSON.parse(JSON.stringify(message).replaceAll(before, after)) as T;
}

function calledBack(names: ReadonlyMap<string, string>): (base: DriverDefinition) => DriverDefinition {
  return changingMethods((_operation, method) => (params, call) => {
    const name = instanceOf(params) ?? "";
    const instance = names.get(name);
    return method(instance === undefined ? params : replaced(params, name, instance), call);
  });
}

/** Lets a call of an operation wait for the one in progress on the instance, in place of refusing it. */
export function waitingItsTurn(operation: string): Meddler {
  return {
    answer: (answer, request, relay) => {
      if (request.method !== operation || codeOf(answer) !== "INSTANCE_BUSY") return [answer];
      askAgain(request, relay);
      return [];
    },
  };
}

/** The call in the way ends some time; until then nothing else is worth doing. */
function askAgain(request: Request, relay: Relay): void {
  void relay.ask(request.method, request.params).then((answer) => {
    if (codeOf(answer) === "INSTANCE_BUSY") setImmediate(() => askAgain(request, relay));
    else relay.toCaller({ ...answer, id: request.id ?? null });
  });
}
