// A fault of the wire as a breach of a requirement.
import type { WireFault } from "@virt-driver-kit/spec";

import type { Cause, Incident } from "./outcome.ts";
import { WIRE_FAULT_REQUIREMENTS } from "./wire-requirements.ts";

/** The cause that a fault is: the same for every check that meets a fault of its kind in the same operation. */
export function causeOfFault(fault: WireFault): Cause {
  const { kind, method, message } = fault;
  return {
    key: `wire:${kind}:${method ?? ""}`,
    text: message,
    decisive: true,
    ...(method !== undefined && { operation: method }),
  };
}

/** The breach that a driver's fault is, or `undefined` if it breaks no requirement by itself. */
export function incidentOf(fault: WireFault): Incident | undefined {
  const requirement = WIRE_FAULT_REQUIREMENTS[fault.kind];
  if (requirement === undefined) return undefined;
  const cause = causeOfFault(fault);
  const { message, hint, excerpt } = fault;
  return {
    requirement,
    key: cause.key,
    problem: { message, hint, cause, ...(excerpt !== undefined && { got: excerpt }) },
  };
}
