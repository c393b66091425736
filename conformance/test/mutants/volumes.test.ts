import { attachVolumeMutants } from "./attach-volume.ts";
import { blockDevicesMutants } from "./block-devices.ts";
import { changedVolumesMutants } from "./changed-volumes.ts";
import { describeMutants } from "./describe-mutants.ts";
import { detachVolumeMutants } from "./detach-volume.ts";
import { volumeReadsMutants } from "./volume-reads.ts";

describeMutants("volumes and local disks", [
  ...attachVolumeMutants,
  ...detachVolumeMutants,
  ...changedVolumesMutants,
  ...volumeReadsMutants,
  ...blockDevicesMutants,
]);
