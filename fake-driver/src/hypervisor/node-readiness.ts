/** Whether a node does what it is told: it has to answer, to be on, and to be out of maintenance where a guest is to run. */

import { DriverError } from "@virt-driver-kit/spec";
import type { Host } from "../site/host.ts";
import type { Reachability } from "./reachability.ts";
import type { HypervisorStep } from "./steps.ts";

/** What a node can be told while it is off, since its own firmware or the hypervisor's management does it. */
const WHILE_OFF: ReadonlySet<HypervisorStep> = new Set(["setNodeState", "powerNode"]);

/** What lets a guest run that did not run there before. */
const STARTS_GUEST: ReadonlySet<HypervisorStep> = new Set(["startGuest", "loadMemory", "prepareGuest"]);

/** What a node is told. */
export interface Instruction {
  readonly step: HypervisorStep;
  /** What for, for errors. */
  readonly attempt: string;
  /** The node; undefined for the hypervisor as a whole. */
  readonly node: string | undefined;
}

/**
 * Makes sure that a node does what it is told.
 *
 * @throws {@link DriverError} `BACKEND_UNREACHABLE` if it does not answer, or is off; `BACKEND_FAILED` if it is in maintenance and would run
 *   a guest.
 */
export function assertReady(host: Host, reachability: Reachability, { step, attempt, node }: Instruction): void {
  if (WHILE_OFF.has(step)) reachability.assertReaches(attempt, node);
  else reachability.assertCanAct(attempt, node);
  if (node === undefined || !STARTS_GUEST.has(step) || host.record.nodes[node]?.isInMaintenance !== true) return;
  const state = `node "${host.node(node)?.name}" is in maintenance and runs no guests`;
  throw new DriverError("BACKEND_FAILED", `Cannot ${attempt}: ${state}`, { effect: "none", details: { step } });
}
