/** Gives an instance its network interfaces. */

import type { NetworkInterface } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Host } from "../../site/host.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { PlugRecord } from "../../site/interface-record.ts";
import { putPlug } from "../../site/plugs.ts";
import type { DriverContext } from "../driver-context.ts";
import { giveInterface, plugInterface, takeInterface, unplugInterface } from "../interfaces/plug-interface.ts";
import type { GiveOptions } from "./give-devices.ts";

/**
 * Plugs the interfaces that an instance is to have, and unplugs those that it is to have no longer.
 *
 * One that is plugged already is brought up to date, and is plugged anew if `options.afresh` says so.
 *
 * @param wanted - All that it is to have, in the order in which the guest sees them; undefined for those that it has.
 * @throws As the functions of `plug-interface.ts` do.
 */
export async function giveInterfaces(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  wanted: readonly NetworkInterface[] | undefined,
  options: GiveOptions,
): Promise<void> {
  const { host } = context.hypervisor;
  const intended = wanted ?? record.interfaces.map(({ networkInterface }) => networkInterface);
  if (intended.length === 0 && record.interfaces.length === 0) return;
  options.undo.push(restoreInterfaces(context, step, record));
  const portIds = intended.map(({ portId }) => portId);
  for (const { networkInterface } of record.interfaces.filter(
    (has) => !portIds.includes(has.networkInterface.portId),
  )) {
    await takeInterface(context, step, record, networkInterface);
  }
  for (const networkInterface of intended) await give(context, step, record, networkInterface, options);
  record.interfaces.sort(
    (left, right) => portIds.indexOf(left.networkInterface.portId) - portIds.indexOf(right.networkInterface.portId),
  );
  host.changed(record);
}

async function give(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  networkInterface: NetworkInterface,
  { undo, afresh = false }: GiveOptions,
): Promise<void> {
  const known = record.interfaces.find((has) => has.networkInterface.portId === networkInterface.portId);
  if (known === undefined) {
    await giveInterface(context, step, record, networkInterface, undo);
    return;
  }
  const owner = { instanceUuid: record.uuid, node: record.node };
  if (afresh) await unplugInterface(context, step, owner, networkInterface);
  await plugInterface(context, step, owner, networkInterface, undo);
  known.networkInterface = networkInterface;
}

const plugsOf = ({ record: { plugs } }: Host, { uuid }: InstanceRecord): PlugRecord[] =>
  plugs.filter(({ instanceUuid }) => instanceUuid === uuid);

/**
 * What makes an instance have the interfaces that it has now and no other, and plugs again those that are plugged now. What is plugged from
 * here on has an undo of its own.
 */
function restoreInterfaces({ hypervisor }: DriverContext, step: StepContext, record: InstanceRecord): () => boolean {
  const { host } = hypervisor;
  const interfaces = structuredClone(record.interfaces);
  const plugs = structuredClone(plugsOf(host, record));
  return () =>
    hypervisor.undo("plugInterface", step, () => {
      record.interfaces = interfaces;
      host.changed(record);
      for (const plug of plugs) putPlug(host, plug);
    });
}
