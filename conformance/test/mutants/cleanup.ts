// Drivers that leave something behind.
import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";

import { afterDeath } from "./after-death.ts";
import { isRefusal, type Mutant, replacing, within } from "./mutant.ts";

/** Answers a node's resources with more memory in use. */
function withMoreUsed(driver: ComputeDriver, moreMib: () => number): Pick<ComputeDriver, "getAvailableResource"> {
  return {
    getAvailableResource: async (params, call) => {
      const { resource } = await driver.getAvailableResource(params, call);
      return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + moreMib() } };
    },
  };
}

/** Runs a call, and has something done before a failure of it is answered. */
async function beforeFailure<T>(
  call: Promise<T>,
  applies: (error: unknown) => boolean,
  then: () => unknown,
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (applies(error)) await then();
    throw error;
  }
}

const cutOff = (instanceUuid: string) => ({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });

function broken(instanceUuid: string): DriverError {
  const details = { step: "look" };
  return new DriverError("BACKEND_FAILED", `Cannot destroy instance "${instanceUuid}"`, { effect: "partial", details });
}

const noEffect: readonly Mutant[] = [
  {
    id: "cleanup/no-effect-shows-nowhere: leaks memory",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "A spawn that is refused for its image keeps its claim on memory",
    message: "Unexpected use of the nodes after spawn answered IMAGE_UNACCEPTABLE with effect none",
    driver: replacing((driver) => {
      let leakedMib = 0;
      return {
        ...withMoreUsed(driver, () => leakedMib),
        spawn: (params, call) =>
          beforeFailure(
            driver.spawn(params, call),
            (error) => isRefusal(error, "IMAGE_UNACCEPTABLE"),
            () => (leakedMib += params.instance.flavor.memoryMib),
          ),
      };
    }),
  },
  {
    id: "cleanup/no-effect-shows-nowhere: renames",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "A spawn that is refused for its uuid gives the instance its name",
    message: "Unexpected entries of listInstances after spawn answered INSTANCE_EXISTS with effect none",
    driver: replacing((driver) => {
      const names = new Map<string, string>();
      return {
        spawn: (params, call) =>
          beforeFailure(
            driver.spawn(params, call),
            (error) => isRefusal(error, "INSTANCE_EXISTS"),
            () => names.set(params.instance.uuid, params.instance.name),
          ),
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          const renamed = instances.map((entry) =>
            entry.ownership === "owned" ? { ...entry, name: names.get(entry.uuid) ?? entry.name } : entry,
          );
          return { instances: renamed, ...rest };
        },
      };
    }),
  },
  {
    id: "cleanup/no-effect-shows-nowhere: starts it",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "A soft reboot of an instance that is off is refused, and starts it",
    message: "Unexpected rows of listInstanceStates after reboot answered INVALID_STATE with effect none",
    driver: replacing((driver) => ({
      reboot: (params, call) =>
        beforeFailure(
          driver.reboot(params, call),
          (error) => isRefusal(error, "INVALID_STATE"),
          () => driver.powerOn({ instanceUuid: params.instanceUuid }, within(call)),
        ),
    })),
  },
  {
    id: "cleanup/no-effect-shows-nowhere: stops it",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "A pause that fails in the hypervisor without effect has powered the instance off",
    message: "Unexpected rows of listInstanceStates after pause failed at hypervisor call number 1 with effect none",
    driver: replacing((driver) => ({
      pause: (params, call) =>
        beforeFailure(
          driver.pause(params, call),
          (error) => isRefusal(error, "BACKEND_FAILED"),
          () => driver.powerOff(cutOff(params.instanceUuid), within(call)),
        ),
    })),
  },
];

/** The operations that change an instance. */
const CHANGING = ["spawn", "destroy", "powerOn", "powerOff", "reboot", "pause", "unpause"] as const;

type Changing = Required<Pick<ComputeDriver, (typeof CHANGING)[number]>>;
type Method = (params: object, call: Call) => Promise<object>;

