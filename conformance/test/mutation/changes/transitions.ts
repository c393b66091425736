// Drivers that do something else in one state than its line of the state table says.
import type { Call, ComputeDriver, DriverDefinition, FaultDeed } from "@virt-driver-kit/spec";
import { exampleValue, specModel } from "@virt-driver-kit/spec";

import { instanceOf } from "../instance-of.ts";
import type { Method } from "../../mutants/every-method.ts";
import { stateOf, within } from "../../mutants/mutant.ts";
import { changingMethods } from "./methods.ts";

/** One place of a state table. */
export interface StateCell {
  readonly operation: string;
  /** The line of the table, from 0. */
  readonly variant: number;
  /** A power state, or `absent`. */
  readonly state: string;
}

/** What undoes a power state behind everybody's back; `absent` has nothing to undo. */
const DISTURBANCES: Readonly<Record<string, FaultDeed>> = {
  running: "stopGuest",
  paused: "stopGuest",
  shutdown: "startGuest",
  crashed: "startGuest",
  suspended: "startGuest",
};

/** What disturbs an instance in a state; undefined if nothing can. */
export function disturbanceOf(state: string): FaultDeed | undefined {
  return DISTURBANCES[state];
}

/** Makes a driver that answers success there and does nothing. */
export function doingNothing(cell: StateCell): (base: DriverDefinition) => DriverDefinition {
  const { result } = specModel.operations[cell.operation] ?? {};
  const answer = exampleValue(result ?? {}, specModel.schemas) as object;
  return changingThere(cell, () => Promise.resolve(answer));
}

/** Makes a driver that does there what it should, and then something to the instance behind everybody's back. */
export function disturbing(cell: StateCell, deed: FaultDeed): (base: DriverDefinition) => DriverDefinition {
  return changingThere(cell, async (params, call, method, driver) => {
    const instanceUuid = instanceOf(params);
    const trigger = { operation: cell.operation, ...(instanceUuid !== undefined && { instanceUuid }) };
    const fault = { kind: "answerFault", trigger, action: "delay", delayMs: 1, deed } as const;
    await driver["simulation/injectFault"]({ fault }, within(call));
    return method(params, call);
  });
}

type Work = (params: object, call: Call, method: Method, driver: Required<ComputeDriver>) => Promise<object>;

function changingThere(
  { operation, variant, state }: StateCell,
  work: Work,
): (base: DriverDefinition) => DriverDefinition {
  return changingMethods((name, method, driver) => {
    if (name !== operation) return method;
    return async (params, call) => {
      const isThere = variantOf(operation, params) === variant && (await seenState(driver, params, call)) === state;
      return isThere ? work(params, call, method, driver) : method(params, call);
    };
  });
}

/** The state that an instance is in when a call on it comes; undefined if the call is on none, or nobody can tell. */
export async function seenState(driver: ComputeDriver, params: object, call: Call): Promise<string | undefined> {
  const instanceUuid = instanceOf(params);
  return instanceUuid === undefined ? undefined : stateOf(driver, instanceUuid, call).catch(() => undefined);
}

/** The line of an operation's state table that a call belongs to, from 0: the one that says most of it; -1 if there is none. */
export function variantOf(operation: string, params: object): number {
  const { states = [], params: schema } = specModel.operations[operation] ?? {};
  const given = (name: string): unknown =>
    (params as Record<string, unknown>)[name] ?? schema?.properties?.[name]?.default;
  const fitting = states.map(({ when }) =>
    Object.entries(when).every(([name, value]) => given(name) === value) ? Object.keys(when).length : -1,
  );
  const most = Math.max(-1, ...fitting);
  return most < 0 ? -1 : fitting.indexOf(most);
}
