// Drivers that go wrong with whatever change of an instance fails, or is cut short by their death. Every check that is made for each such
// change has to find them.
import { specModel } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, PowerState, RequirementId } from "@virt-driver-kit/spec";

import { refusedDevicesChecks } from "../../src/checks/devices/refused-devices.ts";
import { afterDeath } from "./after-death.ts";
import { backendFailed, isRefusal, type Mutant, replacing } from "./mutant.ts";

type Driver = Required<ComputeDriver>;
type Method = (params: object, call: Call) => Promise<object>;

/** The operations that change something. */
const CHANGING = Object.values(specModel.operations)
  .filter(({ kind }) => kind === "change")
  .map(({ name }) => name);

function uuidIn(params: object): string {
  const { instanceUuid, instance } = params as { instanceUuid?: string; instance?: { uuid: string } };
  return instanceUuid ?? instance?.uuid ?? "";
}

/** Puts something around every change. */
function aroundEach(
  driver: Driver,
  around: (
    change: { readonly operation: string; readonly uuid: string },
    proceed: () => Promise<object>,
  ) => Promise<object>,
): Partial<ComputeDriver> {
  const methods = driver as unknown as Readonly<Record<string, Method | undefined>>;
  const entries = CHANGING.flatMap((operation) => {
    const method = methods[operation];
    if (method === undefined) return [];
    const changed: Method = (params, call) =>
      around({ operation, uuid: uuidIn(params) }, () => method.call(driver, params, call));
    return [[operation, changed] as const];
  });
  return Object.fromEntries(entries);
}

/** Notes on which instances a change has failed in the hypervisor. */
async function noting(failed: Set<string>, uuid: string, proceed: () => Promise<object>): Promise<object> {
  try {
    return await proceed();
  } catch (error) {
    if (isRefusal(error, "BACKEND_FAILED")) failed.add(uuid);
    throw error;
  }
}

/** Says of a failure in the hypervisor that it had no effect. */
function denyingEffect(error: unknown): never {
  throw isRefusal(error, "BACKEND_FAILED") ? backendFailed("do anything") : error;
}

/** Checks of changes that are refused, in which nothing has failed. */
const REFUSED = ["[cycles-of-refused-spawn]", ...refusedDevicesChecks.map(({ id }) => id.slice(id.indexOf("[")))];

const OTHER: Partial<Record<PowerState, PowerState>> = { running: "shutdown" };

/** A mutant that every check of a requirement is to find, as far as they are made for each change. */
export interface EachChangeMutant {
  readonly mutant: Mutant;
  /** Checks of the requirement that are about something else. */
  readonly others: readonly string[];
}

function wrongWithEach(
  requirement: RequirementId,
  facts: Pick<Mutant, "title" | "message" | "alsoBreaks" | "keepsState"> &
    (Pick<Extract<Mutant, { driver: unknown }>, "driver"> | Pick<Extract<Mutant, { attach: unknown }>, "attach">),
  others: readonly string[] = [],
): EachChangeMutant {
  return {
    mutant: { id: `${requirement}: with each change`, requirement, only: [requirement], ...facts },
    others,
  };
}

/** The mutants of each change. */
export const EACH_CHANGE: readonly EachChangeMutant[] = [
  wrongWithEach(
    "operations/failed-call-can-be-repeated",
    {
      title: "Whatever change has failed once on an instance fails for ever",
      message: "failed again, although only its hypervisor call number 1 had failed, once",
      driver: replacing((driver) => {
        const failed = new Set<string>();
        return aroundEach(driver, async ({ operation, uuid }, proceed) => {
          if (operation !== "destroy" && failed.has(uuid)) throw backendFailed("go on after a failure");
          return noting(failed, uuid, proceed);
        });
      }),
    },
    ["[destroy-first-step]"],
  ),
  wrongWithEach(
    "operations/failure-tells-the-truth",
    {
      title: "Whatever change has failed on an instance, getInfo says it is off if it runs, and runs if it does not",
      message: "failed at hypervisor call number 1",
      driver: replacing((driver) => {
        const failed = new Set<string>();
        return {
          ...aroundEach(driver, ({ uuid }, proceed) => noting(failed, uuid, proceed)),
          getInfo: async (params, call) => {
            const { info } = await driver.getInfo(params, call);
            const powerState = failed.has(info.uuid) ? (OTHER[info.powerState] ?? "running") : info.powerState;
            return { info: { ...info, powerState } };
          },
        };
      }),
    },
    ["[cancelled]"],
  ),
  wrongWithEach(
    "cleanup/no-effect-shows-nowhere",
    {
      title: "Whatever change has failed on an instance says that it had no effect, and keeps a claim on memory",
      message: "failed at hypervisor call number 1 with effect none",
      driver: replacing((driver) => {
        const failed = new Set<string>();
        return {
          ...aroundEach(driver, ({ uuid }, proceed) => noting(failed, uuid, proceed).catch(denyingEffect)),
          getAvailableResource: async (params, call) => {
            const { resource } = await driver.getAvailableResource(params, call);
            return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + 64 * failed.size } };
          },
        };
      }),
    },
    ["[spawn]", "[absent]", "[reboot]", ...REFUSED],
  ),
  wrongWithEach("cleanup/destroy-ends-everything", {
    title: "Whatever change has failed on an instance, destroy refuses it once",
    message: "at hypervisor call number 1",
    driver: replacing((driver) => {
      const failed = new Set<string>();
      return aroundEach(driver, async ({ operation, uuid }, proceed) => {
        if (operation === "destroy" && failed.delete(uuid)) throw backendFailed("go on after a failure");
        return noting(failed, uuid, proceed);
      });
    }),
  }),
  wrongWithEach(
    "cleanup/death-leaves-one-or-none",
    {
      title: "Whatever change the driver died in, the instance can never be built again",
      message: "The instance could not be destroyed and built again after the driver was killed in the middle of",
      keepsState: true,
      attach: afterDeath((driver, found) => ({
        spawn: async (params, call) => {
          if (found.has(params.instance.uuid)) throw backendFailed("build what was left half done");
          return driver.spawn(params, call);
        },
      })),
    },
    ["[core-in-the-loop]"],
  ),
  wrongWithEach(
    "recovery/finds-instances-again",
    {
      title: "Whatever change the driver died in, it takes the instance for gone",
      message: "Unexpected entries of listInstances after the driver was killed in the middle of",
      keepsState: true,
      attach: afterDeath((driver, found) => ({
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          return {
            ...rest,
            instances: instances.filter((entry) => entry.ownership !== "owned" || !found.has(entry.uuid)),
          };
        },
      })),
    },
    ["", "[paused]"],
  ),
];

/** The same, as mutants among others. */
export const eachChangeMutants: readonly Mutant[] = EACH_CHANGE.map(({ mutant }) => mutant);
