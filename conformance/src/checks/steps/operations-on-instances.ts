// How each operation on an instance is called, and what the model declares that it does in each state.
import { specModel } from "@virt-driver-kit/spec";
import type { CallOptions } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { REACHABLE_STATES, type ReachableState, type Subject } from "./subject.ts";

/** The values of parameters that tell variants of an operation apart. */
export type Variant = Readonly<Record<string, string | number | boolean>>;

/** Every operation whose outcome in each state the model declares. */
export const STATEFUL_OPERATIONS = [
  "spawn",
  "destroy",
  "powerOn",
  "powerOff",
  "reboot",
  "pause",
  "unpause",
  "rebuild",
  "softDelete",
  "restore",
  "resumeStateOnHostBoot",
  "getInfo",
  "getConsoleOutput",
] as const;

/** An operation whose outcome in each state the model declares. */
export type StatefulOperation = (typeof STATEFUL_OPERATIONS)[number];

type Invoke = (t: CheckContext, subject: Callee, variant: Variant, options?: CallOptions) => Promise<unknown>;

const INVOCATIONS: Readonly<Record<StatefulOperation, Invoke>> = {
  spawn: (t, { params }, { powerOn }, options) => t.driver.spawn({ ...params, powerOn: powerOn !== false }, options),
  destroy: (t, { target }, _, options) => t.driver.destroy({ ...target, destroyDisks: true }, options),
  powerOn: (t, { target }, _, options) => t.driver.powerOn(target, options),
  powerOff: (t, { target }, _, options) =>
    t.driver.powerOff({ ...target, timeoutSeconds: 0, retryIntervalSeconds: 0 }, options),
  reboot: (t, { target }, { type }, options) =>
    t.driver.reboot({ ...target, type: type === "soft" ? "soft" : "hard", timeoutSeconds: 10 }, options),
  pause: (t, { target }, _, options) => t.driver.pause(target, options),
  unpause: (t, { target }, _, options) => t.driver.unpause(target, options),
  rebuild: (t, { params }, { powerOn }, options) =>
    t.driver.rebuild({ instance: params.instance, powerOn: powerOn !== false }, options),
  softDelete: (t, { target }, _, options) => t.driver.softDelete(target, options),
  restore: (t, { target }, _, options) => t.driver.restore(target, options),
  resumeStateOnHostBoot: (t, { target }, _, options) => t.driver.resumeStateOnHostBoot(target, options),
  getInfo: (t, { target }) => t.driver.getInfo(target),
  getConsoleOutput: (t, { target }) => t.driver.getConsoleOutput(target),
};

/** What an operation is called on. */
export type Callee = Pick<Subject, "params" | "target">;

/** Calls an operation on a subject. */
export function invoke(
  t: CheckContext,
  { operation, when }: Pick<Cell, "operation" | "when">,
  subject: Callee,
  options?: CallOptions,
): Promise<unknown> {
  return INVOCATIONS[operation](t, subject, when, options);
}

/** One variant of an operation, called in one state. */
export interface Cell {
  readonly operation: StatefulOperation;
  /** The capability that gates the operation. */
  readonly capability: string | undefined;
  readonly when: Variant;
  readonly from: ReachableState;
  /** By state: what the model declares of the variant. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/** Every variant of an operation in every state that the kit can bring about, as the model declares them. */
export function cellsOf(operation: StatefulOperation): Cell[] {
  const model = specModel.operations[operation];
  return (model?.states ?? []).flatMap(({ when, outcome: outcomes }) =>
    REACHABLE_STATES.map((from) => ({ operation, capability: model?.capability, when, from, outcomes })),
  );
}

/** What the model declares of a cell's call on an instance in `state`: a state, `unchanged`, or an error code. */
export function outcomeIn(cell: Cell, state: string = cell.from): string {
  const outcome = cell.outcomes[state];
  if (outcome === undefined)
    throw new TypeError(`Cannot try ${cell.operation} in state "${state}": the model declares no outcome`);
  return outcome;
}

/** Names a cell's variant and state, as in `hard-from-paused`. */
export function cellName(cell: Cell): string {
  const values = Object.entries(cell.when).map(([name, value]) =>
    typeof value === "string" ? value : `${name}-${value}`,
  );
  return [...values, "from", cell.from].join("-");
}

/** Writes a cell's call for people, as in `reboot(type: hard)`. */
export function callText(cell: Cell): string {
  const values = Object.entries(cell.when).map(([name, value]) => `${name}: ${value}`);
  return `${cell.operation}(${values.join(", ")})`;
}
