// The checks of the group `consoles`.
import type { Check } from "../../harness/check.ts";
import { consoleAddressChecks } from "./console-addresses.ts";
import { getConsoleOutputChecks } from "./get-console-output.ts";

/** The checks of the reads of consoles. */
export const consolesChecks: readonly Check[] = [...getConsoleOutputChecks, ...consoleAddressChecks];
