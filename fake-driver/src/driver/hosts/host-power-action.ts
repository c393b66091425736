/**
 * Starts a node, powers it off or reboots it.
 *
 * @see Requirements `hostPowerAction/reaches-the-state`, `hostPowerAction/refuses-while-guests-run`,
 *   `hostPowerAction/leaves-cut-off-guests-shutdown`, `hostPowerAction/off-is-not-empty`
 */

import { type Call, DriverError, type HostPowerActionParams, type HostPowerActionResult } from "@virt-driver-kit/spec";
import { bootNode, loseMemory } from "../../site/node-power.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import { type DriverContext, tell } from "../driver-context.ts";
import { tellNode } from "../nodes/tell-node.ts";
import { nodeOf } from "../not-found.ts";
import { withEffect } from "../with-effect.ts";
import { type NodeAttempt, nodeInUse } from "./node-in-use.ts";

const MS_PER_SECOND = 1000;

/** How errors name the actions. */
const VERBS = { startup: "start", shutdown: "power off", reboot: "reboot" } as const;

/**
 * Carries the action out. A reboot is two steps, off and on: a node whose second one fails stays off.
 *
 * @throws `NODE_NOT_FOUND`; `NODE_IN_USE` without effect if guests would be cut off and `force` does not say so; with effect `unknown`
 *   `BACKEND_FAILED`, also for a step that takes longer than the driver is configured to wait, and whatever ends the second step.
 */
export async function hostPowerAction(
  context: DriverContext,
  { node, action, force = false }: HostPowerActionParams,
  call: Call,
): Promise<HostPowerActionResult> {
  const { host } = context.hypervisor;
  const about: NodeAttempt = { operation: "hostPowerAction", attempt: `${VERBS[action]} node "${node}"`, node };
  const record = nodeOf(context.hypervisor.look(about.attempt), node, about.attempt);
  const refuse = (): void => {
    if (!force) nodeInUse(context, about);
  };
  const condition = host.conditionOf(node);
  const wentOff = action !== "startup" && condition.isPoweredOn;
  if (wentOff) {
    refuse();
    await powerNode(context, about, call, record, () => {
      refuse();
      goOff(context, record, call);
    });
  }
  if (action !== "shutdown" && !condition.isPoweredOn) {
    const boot = (): void => bootNode(host, node, context.clock.now());
    await powerNode(context, about, call, record, boot).catch((thrown: unknown) => {
      throw wentOff ? withEffect(thrown, "unknown") : thrown;
    });
  }
  return { poweredOn: condition.isPoweredOn };
}

/** Carries out one step, within the time that the driver is configured to wait, and tells of the node's new status. */
async function powerNode(
  context: DriverContext,
  about: NodeAttempt,
  call: Call,
  node: NodeRecord,
  apply: () => void,
): Promise<void> {
  const { hypervisor, clock, configuration } = context;
  const seconds = configuration.number("nodes.powerTimeoutSeconds");
  const deadline = new AbortController();
  const timer = clock.setTimer(seconds * MS_PER_SECOND, () => deadline.abort(tooSlow(about, seconds)));
  try {
    const signal = AbortSignal.any([call.signal, deadline.signal]);
    await hypervisor.change("powerNode", { ...about, signal }, apply);
  } catch (thrown) {
    throw thrown instanceof DriverError && thrown.code === "BACKEND_FAILED" ? withEffect(thrown, "unknown") : thrown;
  } finally {
    timer.cancel();
  }
  tellNode(context, node, "changed", call);
  if (hypervisor.reachability.canAct(node.uuid)) hypervisor.catchUp();
}

function goOff(context: DriverContext, { uuid: node }: NodeRecord, call: Call): void {
  const { hypervisor } = context;
  const { host } = hypervisor;
  host.conditionOf(node).isPoweredOn = false;
  for (const record of host.instancesOn(node)) {
    hypervisor.settle(record);
    if (record.run === null) continue;
    record.run = null;
    // One that is being built stays so: the call that builds it meets the node that is off, and takes it back.
    if (record.powerState === "pending") continue;
    record.powerState = "shutdown";
    hypervisor.changed(record);
    tell(context, record, "stopped", call);
  }
  loseMemory(host, node);
}

function tooSlow({ attempt }: NodeAttempt, seconds: number): DriverError {
  const message = `Cannot ${attempt}: it is not where it was told to go after ${seconds} s; read its status, or configure nodes.powerTimeoutSeconds`;
  return new DriverError("BACKEND_FAILED", message, { effect: "unknown", details: { step: "powerNode" } });
}
