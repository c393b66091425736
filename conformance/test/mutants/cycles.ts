// Drivers that leave a little in use now and then: too little, or too seldom, for a check that makes each call once.
import { specModel } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, RequirementId } from "@virt-driver-kit/spec";

import { backendFailed, type Mutant, replacing } from "./mutant.ts";
import { bothReplacing } from "./two-hosts.ts";

type Driver = Required<ComputeDriver>;
type Method = (params: object, call: Call) => Promise<object>;

/** The operations that change something. */
const CHANGING = Object.values(specModel.operations)
  .filter(({ kind, name }) => kind === "change" && !name.startsWith("simulation/"))
  .map(({ name }) => name);

/** Loses a MiB of memory with each so manieth changing call, however it ends. */
function losing(every: number): Parameters<typeof replacing>[0] {
  return (driver) => {
    let calls = 0;
    const methods = driver as unknown as Readonly<Record<string, Method | undefined>>;
    const counted = CHANGING.flatMap((operation) => {
      const method = methods[operation];
      if (method === undefined) return [];
      const counting: Method = (params, call) => {
        calls += 1;
        return method.call(driver, params, call);
      };
      return [[operation, counting] as const];
    });
    const getAvailableResource: Driver["getAvailableResource"] = async (params, call) => {
      const { resource } = await driver.getAvailableResource(params, call);
      return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + Math.floor(calls / every) } };
    };
    return { ...Object.fromEntries(counted), getAvailableResource };
  };
}

/** The requirements by which cycles are judged. */
const REQUIREMENTS: readonly RequirementId[] = [
  "getAvailableResource/usage-counts-instances",
  "getAvailableResource/usage-falls-after-destroy",
  "cleanup/no-effect-shows-nowhere",
  "spawn/leaves-nothing-when-it-fails",
  "spawn/leaves-nothing-when-cancelled",
];

/** What a few rounds show. */
const NOW_AND_THEN = REQUIREMENTS.map((requirement): Mutant => ({
  id: `${requirement}: now and then`,
  requirement,
  title: "Every fourth change leaves a MiB in use",
  message: "use of the node after",
  only: [`${requirement}[cycles-of-*`],
  driver: replacing(losing(4)),
}));

const RARELY = 24;

/** What only a soak shows. */
const SELDOM = REQUIREMENTS.map((requirement): Mutant => ({
  id: `${requirement}: seldom`,
  requirement,
  title: "A change in twenty-four leaves a MiB in use",
  message: "use of the node after",
  only: [`${requirement}[soak-of-*`],
  soakCycles: RARELY,
  driver: replacing(losing(RARELY)),
}));

/** The same where instances move between two hosts. */
const ON_TWO_HOSTS: readonly Mutant[] = (["cycles", "soak"] as const).map((prefix) => ({
  id: `getAvailableResource/usage-counts-instances: a ${prefix} of moves`,
  requirement: "getAvailableResource/usage-counts-instances",
  title: "Now and then a move leaves a MiB in use",
  message: "use of the node after",
  only: [`getAvailableResource/usage-counts-instances[${prefix}-of-*-there-and-back]`],
  soakCycles: 10,
  site: bothReplacing(losing(9)),
}));

/** What is worn out by the rounds before, as a pool from which each round takes something is. */
const WORN_OUT: readonly Mutant[] = [
  {
    id: "getAvailableResource/usage-counts-instances: worn out",
    requirement: "getAvailableResource/usage-counts-instances",
    title: "An instance can be rebooted five times",
    message: "reboot failed in round 6, after it had worked in every one before",
    only: ["getAvailableResource/usage-counts-instances[cycles-of-reboot]"],
    driver: replacing((driver) => {
      let reboots = 0;
      return {
        reboot: async (params, call) => {
          if (++reboots > 5) throw backendFailed("reboot");
          return driver.reboot(params, call);
        },
      };
    }),
  },
];

/** The mutants that each check of a cycle has to find. */
export const CYCLE_MUTANTS: readonly Mutant[] = [...NOW_AND_THEN, ...SELDOM, ...ON_TWO_HOSTS];

/** The mutants of what goes round. */
export const cyclesMutants: readonly Mutant[] = [...CYCLE_MUTANTS, ...WORN_OUT];
