// What the driver's reads say of an instance, and the lenient judgement on a change: it counts as done if either read shows it.
// A read that is wrong by itself is then a finding of that read, and not of every operation that is looked at through it.
import { DriverError } from "@virt-driver-kit/spec";
import type { InstanceState, PowerState } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { uuidOf } from "../../harness/test-instance.ts";
import { allPages } from "./all-pages.ts";

/** What a read says: a power state, or that there is no such instance. */
export type SeenState = PowerState | "absent";

/** What `getInfo` says now. */
export async function stateInGetInfo(t: CheckContext, instance: string | TestInstance): Promise<SeenState> {
  try {
    return (await t.driver.getInfo({ instanceUuid: uuidOf(instance) })).info.powerState;
  } catch (error) {
    if (error instanceof DriverError && error.code === "INSTANCE_NOT_FOUND") return "absent";
    throw error;
  }
}

/** The rows of `listInstanceStates`, of all pages. */
export function allStates(t: CheckContext): Promise<InstanceState[]> {
  return allPages(t, "listInstanceStates", async (page) => {
    const { states, nextCursor } = await t.driver.listInstanceStates(page);
    return { items: states, nextCursor };
  });
}

/** What `listInstanceStates` says now. */
export async function stateInList(t: CheckContext, instance: string | TestInstance): Promise<SeenState> {
  const row = (await allStates(t)).find((state) => state.uuid === uuidOf(instance));
  return row?.powerState ?? "absent";
}

/**
 * Checks that an instance is in one of some states by at least one of the driver's reads.
 *
 * @param expected - The state, or several of which one must be read.
 * @param when - The end of the sentence "The instance is running ...", such as `after powerOff`.
 */
export async function expectState(
  t: CheckContext,
  instance: string | TestInstance,
  expected: SeenState | readonly SeenState[],
  when: string,
  hint?: string,
): Promise<void> {
  const accepted = [expected].flat();
  const getInfo = await stateInGetInfo(t, instance);
  if (accepted.includes(getInfo)) return;
  const listInstanceStates = await stateInList(t, instance);
  if (accepted.includes(listInstanceStates)) return;
  t.fail(`The instance is ${getInfo} ${when}`, { expected, got: { getInfo, listInstanceStates }, hint });
}
