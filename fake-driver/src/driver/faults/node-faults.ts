/** Nodes that die or go, and hosts that no longer reach each other. */

import type { HostDownFault, NetworkLossFault, NodeLossFault } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";
import { holdIn } from "../../faults/hold-in.ts";
import type { Hypervisor } from "../../hypervisor/hypervisor.ts";
import { bootNode, loseMemory } from "../../site/node-power.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import { nodeOf } from "../not-found.ts";
import { refuseFault } from "./refuse-fault.ts";
import type { EndOfFault, FaultContext } from "./set-fault.ts";

/** Cuts the network between the host of a node and another host, or all others. */
export function cutNetwork({ hypervisor, site }: FaultContext, { node, peerNode }: NetworkLossFault): EndOfFault {
  const attempt = `cut the network of node "${node}"`;
  nodeOf(hypervisor.inside, node, attempt);
  const peer = peerNode === undefined ? undefined : site.hypervisorOf(peerNode);
  if (peerNode !== undefined && peer === undefined) {
    throw new DriverError("NODE_NOT_FOUND", `Cannot ${attempt}: the site has no node "${peerNode}"`, {
      effect: "none",
      details: { node: peerNode },
    });
  }
  return site.network.cut(hypervisor.host.name, peer?.host.name);
}

/** Kills a node with its guests. Its end brings it up again, with nothing running, connected, plugged or mounted. */
export function loseHost({ hypervisor, site }: FaultContext, fault: HostDownFault): EndOfFault {
  const node = nodeOf(hypervisor.inside, fault.node, `take node "${fault.node}" down`);
  const comeBack = makeUnreachable(hypervisor, node);
  const { host } = hypervisor;
  const isAlone = host.nodes.every(({ uuid }) => hypervisor.reachability.lost.has(uuid));
  const mend = isAlone ? site.network.cut(host.name) : undefined;
  for (const record of host.instancesOn(node.uuid)) hypervisor.cutPower(record);
  loseMemory(host, node.uuid);
  return () => {
    bootNode(host, node.uuid, site.clock.now());
    mend?.();
    comeBack();
  };
}

/** Takes a node away from the driver, or lets it answer no more. */
export function loseNode({ hypervisor }: FaultContext, fault: NodeLossFault): EndOfFault {
  const { manner } = fault;
  const attempt = `take node "${fault.node}" away`;
  const node = nodeOf(hypervisor.inside, fault.node, attempt);
  if (manner === "unreachable") return makeUnreachable(hypervisor, node);
  const { host, reachability } = hypervisor;
  const refuse = (state: string, problem: string): never => {
    throw refuseFault(attempt, state, { member: "node", problem });
  };
  const [instance] = host.instancesOn(node.uuid);
  if (instance !== undefined) {
    refuse(`instance "${instance.uuid}" is on it`, "names a node with instances, which only `unreachable` can meet");
  }
  if (host.nodes.every(({ uuid }) => uuid === node.uuid || reachability.gone.has(uuid))) {
    refuse("no other is left", "names the only node that is left");
  }
  if (reachability.gone.has(node.uuid)) return () => undefined;
  const bringBack = holdIn(reachability.gone, node.uuid);
  hypervisor.listener?.onNodeTurn(node, manner);
  return () => {
    bringBack();
    hypervisor.listener?.onNodeTurn(node, "added");
  };
}

function makeUnreachable(hypervisor: Hypervisor, node: NodeRecord): EndOfFault {
  const { lost } = hypervisor.reachability;
  if (lost.has(node.uuid)) return () => undefined;
  const bringBack = holdIn(lost, node.uuid);
  hypervisor.listener?.onNodeTurn(node, "changed");
  return () => {
    bringBack();
    hypervisor.listener?.onNodeTurn(node, "changed");
  };
}
