// Drivers that are wrong about a guest that was on its way when they were killed.
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";
import { fakeSite } from "@virt-driver-kit/fake-driver";

import { breaks } from "./breaks.ts";
import { backendFailed, type Mutant, type SiteMutant, within } from "./mutant.ts";
import { cutOff, onEach } from "./on-each.ts";
import { bothReplacing } from "./two-hosts.ts";

type Driver = Required<ComputeDriver>;

const REQUIREMENT = "migration/killed-driver-loses-no-guest";

const CALL: Call = { signal: new AbortController().signal, reportProgress: () => undefined };

type Victim = "source" | "destination";

/** Does something to each guest that a later run of the driver of a host finds. */
function afterDeath(
  victim: Victim,
  work: (driver: Driver, instanceUuid: string) => Promise<unknown>,
): SiteMutant["site"] {
  let runs = 0;
  return (options) => {
    const site = fakeSite(options);
    const hostOfVictim = site.hosts[victim === "source" ? 0 : 1];
    return {
      hosts: site.hosts,
      driver: (host) => {
        const definition = site.driver(host);
        return {
          ...definition,
          create: async (driverHost) => {
            const driver = (await definition.create(driverHost)) as Driver;
            if (host !== hostOfVictim || ++runs === 1) return driver;
            if (victim === "destination") return workingAtSight(driver, work);
            for (const { uuid } of (await driver.listNodes({}, CALL)).nodes)
              await onEach(driver, uuid, ["running", "paused"], CALL, (instance) => work(driver, instance));
            return driver;
          },
        };
      },
    };
  };
}

/** Does something to each guest when it is first seen to run: the clock may stand when the driver starts. */
function workingAtSight(driver: Driver, work: (driver: Driver, instanceUuid: string) => Promise<unknown>): Driver {
  const seen = new Set<string>();
  return {
    ...driver,
    getInfo: async (params, call) => {
      const answer = await driver.getInfo(params, call);
      const { uuid, powerState } = answer.info;
      if (powerState !== "running" || seen.has(uuid)) return answer;
      seen.add(uuid);
      await work(driver, uuid);
      return driver.getInfo(params, call);
    },
  };
}

/** The mutants of drivers that die while a guest is on its way. */
export const liveDeathMutants: readonly Mutant[] = breaks(
  REQUIREMENT,
  ...(["source", "destination"] as const).flatMap((victim) => [
    {
      word: `cuts off at the ${victim}`,
      title: `A driver of the ${victim} that finds a guest that was on its way switches it off`,
      message: `one host has the guest after the driver of the ${victim} was killed during liveMigration`,
      keepsState: true as const,
      only: [`${REQUIREMENT}[${victim}]`],
      site: afterDeath(victim, (driver, instanceUuid) => cutOff(driver, instanceUuid, CALL)),
    },
    {
      word: `reboots at the ${victim}`,
      title: `A driver of the ${victim} that finds a guest that was on its way reboots it`,
      message: `The guest was restarted after the driver of the ${victim} was killed during liveMigration`,
      keepsState: true as const,
      only: [`${REQUIREMENT}[${victim}]`],
      site: afterDeath(victim, (driver, instanceUuid) => driver.reboot({ instanceUuid, type: "hard" }, CALL)),
    },
    {
      word: `forgets at the ${victim}`,
      title: `A driver of the ${victim} that finds a guest that was on its way destroys it`,
      message: `one host has the guest after the driver of the ${victim} was killed during liveMigration`,
      keepsState: true as const,
      only: [`${REQUIREMENT}[${victim}]`],
      site: afterDeath(victim, (driver, instanceUuid) => driver.destroy({ instanceUuid, destroyDisks: true }, CALL)),
    },
  ]),
  ...(["rollbackLiveMigrationAtSource", "rollbackLiveMigrationAtDestination"] as const).map((operation) => ({
    word: `no ${operation}`,
    title: `${operation} fails in a run of the driver that did not make the migration itself`,
    message: `"${operation}" answered BACKEND_FAILED`,
    keepsState: true as const,
    only: [`${REQUIREMENT}[source]`],
    site: bothReplacing((driver) => {
      const known = new Set<string>();
      return {
        liveMigration: (params, call) => {
          known.add(params.instanceUuid);
          return driver.liveMigration(params, call);
        },
        preLiveMigration: (params, call) => {
          known.add(params.instance.uuid);
          return driver.preLiveMigration(params, call);
        },
        [operation]: (params: Parameters<Driver[typeof operation]>[0] & { instanceUuid: string }, call: Call) =>
          known.has(params.instanceUuid)
            ? (driver[operation] as (given: object, within: Call) => Promise<object>)(params, within(call))
            : Promise.reject(backendFailed("dropGuest")),
      };
    }),
  })),
);
