// Drivers whose methods are changed by one rule.
import type { ComputeDriver, DriverDefinition, DriverHost } from "@virt-driver-kit/spec";

import { everyMethod, type Method } from "../../mutants/every-method.ts";
import { replacing } from "../../mutants/mutant.ts";

/**
 * Makes a driver wrong by changing its methods, but for those of the simulation.
 *
 * @param change - Gives the method in place of one; `driver` is the right one. Called once per run and method.
 */
export function changingMethods(
  change: (operation: string, method: Method, driver: Required<ComputeDriver>) => Method,
): (base: DriverDefinition) => DriverDefinition {
  return replacing((driver, host) =>
    everyMethod((operation, method) => change(operation, method, driver))(driver, host),
  );
}

/** Makes a driver wrong by changing the host that it tells of what happens. */
export function changingHost(
  change: (host: DriverHost) => Partial<DriverHost>,
): (base: DriverDefinition) => DriverDefinition {
  return (base) => ({
    ...base,
    // The other members, some of which change with time, are still those of the host.
    create: (host) => base.create(Object.assign(Object.create(host) as DriverHost, change(host))),
  });
}
