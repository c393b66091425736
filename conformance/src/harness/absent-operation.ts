// Failures that an operation explains which the driver declares and does not have.
import { DriverError, specModel } from "@virt-driver-kit/spec";

import type { Cause } from "./outcome.ts";

/** A refusal by which an operation said that it is not there. */
export interface Absence {
  readonly operation: string;
  readonly error: DriverError;
}

/** Whether an operation refused a call since it is not there, and not only for a field, or for something behind another capability. */
export function isAbsence(operation: string, error: unknown): error is DriverError {
  if (!(error instanceof DriverError) || error.code !== "NOT_SUPPORTED") return false;
  // A driver may have left them out.
  const { path, capability } = (error.details ?? {}) as { readonly path?: string; readonly capability?: string };
  return path === undefined && (capability === undefined || capability === gateOf(operation));
}

/** The cause that all checks share which an absent operation stops or fails. */
export function causeOfAbsence(operation: string): Cause {
  return { key: `missing:${operation}`, operation, decisive: true, text: `The driver does not offer "${operation}"` };
}

/**
 * The absent operation that explains a failure for which there is no other reason, if there is one.
 *
 * @param met - The absences that the check met on its way.
 * @param declares - Whether the driver declares a capability.
 * @param succeeded - The operations that have answered with success before.
 */
export function absentOperation(
  met: readonly Absence[],
  declares: (capability: string) => boolean,
  succeeded: ReadonlySet<string>,
): string | undefined {
  return met.find(({ operation }) => {
    const gate = gateOf(operation);
    return !succeeded.has(operation) && (gate === undefined || declares(gate));
  })?.operation;
}

function gateOf(operation: string): string | undefined {
  return specModel.operations[operation]?.capability;
}
