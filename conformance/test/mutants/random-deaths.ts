// Drivers that are wrong about what they find when they are killed at random moments.
import type { ComputeDriver } from "@virt-driver-kit/spec";

import { afterDeath, type Unfinished } from "./after-death.ts";
import { breaks } from "./breaks.ts";
import { backendFailed, type Mutant } from "./mutant.ts";

type Wrong = (driver: Required<ComputeDriver>, found: ReadonlyMap<string, Unfinished>) => Partial<ComputeDriver>;

const ONLY = { only: ["cleanup/death-leaves-one-or-none[random]"], keepsState: true } as const;

/** A driver that holds on to the memory of what it was building when it died. */
const keepingClaims: Wrong = (driver, found) => ({
  getAvailableResource: async (params, call) => {
    const { resource } = await driver.getAvailableResource(params, call);
    const lostMib = [...found.values()].reduce((sum, { spawn }) => sum + (spawn?.instance.flavor.memoryMib ?? 0), 0);
    return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + lostMib } };
  },
});

type Entries = Awaited<ReturnType<ComputeDriver["listInstances"]>>["instances"];

/** A driver that lists something else than there is, where it was cut short. */
function listing(change: (entry: Entries[number]) => Entries): Wrong {
  return (driver, found) => {
    const wasCut = (entry: Entries[number]): boolean => entry.ownership === "owned" && found.has(entry.uuid);
    return {
      listInstances: async (params, call) => {
        const { instances, ...rest } = await driver.listInstances(params, call);
        return { ...rest, instances: instances.flatMap((entry) => (wasCut(entry) ? change(entry) : [entry])) };
      },
    };
  };
}

/** A driver that cannot build what it was building when it died. */
const standingInTheWay: Wrong = (driver, found) => ({
  spawn: async (params, call) => {
    if (found.get(params.instance.uuid)?.operation === "spawn") throw backendFailed("createDisk");
    return driver.spawn(params, call);
  },
});

/** The mutants of deaths at random moments. */
export const randomDeathsMutants: readonly Mutant[] = breaks(
  "cleanup/death-leaves-one-or-none",
  {
    word: "a claim, at random",
    title: "A driver that is killed at random moments holds on to the memory of what it was building",
    message: "Unexpected use of the node, by what listInstances shows, after the driver was killed in the middle of",
    attach: afterDeath(keepingClaims),
    ...ONLY,
  },
  {
    word: "two entries, at random",
    title: "A driver that is killed at random moments lists twice what it was working on",
    message: "listInstances shows the instance 2 times after the driver was killed in the middle of",
    attach: afterDeath(listing((entry) => [entry, entry])),
    ...ONLY,
  },
  {
    word: "another name, at random",
    title: "A driver that is killed at random moments forgets the name of what it was working on",
    message: "Unexpected name and node in listInstances after the driver was killed in the middle of",
    attach: afterDeath(listing((entry) => [{ ...entry, name: "unknown" }])),
    ...ONLY,
  },
  {
    word: "no second build, at random",
    title: "A driver that is killed at random moments cannot build what it was building",
    message: "spawn failed after the driver was killed in the middle of",
    attach: afterDeath(standingInTheWay),
    ...ONLY,
  },
);
