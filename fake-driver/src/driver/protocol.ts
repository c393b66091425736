/** The operations of group `protocol` that a driver serves itself. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";

/** Makes the operations of group `protocol`. */
export function protocolOperations({ hypervisor }: DriverContext): Pick<ComputeDriver, "probe"> {
  return {
    async probe() {
      if (hypervisor.isReachable) return { driver: "ok", backend: "reachable" };
      return {
        driver: "ok",
        backend: "unreachable",
        detail: "The simulated hypervisor was cut off by an injected fault",
      };
    },
  };
}
