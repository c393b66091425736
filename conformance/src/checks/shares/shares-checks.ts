// The checks of the group `shares`.
import type { Check } from "../../harness/check.ts";
import { mountShareChecks } from "./mount-share.ts";
import { umountShareChecks } from "./umount-share.ts";

/** The checks of shared file systems on the host. */
export const sharesChecks: readonly Check[] = [...mountShareChecks, ...umountShareChecks];
