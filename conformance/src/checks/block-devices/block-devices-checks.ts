// The checks of the topic `block-devices`.
import type { Check } from "../../harness/check.ts";
import { encryptedDisksChecks } from "./encrypted-disks.ts";
import { localDisksChecks } from "./local-disks.ts";
import { volumesGivenChecks } from "./volumes-given.ts";

/** The checks of the volumes and local disks that an instance is built with. */
export const blockDevicesChecks: readonly Check[] = [
  ...volumesGivenChecks,
  ...localDisksChecks,
  ...encryptedDisksChecks,
];
