// Drivers that take a call for another one than it is, because they have seen its like before.
import { randomUUID } from "node:crypto";

import type { DriverDefinition } from "@virt-driver-kit/spec";
import { DriverError, specModel } from "@virt-driver-kit/spec";

import { instanceOf } from "../instance-of.ts";
import type { Meddler } from "../../mutants/interposer.ts";
import { withNotice, withParams } from "../../mutants/meddling.ts";
import { changingMethods } from "./methods.ts";

/** Has every call of an operation carried out, though its operation id was used before. */
export function runningAgain(operation: string): Meddler {
  const seen = new Set<string>();
  const told = new Map<string, string>();
  return {
    request: (request) => {
      const { call } = request.params;
      const id = call?.operationId;
      if (request.method !== operation || id === undefined) return [request];
      if (!seen.has(id)) {
        seen.add(id);
        return [request];
      }
      const another = randomUUID();
      told.set(another, id);
      return [withParams(request, { call: { ...call, operationId: another } })];
    },
    // What the second call causes is told under the identity that the caller gave.
    notification: (notification) => {
      const id = told.get(String(notification.params["operationId"]));
      return [id === undefined ? notification : withNotice(notification, { operationId: id })];
    },
  };
}

/** Makes a driver that fails when a changing call says what the last one on the instance said. */
export function refusingTheSameAgain(operation: string): (base: DriverDefinition) => DriverDefinition {
  const last = new Map<string, string>();
  return changingMethods((name, method) => async (params, call) => {
    if (specModel.operations[name]?.kind !== "change") return method(params, call);
    const instance = instanceOf(params) ?? "";
    const said = `${name} ${JSON.stringify(params)}`;
    if (name === operation && last.get(instance) === said) throw failure(operation);
    const result = await method(params, call);
    last.set(instance, said);
    return result;
  });
}

function failure(operation: string): DriverError {
  return new DriverError("BACKEND_FAILED", `Cannot carry out ${operation}: it is done already`, {
    effect: "none",
    details: { step: operation },
  });
}