/** Has something done before a changing call that failed in the hypervisor, or that found no instance, is answered. */
function afterEachFailure(
  driver: Changing,
  code: "BACKEND_FAILED" | "INSTANCE_NOT_FOUND",
  then: (instanceUuid: string) => unknown,
): Partial<ComputeDriver> {
  const watched = CHANGING.map((operation) => {
    const method = driver[operation] as Method;
    const watching: Method = (params, call) => {
      const { instanceUuid, instance } = params as { instanceUuid?: string; instance?: { uuid: string } };
      const uuid = instanceUuid ?? instance?.uuid ?? "";
      return beforeFailure(
        method(params, call),
        (error) => isRefusal(error, code),
        () => then(uuid),
      );
    };
    return [operation, watching];
  });
  return Object.fromEntries(watched) as Partial<ComputeDriver>;
}

/** Keeps memory in use whenever a call fails with a code. */
function leakingAfter(code: "BACKEND_FAILED" | "INSTANCE_NOT_FOUND"): ReturnType<typeof replacing> {
  return replacing((driver) => {
    let leakedMib = 0;
    return { ...withMoreUsed(driver, () => leakedMib), ...afterEachFailure(driver, code, () => (leakedMib += 64)) };
  });
}

const leaks: readonly Mutant[] = [
  {
    id: "cleanup/no-effect-shows-nowhere: leaks at each failure",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "Every change that fails in the hypervisor keeps a claim on memory",
    message: "Unexpected use of the nodes after powerOff failed at hypervisor call number 1 with effect none",
    alsoBreaks: ["getAvailableResource/usage-falls-after-destroy"],
    driver: leakingAfter("BACKEND_FAILED"),
    only: ["cleanup/no-effect-shows-nowhere*"],
  },
  {
    id: "cleanup/no-effect-shows-nowhere: reboot denies its effect",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "A reboot that fails half way leaves its instance off, and says that it had no effect",
    message: "Unexpected rows of listInstanceStates after reboot failed at hypervisor call number 1 with effect none",
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        try {
          return await driver.reboot(params, call);
        } catch (error) {
          if (!isRefusal(error, "BACKEND_FAILED")) throw error;
          await driver.powerOff(cutOff(params.instanceUuid), within(call));
          throw new DriverError("BACKEND_FAILED", error.message, { effect: "none", details: { step: "reset" } });
        }
      },
    })),
    only: ["cleanup/no-effect-shows-nowhere*"],
  },
  {
    id: "cleanup/no-effect-shows-nowhere: claims for what is absent",
    requirement: "cleanup/no-effect-shows-nowhere",
    title: "Every change of an instance that is not there keeps a claim on memory",
    message: "Unexpected use of the nodes after powerOn answered INSTANCE_NOT_FOUND with effect none",
    driver: leakingAfter("INSTANCE_NOT_FOUND"),
    only: ["cleanup/no-effect-shows-nowhere*"],
  },
  {
    id: "cleanup/destroy-ends-everything: leaks after each failure",
    requirement: "cleanup/destroy-ends-everything",
    title: "destroy does not give back the memory of an instance of which any change has failed",
    message: "Unexpected use of the nodes after destroy after reboot failed at hypervisor call number 1",
    driver: replacing((driver) => {
      const damaged = new Set<string>();
      let leakedMib = 0;
      const noted = afterEachFailure(driver, "BACKEND_FAILED", (uuid) => damaged.add(uuid));
      const destroyNoted = noted.destroy ?? driver.destroy;
      return {
        ...noted,
        ...withMoreUsed(driver, () => leakedMib),
        destroy: async (params, call) => {
          const result = await destroyNoted(params, call);
          if (damaged.delete(params.instanceUuid)) leakedMib += 64;
          return result;
        },
      };
    }),
    only: ["cleanup/destroy-ends-everything*"],
  },
];

