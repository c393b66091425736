/**
 * The shares that a guest can mount. They have been mounted on the host before.
 *
 * @see Requirement `devices/shares-reach-the-guest`
 */

import { DriverError, type ShareMapping } from "@virt-driver-kit/spec";
import type { StepContext } from "../../hypervisor/backend-link.ts";
import type { Host } from "../../site/host.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { Attempt } from "../begin.ts";
import type { DriverContext } from "../driver-context.ts";
import type { Claimant } from "./assert-device.ts";
import { twice } from "../refusals.ts";

/** A share by the tag under which a guest mounts it. */
type GuestShare = Pick<ShareMapping, "shareId" | "tag">;

/** Refuses shares that are not mounted for the claimant, with `SHARE_MOUNT_FAILED`, and a tag or share named twice, with `INVALID_REQUEST`. */
export function refuseShares(
  about: Pick<Attempt, "attempt">,
  host: Pick<Host, "record">,
  claimant: Claimant,
  shares: readonly GuestShare[],
): void {
  for (const member of ["shareId", "tag"] as const) {
    const values = shares.map((share) => share[member]);
    const index = values.findIndex((value, place) => values.indexOf(value) < place);
    if (index !== -1) throw twice(about, `params.devices.shares.${index}.${member}`);
  }
  for (const { shareId } of shares) assertMounted(about, host, claimant, shareId);
}

/** Lets a guest mount the shares given and no other. Throws `SHARE_MOUNT_FAILED` if one is not mounted for it, or what a step throws. */
export async function giveShares(
  { hypervisor }: DriverContext,
  step: StepContext,
  record: InstanceRecord,
  shares: readonly GuestShare[],
): Promise<void> {
  const { host } = hypervisor;
  const claimant = { instanceUuid: record.uuid, node: record.node };
  for (const { shareId } of shares) assertMounted(step, host, claimant, shareId);
  const given = shares.map(({ shareId, tag }) => ({ shareId, tag }));
  if (JSON.stringify(given) === JSON.stringify(record.shares)) return;
  await hypervisor.change("attachDevice", step, () => {
    record.shares = given;
    host.changed(record);
  });
}

function assertMounted(
  { attempt }: { readonly attempt: string },
  { record }: Pick<Host, "record">,
  { instanceUuid, node }: Claimant,
  shareId: string,
): void {
  const isMounted = record.mounts.some(
    (mount) => mount.node === node && mount.share.shareId === shareId && mount.users.includes(instanceUuid),
  );
  if (isMounted) return;
  const state = `share "${shareId}" is not mounted for the instance on its node; mount it first`;
  throw new DriverError("SHARE_MOUNT_FAILED", `Cannot ${attempt}: ${state}`, { effect: "none", details: { shareId } });
}
