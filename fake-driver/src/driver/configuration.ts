/** The operations of group `protocol` that configure the driver. They act on the driver alone, so they need no hypervisor that answers. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";

/**
 * Makes the operations that configure the driver.
 *
 * @see Requirements `configure/takes-effect-at-once`, `describeConfiguration/tells-what-is-in-force`,
 *   `capabilitiesChanged/comes-before-the-change`
 */
export function configurationOperations({
  host,
  capabilities,
  configuration,
}: DriverContext): Required<Pick<ComputeDriver, "describeConfiguration" | "configure">> {
  return {
    async describeConfiguration() {
      return { options: configuration.options, settings: configuration.settings };
    },

    async configure({ settings }) {
      const canDump = configuration.isOn("guests.crashDumps");
      const waiting = configuration.apply(settings);
      const canDumpNow = configuration.isOn("guests.crashDumps");
      const { supportsCrashDump: _, ...others } = capabilities;
      if (canDumpNow !== canDump) host.changeCapabilities(canDumpNow ? capabilities : others);
      return { waiting };
    },
  };
}
