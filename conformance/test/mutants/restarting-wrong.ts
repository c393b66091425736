// A driver that is wrong in what its methods do, and that is killed and started again.
import type { ComputeDriver, DriverDefinition } from "@virt-driver-kit/spec";

import { restarting } from "./attachments.ts";
import type { WireMutant } from "./mutant.ts";

/** Restarts a driver that is wrong in what it does. The second run and later ones are told how many came before. */
export function restartingWrong(
  replace: (
    driver: Required<ComputeDriver>,
    earlierRuns: number,
  ) => Partial<ComputeDriver> | Promise<Partial<ComputeDriver>>,
): WireMutant["attach"] {
  let runs = 0;
  return (base, site) => restarting(() => ({}))(wrong(base), site);

  function wrong(base: DriverDefinition): DriverDefinition {
    return {
      ...base,
      create: async (host) => {
        const driver = (await base.create(host)) as Required<ComputeDriver>;
        return { ...driver, ...(await replace(driver, runs++)) };
      },
    };
  }
}
