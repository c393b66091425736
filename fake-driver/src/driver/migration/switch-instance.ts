import type { GuestDevices, Instance } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import { assertFits } from "../../site/assert-fits.ts";
import { addClaims } from "../../site/claim.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { MovedParts } from "../../site/migration-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { DriverContext } from "../driver-context.ts";
import { claimOf } from "../lifecycle/claim-of.ts";
import { described } from "../lifecycle/described.ts";
import { hasRootVolume } from "../lifecycle/root-volume.ts";
import { placeGuest, refusePlacement } from "../placement/place-guest.ts";
import type { UndoList } from "../undo-list.ts";
import { rememberParts } from "./moved-parts.ts";

/** What an instance is to be. */
export interface Shape {
  readonly instance: Instance;
  readonly devices: GuestDevices | undefined;
  readonly node: NodeRecord;
  /** What it had before its move. */
  readonly before: MovedParts;
}

/**
 * Makes an instance that is off one of another flavor, on another node of its host perhaps. What it held is let go and what it is to hold is
 * claimed in one step, so that neither is missing and nothing is counted twice.
 *
 * @param undo - Is told how to make it what it was, off and with its claim.
 * @throws `INSUFFICIENT_RESOURCES` if another instance was faster, and what the step throws.
 * @see Requirement `finishMigration/same-host-replaces-the-instance`
 */
export async function switchInstance(
  context: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  { instance, devices, node, before }: Shape,
  undo: UndoList,
): Promise<void> {
  const { hypervisor } = context;
  const { host } = hypervisor;
  const old = structuredClone(record);
  await hypervisor.change("allocateResources", { ...step, node: node.uuid }, () => {
    const used = host.used(node.uuid);
    const claim = claimOf(instance.flavor, hasRootVolume(devices, { ...record, volumes: before.volumes }));
    assertFits(step.attempt, node, record.node === node.uuid ? addClaims(used, record.claim, -1) : used, claim);
    refusePlacement(context, step, node, instance, record);
    const placed = placeGuest(context, instance, node);
    host.claimAnew(record, claim, node.uuid);
    Object.assign(record, { description: described(instance), ...placed });
    rememberParts(record, before);
    hypervisor.changed(record);
  });
  undo.push(() =>
    hypervisor.undo("allocateResources", step, () => {
      host.claimAnew(record, old.claim, old.node);
      Object.assign(record, old);
      hypervisor.changed(record);
    }),
  );
}
