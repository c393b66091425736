/** Finds what is wrong in a stored state whose files all have the right form. */

import type { InstanceRecord } from "../hypervisor/instance-record.ts";
import type { NodeRecord } from "../hypervisor/node-record.ts";
import type { Holding } from "../hypervisor/site.ts";

/**
 * Looks for a contradiction in what is stored under one uuid.
 *
 * @param holding - The instance and the disks.
 * @param nodes - The hypervisor's nodes.
 * @returns The first contradiction, for people; undefined if there is none.
 */
export function contradictionIn({ instance, disks }: Holding, nodes: readonly NodeRecord[]): string | undefined {
  const items = instance === null ? disks : [instance, ...disks];
  const lost = items.find(({ node }) => !nodes.some(({ uuid }) => uuid === node));
  if (lost !== undefined) return `something is on node "${lost.node}", which the hypervisor does not have`;
  if (instance === null || instance.powerState === "pending") return undefined;
  const hasDisk = disks.some(({ node }) => node === instance.node);
  const problem = problemOf(instance, hasDisk);
  return problem && `instance "${instance.uuid}" is "${instance.powerState}" and ${problem}`;
}

function problemOf({ powerState, run, console }: InstanceRecord, hasDisk: boolean): string | undefined {
  if (console === null) return "has no console";
  if (powerState !== "running" && powerState !== "paused") return run === null ? undefined : "has a guest";
  if (run === null) return "has no guest";
  if (!hasDisk) return "has no disk";
  return (powerState === "paused") === (run.resumedAtMs === null) ? undefined : "its guest is not";
}