/** Remembers the instances that a powerOn failed of. */
function noting(driver: ComputeDriver, damaged: Set<string>): Pick<ComputeDriver, "powerOn"> {
  return {
    powerOn: (params, call) =>
      beforeFailure(
        driver.powerOn(params, call),
        (error) => isRefusal(error, "BACKEND_FAILED"),
        () => damaged.add(params.instanceUuid),
      ),
  };
}

const destroyEnds: readonly Mutant[] = [
  {
    id: "cleanup/destroy-ends-everything: refuses",
    requirement: "cleanup/destroy-ends-everything",
    title: "destroy refuses an instance once whose powerOn has failed",
    message: "destroy failed after powerOn failed at hypervisor call number 1",
    driver: replacing((driver) => {
      const damaged = new Set<string>();
      return {
        ...noting(driver, damaged),
        destroy: async (params, call) => {
          if (damaged.delete(params.instanceUuid)) throw broken(params.instanceUuid);
          return driver.destroy(params, call);
        },
      };
    }),
  },
  {
    id: "cleanup/destroy-ends-everything: leaks memory",
    requirement: "cleanup/destroy-ends-everything",
    title: "destroy does not give back the memory of an instance whose powerOn has failed",
    message: "Unexpected use of the nodes after destroy after powerOn failed at hypervisor call number 1",
    alsoBreaks: ["getAvailableResource/usage-falls-after-destroy"],
    driver: replacing((driver) => {
      const damaged = new Set<string>();
      let leakedMib = 0;
      return {
        ...noting(driver, damaged),
        ...withMoreUsed(driver, () => leakedMib),
        destroy: async (params, call) => {
          if (damaged.delete(params.instanceUuid)) leakedMib += 64;
          return driver.destroy(params, call);
        },
      };
    }),
  },
];

const death: readonly Mutant[] = [
  {
    id: "cleanup/death-leaves-one-or-none: keeps the claim",
    requirement: "cleanup/death-leaves-one-or-none",
    title: "What was claimed for a spawn that the driver died in stays claimed",
    message:
      "Unexpected use of a node, by what listInstances shows, after the driver was killed in the middle of spawn",
    keepsState: true,
    attach: afterDeath((driver, found) => {
      const lostMib = [...found.values()].reduce((sum, { spawn }) => sum + (spawn?.instance.flavor.memoryMib ?? 0), 0);
      return withMoreUsed(driver, () => lostMib);
    }),
    only: ["cleanup/death-leaves-one-or-none[spawn]"],
  },
  {
    id: "cleanup/death-leaves-one-or-none: twice",
    requirement: "cleanup/death-leaves-one-or-none",
    title: "An instance whose destroy the driver died in is listed twice",
    message: "listInstances shows the instance 2 times after the driver was killed in the middle of destroy",
    keepsState: true,
    attach: afterDeath((driver, found) => ({
      listInstances: async (params, call) => {
        const { instances, ...rest } = await driver.listInstances(params, call);
        const twice = instances.flatMap((entry) =>
          entry.ownership === "owned" && found.has(entry.uuid) ? [entry, entry] : [entry],
        );
        return { instances: twice, ...rest };
      },
    })),
    only: ["cleanup/death-leaves-one-or-none[destroy]"],
  },
  {
    id: "cleanup/death-leaves-one-or-none: in the way",
    requirement: "cleanup/death-leaves-one-or-none",
    title: "What is left of a spawn that the driver died in stands in the way of the next",
    message: "The instance could not be destroyed and built again after the driver was killed in the middle of spawn",
    keepsState: true,
    attach: afterDeath((driver, found) => ({
      spawn: async (params, call) => {
        if (found.has(params.instance.uuid)) throw broken(params.instance.uuid);
        return driver.spawn(params, call);
      },
    })),
    only: ["cleanup/death-leaves-one-or-none[spawn]"],
  },
];

/** The mutants of what is left behind. */
export const cleanupMutants: readonly Mutant[] = [...noEffect, ...leaks, ...destroyEnds, ...death];
