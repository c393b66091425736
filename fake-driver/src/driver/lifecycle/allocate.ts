import type { GuestDevices, Instance } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { assertFits } from "../../site/assert-fits.ts";
import { type InstanceRecord, newInstanceRecord } from "../../site/instance-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { placeGuest, refusePlacement } from "../placement/place-guest.ts";
import type { UndoList } from "../undo-list.ts";
import { claimOf } from "./claim-of.ts";
import { CONFIG_DRIVE } from "./config-drive.ts";
import { described } from "./described.ts";
import { hasRootVolume } from "./root-volume.ts";

/** Who is to be given a place. */
export interface Newcomer {
  readonly instance: Instance;
  readonly devices: GuestDevices | undefined;
  readonly node: NodeRecord;
}

/**
 * Claims the resources of a node for a new instance, and its place there. It is `pending` from here on.
 *
 * @param step - What for.
 * @param undo - Is told how to take the instance back, with the local disks that were made for it; disks kept from before stay.
 * @returns The instance.
 * @throws {@link DriverError} `INSUFFICIENT_RESOURCES` if another one was faster, and what the step throws; nothing has then been changed.
 * @see Requirement `resources/concurrent-spawns-never-oversell`
 */
export async function allocate(
  context: DriverContext,
  step: StepContext,
  { instance, devices, node }: Newcomer,
  undo: UndoList,
): Promise<InstanceRecord> {
  const { hypervisor } = context;
  const { host } = hypervisor;
  const { uuid, name, flavor } = instance;
  const claim = claimOf(flavor, hasRootVolume(devices, null));
  const there = host
    .pool(node.uuid)
    .disks(uuid)
    .map((disk) => disk.name);
  const make = (): InstanceRecord => ({
    ...newInstanceRecord({ uuid, name, claim, description: described(instance) }, host.nextSerial(), node.uuid),
    configDrive: host.disk(uuid, node.uuid, CONFIG_DRIVE)?.configDrive ?? null,
    ...placeGuest(context, instance, node),
  });
  const allocated = (): InstanceRecord => {
    assertFits(step.attempt, node, host.used(node.uuid), claim);
    refusePlacement(context, step, node, instance, null);
    const made = make();
    // What is there of it already is not the build's own: an earlier destroy, or another host, has left it.
    hypervisor.keepDisks(made, true);
    host.addInstance(made);
    return made;
  };
  const record = await hypervisor.change("allocateResources", step, allocated, make);
  undo.push(() => hypervisor.discard(step, record, there));
  return record;
}
