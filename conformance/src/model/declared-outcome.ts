// What the spec's tables of states say of a call: the only source of what is legal in which power state, and what comes of it.
import { specModel } from "@virt-driver-kit/spec";
import type { ErrorCode, PowerState, StateTable } from "@virt-driver-kit/spec";

/** Where an instance can be, as far as a caller can tell. */
export type ModelState = PowerState | "absent";

/** What comes of a call: a state, `unchanged`, or a refusal. */
export type DeclaredOutcome = ModelState | "unchanged" | ErrorCode;

/** The values of parameters that select a variant of an operation. */
export type When = Readonly<Record<string, string | number | boolean>>;

/** Whether an outcome is a refusal. */
export function isRefusal(outcome: DeclaredOutcome): outcome is ErrorCode {
  return Object.hasOwn(specModel.errors, outcome);
}

/**
 * Tells what the spec declares of a call.
 *
 * @param operation - The operation.
 * @param when - Its variant; the table that says most of it holds.
 * @param state - The state that the instance is in.
 * @throws TypeError if the spec declares nothing of such a call.
 */
export function declaredOutcome(operation: string, when: When, state: ModelState): DeclaredOutcome {
  const outcome = tableOf(operation, when)?.outcome[state];
  if (outcome === undefined)
    throw new TypeError(`Cannot tell what ${operation} does in state "${state}": the spec declares no outcome`);
  return outcome as DeclaredOutcome;
}

function tableOf(operation: string, when: When): StateTable | undefined {
  const tables = specModel.operations[operation]?.states ?? [];
  if (tables.length < 2) return tables[0];
  const fitting = tables.filter((table) => Object.entries(table.when).every(([name, value]) => when[name] === value));
  return fitting.toSorted((a, b) => Object.keys(b.when).length - Object.keys(a.when).length)[0];
}
