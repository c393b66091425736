// The checks of the group `lifecycle`.
import type { Check } from "../../harness/check.ts";
import { configDriveChecks } from "./config-drive.ts";
import { configDriveFilesChecks } from "./config-drive-files.ts";
import { destroyChecks } from "./destroy.ts";
import { destroyInterfacesChecks } from "./destroy-interfaces.ts";
import { destroySecretsChecks } from "./destroy-secrets.ts";
import { destroyVolumesChecks } from "./destroy-volumes.ts";
import { injectedFilesChecks } from "./injected-files.ts";
import { otherStartsChecks } from "./other-starts.ts";
import { processInstancesAtStartupChecks } from "./process-instances-at-startup.ts";
import { rebuildChecks } from "./rebuild.ts";
import { rebuildContentsChecks } from "./rebuild-contents.ts";
import { rebuildDisksChecks } from "./rebuild-disks.ts";
import { softDeleteChecks } from "./soft-delete.ts";
import { spawnFailingChecks } from "./spawn-failing.ts";
import { spawnInProgressChecks } from "./spawn-in-progress.ts";
import { spawnRefusingChecks } from "./spawn-refusing.ts";
import { spawnSignedChecks } from "./spawn-signed.ts";
import { spawnStartingChecks } from "./spawn-starting.ts";
import { taggedDevicesChecks } from "./tagged-devices.ts";
import { taggedDevicesFileChecks } from "./tagged-devices-file.ts";

/** The checks of the operations that build and remove instances. */
export const lifecycleChecks: readonly Check[] = [
  ...spawnStartingChecks,
  ...spawnRefusingChecks,
  ...spawnSignedChecks,
  ...spawnFailingChecks,
  ...spawnInProgressChecks,
  ...destroyChecks,
  ...destroyInterfacesChecks,
  ...destroySecretsChecks,
  ...destroyVolumesChecks,
  ...configDriveChecks,
  ...configDriveFilesChecks,
  ...injectedFilesChecks,
  ...rebuildChecks,
  ...rebuildDisksChecks,
  ...rebuildContentsChecks,
  ...softDeleteChecks,
  ...processInstancesAtStartupChecks,
  ...taggedDevicesChecks,
  ...otherStartsChecks,
  ...taggedDevicesFileChecks,
];
