// A call as coverage counts it, and the variants of operations that the spec tells apart.
import type { OperationModel, PowerState, StateTable } from "@virt-driver-kit/spec";

/**
 * The state of the instance that a call named, as far as the kit knew it: `busy` while another changing call worked on it,
 * `none` for a call that names no instance.
 */
export type StateOfCall = PowerState | "absent" | "busy" | "none" | "unknown";

/** Calls that were alike, and how many there were. Plain data: it crosses from the test worker to the reports. */
export interface SeenCall {
  readonly operation: string;
  /** The variant called, as its state table names it; empty where the spec knows one only. */
  readonly variant: string;
  readonly state: StateOfCall;
  /** Whether an earlier run of the driver had made the instance. */
  readonly restarted: boolean;
  /** `ok`, or the code of the error. */
  readonly outcome: string;
  readonly calls: number;
}

/** Names a row of an operation's state table, as in `type: hard`; empty for the row of all other calls. */
export function variantText({ when }: StateTable): string {
  return Object.entries(when)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}

/** A row of a state table with what selects it. */
interface Row {
  readonly table: StateTable;
  readonly when: readonly (readonly [string, unknown])[];
}

/** The rows of operations, those that say most first. Every call is looked up, so that they are sorted once. */
const rows = new WeakMap<OperationModel, readonly Row[]>();

function rowsOf(operation: OperationModel): readonly Row[] {
  const known = rows.get(operation);
  if (known !== undefined) return known;
  const sorted = (operation.states ?? [])
    .map((table) => ({ table, when: Object.entries(table.when) }))
    .toSorted((a, b) => b.when.length - a.when.length);
  rows.set(operation, sorted);
  return sorted;
}

/** Finds the row of a state table that a call belongs to: of those that its parameters match the one that says most. */
export function rowOf(operation: OperationModel, params: Readonly<Record<string, unknown>>): StateTable | undefined {
  const given = (name: string): unknown => params[name] ?? operation.params.properties?.[name]?.default;
  return rowsOf(operation).find(({ when }) => when.every(([name, value]) => given(name) === value))?.table;
}
