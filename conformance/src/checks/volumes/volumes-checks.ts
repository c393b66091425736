// The checks of the group `volumes`.
import type { Check } from "../../harness/check.ts";
import { attachVolumeChecks } from "./attach-volume.ts";
import { attachedContentsChecks } from "./attached-contents.ts";
import { detachVolumeChecks } from "./detach-volume.ts";
import { encryptedVolumesChecks } from "./encrypted-volumes.ts";
import { extendVolumeChecks } from "./extend-volume.ts";
import { getDeviceNamesChecks } from "./get-device-names.ts";
import { getVolumeConnectorChecks } from "./get-volume-connector.ts";
import { seenVolumesChecks } from "./seen-volumes.ts";
import { heldOtherwiseChecks } from "./held-otherwise.ts";
import { swapVolumeChecks } from "./swap-volume.ts";
import { volumeSnapshotChecks } from "./volume-snapshots.ts";

/** The checks of the volumes of instances that are there. */
export const volumesChecks: readonly Check[] = [
  ...attachVolumeChecks,
  ...heldOtherwiseChecks,
  ...attachedContentsChecks,
  ...encryptedVolumesChecks,
  ...detachVolumeChecks,
  ...extendVolumeChecks,
  ...seenVolumesChecks,
  ...swapVolumeChecks,
  ...volumeSnapshotChecks,
  ...getVolumeConnectorChecks,
  ...getDeviceNamesChecks,
];
