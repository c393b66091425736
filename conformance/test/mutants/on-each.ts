// What wrong drivers do to the instances of a node.
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";

import { within } from "./mutant.ts";

type Driver = Required<ComputeDriver>;

/** Runs something on each instance of a node that is in one of some states. */
export async function onEach(
  driver: Driver,
  node: string,
  states: readonly string[],
  call: Call,
  work: (instanceUuid: string) => Promise<unknown>,
): Promise<void> {
  const listed = await driver.listInstanceStates({ node }, within(call));
  for (const { uuid, powerState } of listed.states) if (states.includes(powerState)) await work(uuid);
}

/** Cuts an instance off. */
export function cutOff(driver: Driver, instanceUuid: string, call: Call): Promise<unknown> {
  return driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }, within(call));
}
