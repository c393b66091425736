// The checks of the group `guest`.
import type { Check } from "../../harness/check.ts";
import { setAdminPasswordChecks } from "./set-admin-password.ts";

/** The checks of what is done inside a guest. */
export const guestChecks: readonly Check[] = [...setAdminPasswordChecks];
