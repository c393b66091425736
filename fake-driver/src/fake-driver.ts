/**
 * The fake driver, ready to be served or to be attached in-process.
 *
 * It reaches its callers as any driver does, through `serveDriver` or `connectDriver`, and imports nothing but the published spec.
 */

import type { DriverDefinition } from "@virt-driver-kit/spec";
import { type FakeDriverOptions, fakeSiteSettings } from "./fake-driver-options.ts";
import { driverOfFreshSite } from "./fake-site.ts";

/**
 * Defines a driver whose hypervisor is simulated in memory, in virtual time.
 *
 * Each run of the driver has a site of one host of its own, empty unless `stateDirectory` holds the state of an earlier one. For drivers
 * that share a site, see {@link fakeSite}.
 *
 * @param options - The hypervisor's size and behaviour.
 * @returns The driver. Making a run of it throws {@link SetupError} if the state directory cannot be used.
 * @throws {@link SetupError} if an option is out of range.
 *
 * @example
 * ```ts
 * const connection = await connectDriver({ kind: "memory", definition: fakeDriver({ nodes: 1 }) });
 * ```
 */
export function fakeDriver(options: FakeDriverOptions = {}): DriverDefinition {
  return driverOfFreshSite(fakeSiteSettings(options));
}
