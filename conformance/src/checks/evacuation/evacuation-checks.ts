// The checks of group `evacuation`.
import type { Check } from "../../harness/check.ts";
import { evacuatedGuestChecks } from "./evacuated-guest.ts";
import { instanceOnDiskChecks } from "./instance-on-disk.ts";
import { sharedStorageChecks } from "./shared-storage.ts";

/** The checks of group `evacuation`. */
export const evacuationChecks: readonly Check[] = [
  ...instanceOnDiskChecks,
  ...sharedStorageChecks,
  ...evacuatedGuestChecks,
];
