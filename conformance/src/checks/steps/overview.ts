// All that the reads show of a driver's instances and of what they hold, to be compared with what they show later.
import type { InstanceState } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import { type OwnedSummary, ownedInstances } from "./list-instances.ts";
import { allNodes } from "./nodes.ts";
import { allStates } from "./power-state.ts";
import { type Amounts, givenUsage } from "./usage.ts";

/** What the reads show. */
export interface Overview {
  /** The caller's instances, by uuid. */
  readonly instances: readonly OwnedSummary[];
  /** Their power states, by uuid. */
  readonly states: readonly InstanceState[];
  /** What is in use, by node. */
  readonly usage: Readonly<Record<string, Amounts>>;
}

/** Reads everything. Blocks the check if it cannot be read. */
export async function givenOverview(t: CheckContext): Promise<Overview> {
  const instances = await t.given("listInstances", () => ownedInstances(t));
  const states = await t.given("listInstanceStates", () => allStates(t));
  const nodes = await t.given("listNodes", () => allNodes(t));
  const usage: Record<string, Amounts> = {};
  for (const node of nodes) usage[node.uuid] = await givenUsage(t, node);
  return { instances: byUuid(instances), states: byUuid(states), usage };
}

/**
 * Checks that everything is as it was.
 *
 * @param when - The end of the sentence, such as `after spawn failed`.
 */
export async function expectUnchanged(t: CheckContext, before: Overview, when: string, hint?: string): Promise<void> {
  const { instances, states, usage } = await givenOverview(t);
  t.expectEqual(instances, before.instances, `entries of listInstances ${when}`, hint);
  t.expectEqual(states, before.states, `rows of listInstanceStates ${when}`, hint);
  t.expectEqual(usage, before.usage, `use of the nodes ${when}`, hint);
}

function byUuid<T extends { readonly uuid: string }>(entries: readonly T[]): T[] {
  return entries.toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1));
}
