// The operations that only look.
import type {
  GetAvailableResourceParams,
  GetAvailableResourceResult,
  GetInfoParams,
  GetInfoResult,
  ListInstanceStatesParams,
  ListInstanceStatesResult,
  ListInstancesParams,
  ListInstancesResult,
  ListNodesResult,
  NodeAccepts,
  ProbeResult,
} from "@virt-driver-kit/spec";

import type { QemuNode } from "../node/qemu-node.ts";
import { pageOf } from "./page.ts";

/** See `acceptImage` and `copyImage`, which refuse the rest. */
const ACCEPTS: NodeAccepts = { diskFormats: ["raw"], imageSources: ["file"] };

/** Tells whether QEMU can be run. See `ComputeDriver.probe`. */
export async function probeDriver(node: QemuNode): Promise<ProbeResult> {
  try {
    await node.check();
    return { driver: "ok", backend: "reachable" };
  } catch (error) {
    return { driver: "ok", backend: "unreachable", detail: (error as Error).message.slice(0, 1024) };
  }
}

/** Lists the one node. See `ComputeDriver.listNodes`. */
export async function listNodes(node: QemuNode): Promise<ListNodesResult> {
  await node.check();
  return { nodes: [{ ...node.info, accepts: ACCEPTS }] };
}

/** Reads what the node has. See `ComputeDriver.getAvailableResource`. */
export async function getAvailableResource(
  node: QemuNode,
  params: GetAvailableResourceParams,
): Promise<GetAvailableResourceResult> {
  node.expectNode(params.node, "read the resources of");
  const { version } = await node.check();
  const { totals, used } = node.claims.read();
  const resource = {
    node: node.info.uuid,
    hypervisorType: "QEMU",
    hypervisorVersion: version,
    vcpus: totals.vcpus,
    vcpusUsed: used.vcpus,
    memoryMib: totals.memoryMib,
    memoryMibUsed: used.memoryMib,
    localGib: totals.localGib,
    localGibUsed: used.localGib,
  };
  return { resource };
}

/** Lists the instances. See `ComputeDriver.listInstances`. QEMU processes of others are not of this node. */
export async function listInstances(node: QemuNode, params: ListInstancesParams): Promise<ListInstancesResult> {
  if (params.node !== undefined) node.expectNode(params.node, "list the instances of");
  await node.check();
  const { entries, next } = pageOf(node.instances.values(), ({ uuid }) => uuid, params);
  const instances = entries.map(({ uuid, name }) => ({
    ownership: "owned" as const,
    uuid,
    name,
    node: node.info.uuid,
  }));
  return { instances, ...next };
}

/** Reads the power states of all instances. See `ComputeDriver.listInstanceStates`. */
export async function listInstanceStates(
  node: QemuNode,
  params: ListInstanceStatesParams,
): Promise<ListInstanceStatesResult> {
  if (params.node !== undefined) node.expectNode(params.node, "list the instances of");
  await node.check();
  // Read first: what happens while the states are read may be told again, and must not be missed.
  const { driverEpoch, lastSequence } = node.host;
  const { entries, next } = pageOf(node.instances.values(), ({ uuid }) => uuid, params);
  const read = async (uuid: string): Promise<ListInstanceStatesResult["states"][number]> => ({
    uuid,
    node: node.info.uuid,
    powerState: await node.guests.powerState(uuid),
  });
  const states = await Promise.all(entries.map(({ uuid }) => read(uuid)));
  // One that was destroyed meanwhile has no state any more.
  return { states: states.filter(({ uuid }) => node.instances.has(uuid)), driverEpoch, lastSequence, ...next };
}

/** Reads one instance. See `ComputeDriver.getInfo`. */
export async function getInfo(node: QemuNode, { instanceUuid }: GetInfoParams): Promise<GetInfoResult> {
  const { uuid, name } = await node.find(instanceUuid, "read");
  const powerState = await node.guests.powerState(uuid);
  // It may have been destroyed meanwhile.
  await node.find(uuid, "read");
  const pid = node.guests.pidOf(uuid);
  return {
    info: { uuid, name, node: node.info.uuid, powerState, ...(pid === undefined ? {} : { internalId: `pid ${pid}` }) },
  };
}
