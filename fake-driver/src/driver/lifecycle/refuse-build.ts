import type { GuestDevices, InjectedFile, Instance } from "@virt-driver-kit/spec";
import { assertFits } from "../../site/assert-fits.ts";
import { addClaims, NO_CLAIM } from "../../site/claim.ts";
import type { InstanceRecord } from "../../site/instance-record.ts";
import type { NodeRecord } from "../../site/node-record.ts";
import type { Attempt } from "../begin.ts";
import { refuseDevices } from "../devices/give-devices.ts";
import { refuseSecrets } from "../devices/guest-secrets.ts";
import type { DriverContext } from "../driver-context.ts";
import { assertImageSuits } from "../images/assert-image-suits.ts";
import { placeGuest, refusePlacement } from "../placement/place-guest.ts";
import { invalidRequest } from "../refusals.ts";
import { claimOf } from "./claim-of.ts";
import { refuseConfigDrive } from "./config-drive.ts";
import { refuseFiles } from "./injected-files.ts";
import { hasRootVolume } from "./root-volume.ts";

/** What is to be built. */
export interface WantedGuest {
  readonly instance: Instance;
  readonly devices?: GuestDevices;
  readonly injectedFiles?: readonly InjectedFile[];
}

/**
 * Refuses to build a guest, before anything is done. What can be told from the request and the node takes no time.
 *
 * @param about - What is attempted.
 * @param node - The node to build it on.
 * @param record - The instance that is there already; null for a new one.
 * @param wanted - What is to be built.
 * @throws {@link DriverError} With effect `none`, one of the codes that `spawn` and `rebuild` may answer.
 */
export function refuseBuild(
  context: DriverContext,
  about: Attempt,
  node: NodeRecord,
  record: InstanceRecord | null,
  { instance, devices, injectedFiles }: WantedGuest,
): void {
  const host = context.hypervisor.look(about.attempt);
  const isVolumeBacked = hasRootVolume(devices, record);
  const isLost = instance.image.source.kind === "volume" && !isVolumeBacked;
  if (isLost) {
    const problem = "says that the root disk is a volume, and no volume has bootIndex 0";
    throw invalidRequest(about, "params.instance.image.source.kind", problem);
  }
  if (!isVolumeBacked || instance.image.source.kind === "volume") {
    const { flavor, trustedCertificates } = instance;
    assertImageSuits(context, instance.image, { ...about, path: "params.instance.image", flavor, trustedCertificates });
  }
  const usedByOthers = addClaims(host.used(node.uuid), record?.claim ?? NO_CLAIM, -1);
  assertFits(about.attempt, node, usedByOthers, claimOf(instance.flavor, isVolumeBacked));
  refuseFiles(about, injectedFiles, isVolumeBacked);
  refuseConfigDrive(about, instance.configDrive);
  refusePlacement(context, about, node, instance, record);
  refuseDevices(context, about, node.uuid, record, devices);
  const hasTpm = placeGuest(context, instance, node).hardware?.tpmVersion !== undefined;
  refuseSecrets(host, about.attempt, { uuid: instance.uuid, node: node.uuid, hasTpm }, devices);
}
