// The checks of the group `interfaces`.
import type { Check } from "../../harness/check.ts";
import { attachInterfaceChecks } from "./attach-interface.ts";
import { detachInterfaceChecks } from "./detach-interface.ts";
import { plugVifsChecks } from "./plug-vifs.ts";
import { unplugVifsChecks } from "./unplug-vifs.ts";

/** The checks of network interfaces on their host and in their guest. */
export const interfacesChecks: readonly Check[] = [
  ...plugVifsChecks,
  ...unplugVifsChecks,
  ...attachInterfaceChecks,
  ...detachInterfaceChecks,
];
