// Drivers whose `destroy` is wrong.
import type { Call, ComputeDriver, OwnedInstanceSummary } from "@virt-driver-kit/spec";

import { backendFailed, isRefusal, type Mutant, notFound, replacing, stateOf, within } from "./mutant.ts";

/** The other instances of the same name. */
async function twinsOf(driver: ComputeDriver, uuid: string, call: Call): Promise<OwnedInstanceSummary[]> {
  const { instances } = await driver.listInstances({}, call);
  const owned = instances.filter((one) => one.ownership === "owned");
  const name = owned.find((one) => one.uuid === uuid)?.name;
  return owned.filter((one) => one.name === name && one.uuid !== uuid);
}

/** The mutants of `destroy`. */
export const destroyMutants: readonly Mutant[] = [
  {
    id: "destroy/removes-the-instance: does nothing",
    requirement: "destroy/removes-the-instance",
    title: "destroy answers at once and removes nothing",
    message: "getInfo still shows the instance",
    alsoBreaks: [
      "destroy/works-in-every-power-state",
      "destroy/unplugs-interfaces",
      "destroy/releases-what-it-is-told-of",
      "destroy/goes-on-past-a-stuck-volume",
      "destroy/keeps-secrets-when-asked",
    ],
    only: ["destroy/*"],
    driver: replacing(() => ({ destroy: async () => ({}) })),
  },
  {
    id: "destroy/removes-the-instance: stays in the list",
    requirement: "destroy/removes-the-instance",
    title: "destroy removes the instance, and listInstances still shows it",
    message: "listInstances still shows the instance, though getInfo does not",
    alsoBreaks: ["destroy/can-be-repeated-after-failure", "destroy/goes-on-past-a-stuck-volume"],
    only: ["destroy/*"],
    driver: replacing((driver) => {
      const ghosts = new Map<string, OwnedInstanceSummary>();
      return {
        destroy: async (params, call) => {
          const { instances } = await driver.listInstances({}, call);
          const entry = instances.find((one) => one.ownership === "owned" && one.uuid === params.instanceUuid);
          if (entry?.ownership === "owned") ghosts.set(entry.uuid, entry);
          return driver.destroy(params, call);
        },
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          const shown = new Set(instances.map((one) => (one.ownership === "owned" ? one.uuid : "")));
          return { instances: [...instances, ...[...ghosts.values()].filter(({ uuid }) => !shown.has(uuid))], ...rest };
        },
      };
    }),
  },
  {
    id: "destroy/absent-instance-succeeds: refused",
    requirement: "destroy/absent-instance-succeeds",
    title: "destroy of an absent instance is an error",
    message: "answered INSTANCE_NOT_FOUND",
    alsoBreaks: ["destroy/unplugs-interfaces", "destroy/can-be-repeated-after-failure"],
    driver: replacing((driver) => ({
      destroy: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) === "absent") throw notFound(params.instanceUuid);
        return driver.destroy(params, call);
      },
    })),
  },
  {
    id: "destroy/works-in-every-power-state: not when paused",
    requirement: "destroy/works-in-every-power-state",
    title: "destroy refuses a paused instance",
    message: "answered BACKEND_FAILED",
    alsoBreaks: ["destroy/removes-the-instance"],
    driver: replacing((driver) => ({
      destroy: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) === "paused") throw backendFailed("stop the guest");
        return driver.destroy(params, call);
      },
    })),
  },
  {
    id: "destroy/leaves-others-alone: by name",
    requirement: "destroy/leaves-others-alone",
    title: "destroy removes every instance of the same name",
    message: "The instance is absent after destroy of another instance",
    driver: replacing((driver) => ({
      destroy: async (params, call) => {
        for (const twin of await twinsOf(driver, params.instanceUuid, call)) {
          await driver.destroy({ ...params, instanceUuid: twin.uuid }, within(call));
        }
        return driver.destroy(params, call);
      },
    })),
  },
  {
    id: "destroy/leaves-others-alone: restarts",
    requirement: "destroy/leaves-others-alone",
    title: "destroy restarts every other instance of the same name",
    message: "The guest was restarted by destroy of another instance",
    driver: replacing((driver) => ({
      destroy: async (params, call) => {
        for (const twin of await twinsOf(driver, params.instanceUuid, call)) {
          const instanceUuid = twin.uuid;
          const isRunning = (await stateOf(driver, instanceUuid, call)) === "running";
          if (isRunning) await driver.reboot({ instanceUuid, type: "hard" }, within(call));
        }
        return driver.destroy(params, call);
      },
    })),
  },
  {
    id: "destroy/keeps-disks-when-asked: always removes",
    requirement: "destroy/keeps-disks-when-asked",
    title: "destroy removes the disks whatever it is told",
    message: "so its disk is not the one that was kept",
    alsoBreaks: ["destroy/keeps-secrets-when-asked"],
    driver: replacing((driver) => ({
      destroy: (params, call) => driver.destroy({ ...params, destroyDisks: true }, call),
    })),
  },
  {
    id: "destroy/removes-disks-when-asked: always keeps",
    requirement: "destroy/removes-disks-when-asked",
    title: "destroy keeps the disks whatever it is told",
    message: "so it started from the disk of the first",
    driver: replacing((driver) => ({
      destroy: (params, call) => driver.destroy({ ...params, destroyDisks: false }, call),
    })),
  },
  {
    id: "destroy/removes-disks-when-asked: not when absent",
    requirement: "destroy/removes-disks-when-asked",
    title: "destroy of an absent instance leaves the disks that were kept",
    message: "so it started from the disk of the first",
    alsoBreaks: ["destroy/can-be-repeated-after-failure"],
    driver: replacing((driver) => ({
      destroy: async (params, call) =>
        (await stateOf(driver, params.instanceUuid, call)) === "absent" ? {} : driver.destroy(params, call),
    })),
  },
  {
    id: "destroy/can-be-repeated-after-failure: stuck",
    requirement: "destroy/can-be-repeated-after-failure",
    title: "destroy that failed once fails ever after",
    message: "answered BACKEND_FAILED",
    alsoBreaks: ["destroy/removes-the-instance", "destroy/unplugs-interfaces"],
    driver: replacing((driver) => {
      const stuck = new Set<string>();
      return {
        destroy: async (params, call) => {
          if (stuck.has(params.instanceUuid)) throw backendFailed("stop the guest");
          try {
            return await driver.destroy(params, call);
          } catch (error) {
            if (isRefusal(error, "BACKEND_FAILED")) stuck.add(params.instanceUuid);
            throw error;
          }
        },
      };
    }),
  },
];
