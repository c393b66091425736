/** The operations of group `interfaces`. */

import {
  type AttachInterfaceParams,
  type AttachInterfaceResult,
  type Call,
  type ComputeDriver,
  type DetachInterfaceParams,
  DriverError,
  type NetworkInterface,
  type PlugVifsParams,
  type UnplugVifsParams,
} from "@virt-driver-kit/spec";
import { deviceBehind } from "../site/host-devices.ts";
import type { PortOwner } from "../site/plugs.ts";
import { assertState, type Attempt, begin, stepOf } from "./begin.ts";
import type { DriverContext } from "./driver-context.ts";
import { giveInterface, plugInterface, takeInterface, unplugInterface } from "./interfaces/plug-interface.ts";
import { refuseKind } from "./interfaces/refuse-interfaces.ts";
import { nodeOf } from "./not-found.ts";
import { UndoList } from "./undo-list.ts";
import { withEffect } from "./with-effect.ts";

const MS_PER_SECOND = 1000;

type InterfaceOperation = "plugVifs" | "unplugVifs" | "attachInterface" | "detachInterface";

/** Makes the operations of group `interfaces`. */
export function interfaceOperations(context: DriverContext): Required<Pick<ComputeDriver, InterfaceOperation>> {
  return {
    plugVifs: (params, call) => plugVifs(context, params, call),
    unplugVifs: (params, call) => unplugVifs(context, params, call),
    attachInterface: (params, call) => attachInterface(context, params, call),
    detachInterface: (params, call) => detachInterface(context, params, call),
  };
}

/** Plugs one after the other. What is plugged stays so when a later one fails: a repeat goes on from there. */
async function plugVifs(
  context: DriverContext,
  { instanceUuid, node, networkInterfaces }: PlugVifsParams,
  call: Call,
): Promise<Record<string, never>> {
  const about: Attempt = {
    operation: "plugVifs",
    attempt: `plug the interfaces of instance "${instanceUuid}" on node "${node}"`,
    instanceUuid,
  };
  nodeOf(context.hypervisor.look(about.attempt), node, about.attempt);
  for (const [index, networkInterface] of networkInterfaces.entries()) {
    refuseKind(context, about, networkInterface, `params.networkInterfaces.${index}`);
  }
  const step = stepOf(about, call);
  try {
    for (const networkInterface of networkInterfaces) {
      await plugInterface(context, step, { instanceUuid, node }, networkInterface, new UndoList());
      bringUpToDate(context, { instanceUuid, node }, networkInterface);
    }
  } catch (thrown) {
    throw withEffect(thrown, "partial");
  }
  return {};
}

/** Notes on the instance how its interface is wired now, for its next start. A guest keeps the host device that it has. */
function bringUpToDate(
  { hypervisor: { host } }: DriverContext,
  { instanceUuid, node }: PortOwner,
  networkInterface: NetworkInterface,
): void {
  const record = host.instance(instanceUuid);
  if (record?.node !== node) return;
  const known = record.interfaces.find((has) => has.networkInterface.portId === networkInterface.portId);
  if (known === undefined || deviceBehind(known.networkInterface) !== deviceBehind(networkInterface)) return;
  const { tag } = known.networkInterface;
  known.networkInterface = { ...(tag === undefined ? {} : { tag }), ...networkInterface };
  host.changed(record);
}

/** Unplugs all that it can, also past one that the host does not let go of. */
async function unplugVifs(
  context: DriverContext,
  { instanceUuid, node, networkInterfaces }: UnplugVifsParams,
  call: Call,
): Promise<Record<string, never>> {
  const about: Attempt = {
    operation: "unplugVifs",
    attempt: `unplug the interfaces of instance "${instanceUuid}" on node "${node}"`,
    instanceUuid,
  };
  nodeOf(context.hypervisor.look(about.attempt), node, about.attempt);
  const step = stepOf(about, call);
  const failures: unknown[] = [];
  for (const networkInterface of networkInterfaces) {
    await unplugInterface(context, step, { instanceUuid, node }, networkInterface).catch((thrown: unknown) => {
      failures.push(thrown);
    });
    call.signal.throwIfAborted();
  }
  if (failures.length > 0) throw withEffect(failures[0], "partial");
  return {};
}

/** Plugs an interface and gives it to the guest, or leaves neither. */
async function attachInterface(
  context: DriverContext,
  { instanceUuid, interface: given, tag }: AttachInterfaceParams,
  call: Call,
): Promise<AttachInterfaceResult> {
  const { step, record } = begin(context, aboutPort("attachInterface", "attach", given.portId, instanceUuid), call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed"]);
  refuseKind(context, step, given, "params.interface");
  const networkInterface = tag === undefined ? given : { ...given, tag };
  const undo = new UndoList();
  try {
    if (record.interfaces.some((has) => has.networkInterface.portId === given.portId)) {
      await plugInterface(context, step, { instanceUuid, node: record.node }, networkInterface, undo);
      bringUpToDate(context, { instanceUuid, node: record.node }, networkInterface);
    } else {
      await giveInterface(context, step, record, networkInterface, undo);
    }
  } catch (thrown) {
    throw withEffect(thrown, undo.run() ? "none" : "partial");
  }
  const has = record.interfaces.find((known) => known.networkInterface.portId === given.portId);
  if (tag === undefined || has === undefined) return {};
  return { taggedDevice: { tag, deviceId: given.portId, bus: "pci", address: has.address } };
}

async function detachInterface(
  context: DriverContext,
  { instanceUuid, interface: given, timeoutSeconds }: DetachInterfaceParams,
  call: Call,
): Promise<Record<string, never>> {
  const { step, record } = begin(context, aboutPort("detachInterface", "detach", given.portId, instanceUuid), call);
  assertState(step, record, ["running", "paused", "shutdown", "crashed"]);
  const timeoutMs = timeoutSeconds === undefined ? undefined : timeoutSeconds * MS_PER_SECOND;
  try {
    await takeInterface(context, step, record, given, { timeoutMs });
  } catch (thrown) {
    // A guest that holds on has everything as before.
    throw thrown instanceof DriverError && thrown.code === "DEVICE_DETACH_FAILED"
      ? thrown
      : withEffect(thrown, "partial");
  }
  return {};
}

function aboutPort(operation: InterfaceOperation, verb: string, portId: string, instanceUuid: string): Attempt {
  return { operation, attempt: `${verb} port "${portId}" of instance "${instanceUuid}"`, instanceUuid };
}
