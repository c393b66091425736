/** Makes another driver of one, by putting other methods in the place of its own. */
import type { ComputeDriver, DriverDefinition, DriverHost } from "@virt-driver-kit/spec";

/**
 * Changes a driver.
 *
 * @param change - Says which methods to put in place, from those that were there.
 */
export function changedDriver(
  change: (driver: ComputeDriver, host: DriverHost) => Partial<ComputeDriver>,
): (definition: DriverDefinition) => DriverDefinition {
  return (definition) => ({
    ...definition,
    create: async (host) => {
      const driver = await definition.create(host);
      return { ...driver, ...change(driver, host) };
    },
  });
}
