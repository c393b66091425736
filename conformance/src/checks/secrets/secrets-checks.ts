// The checks of the topic `secrets`.
import type { Check } from "../../harness/check.ts";
import { ownServerChecks } from "./own-server.ts";
import { verifiedServerChecks } from "./verified-servers.ts";

/** The checks of the topic `secrets`. */
export const secretsChecks: readonly Check[] = [...ownServerChecks, ...verifiedServerChecks];
