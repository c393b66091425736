// The fake driver as a module that the kit can load: `vdk test --driver @virt-driver-kit/fake-driver`.
import type { DriverDefinition } from "@virt-driver-kit/spec";

import { fakeDriver } from "./fake-driver.ts";

/** The fake driver with its defaults: two nodes, every capability but recovery, state in memory. */
export const driver: DriverDefinition = fakeDriver();
