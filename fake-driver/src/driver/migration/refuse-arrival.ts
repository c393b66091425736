import type { GuestDevices, Instance } from "@virt-driver-kit/spec";
import { assertFits } from "../../site/assert-fits.ts";
import { addClaims } from "../../site/claim.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import { nameAside } from "../../site/moving-disks.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { Pool } from "../../site/pool.ts";
import type { Attempt } from "../begin.ts";
import { refuseDevices } from "../devices/give-devices.ts";
import { refuseSecrets } from "../devices/guest-secrets.ts";
import type { DriverContext } from "../driver-context.ts";
import { claimOf } from "../lifecycle/claim-of.ts";
import { refuseConfigDrive } from "../lifecycle/config-drive.ts";
import { hasRootVolume } from "../lifecycle/root-volume.ts";
import { placeGuest, refusePlacement } from "../placement/place-guest.ts";
import type { PrivateData } from "./cold-migration-data.ts";

/** An instance that is to be built from disks that are there. */
export interface Arrival {
  readonly instance: Instance;
  readonly devices: GuestDevices | undefined;
  /** The store that its disks are in, under their own names or set aside. */
  readonly store: Pool;
  /** The secret that comes with it. */
  readonly vtpmSecret?: PrivateData["vtpmSecret"] | undefined;
}

/**
 * Refuses to build an instance from its disks, before anything is done. Its image is not looked at: the guest does not start from it.
 *
 * @param about - What is attempted.
 * @param node - The node to build it on.
 * @param record - The instance that is there already; null for none.
 * @param arrival - What is to be built.
 * @throws With effect `none`, one of the codes that `finishMigration` may answer.
 */
export function refuseArrival(
  context: DriverContext,
  about: Attempt,
  node: NodeRecord,
  record: InstanceRecord | null,
  { instance, devices, store, vtpmSecret }: Arrival,
): void {
  const host = context.hypervisor.look(about.attempt);
  const used = host.used(node.uuid);
  const usedByOthers = record?.node === node.uuid ? addClaims(used, record.claim, -1) : used;
  assertFits(about.attempt, node, usedByOthers, claimOf(instance.flavor, hasRootVolume(devices, record)));
  refuseConfigDrive(about, instance.configDrive);
  refusePlacement(context, about, node, instance, record);
  refuseDevices(context, about, node.uuid, record, devices);
  const { uuid } = instance;
  const hasTpm = placeGuest(context, instance, node).hardware?.tpmVersion !== undefined;
  const digest = vtpmSecret && Buffer.from(vtpmSecret.value, "base64").toString("hex");
  const brought = digest === undefined ? [] : [{ instanceUuid: uuid, node: node.uuid, digest }];
  const view = {
    record: { ...host.record, secrets: [...brought, ...host.record.secrets] },
    disk: (_uuid: string, _node: string, name: string) => store.disk(uuid, name) ?? store.disk(uuid, nameAside(name)),
  };
  refuseSecrets(view, about.attempt, { uuid, node: node.uuid, hasTpm }, devices);
}
