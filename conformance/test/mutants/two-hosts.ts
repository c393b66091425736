// Sites of two hosts whose drivers are wrong in the same way, as two runs of one program are.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type FakeSite, fakeSite, type FakeSiteOptions } from "@virt-driver-kit/fake-driver";
import type { ComputeDriver, DriverHost, SimulatedFault } from "@virt-driver-kit/spec";

import { sharedStorePersona } from "../fixtures/shared-store-persona.ts";
import { type DriverMutant, replacing, type SiteMutant } from "./mutant.ts";

type Driver = Required<ComputeDriver>;

/** Makes both drivers wrong by replacing some of their methods. */
export function bothReplacing(
  replace: Parameters<typeof replacing>[0],
  makeSite: SiteMutant["site"] = fakeSite,
): SiteMutant["site"] {
  return (options) => bothWrong(makeSite(options), replacing(replace));
}

/**
 * Makes both drivers wrong by replacing some of their methods, where what one of them is asked shows at the other host.
 *
 * @param replace - Gives the replacements for a driver; `other` is the right driver of the other host.
 */
export function acrossBoth(
  replace: (driver: Driver, other: () => Driver, host: DriverHost) => Partial<ComputeDriver>,
  makeSite: SiteMutant["site"] = fakeSite,
): SiteMutant["site"] {
  return (options) => {
    const drivers: Driver[] = [];
    const replaced = (driver: Driver, host: DriverHost): Partial<ComputeDriver> => {
      drivers.push(driver);
      return replace(driver, () => drivers.findLast((other) => other !== driver) ?? driver, host);
    };
    return bothReplacing(replaced, makeSite)(options);
  };
}

/** Makes both drivers have these faults. */
export function siteWithFaults(...faults: SimulatedFault[]): SiteMutant["site"] {
  return (options) => fakeSite({ ...options, faults: [{ name: "mutant", description: "A mutant.", faults }] });
}

/** The same of hosts that all reach one store. */
export function sharingWithFaults(...faults: SimulatedFault[]): SiteMutant["site"] {
  return (options) => sharingSite({ ...options, faults: [{ name: "mutant", description: "A mutant.", faults }] });
}

/** Makes both drivers have a fault plan that the fake driver brings along. */
export function plannedSite(name: string, makeSite: SiteMutant["site"] = fakeSite): SiteMutant["site"] {
  return (options) => makeSite({ ...options, faults: [name] });
}

function bothWrong(site: FakeSite, driver: DriverMutant["driver"]): FakeSite {
  return { hosts: site.hosts, driver: (host) => driver(site.driver(host)) };
}

/** A site whose hosts all reach one store. */
export function sharingSite(options: FakeSiteOptions): FakeSite {
  const directory = mkdtempSync(join(tmpdir(), "vdk-persona-"));
  try {
    return fakeSite({ ...options, persona: sharedStorePersona(directory) });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
