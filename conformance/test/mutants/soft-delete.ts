// Drivers that put instances aside, or bring them back, in a wrong way.
import type { Call, ComputeDriver, GuestDevices, SpawnParams } from "@virt-driver-kit/spec";

import { type Breach, breaks } from "./breaks.ts";
import { faulty, keepingState, skipping } from "./faulty.ts";
import { type DriverMutant, invalidState, type Mutant, replacing, stateOf, within } from "./mutant.ts";

type Driver = Required<ComputeDriver>;
type Target = { readonly instanceUuid: string };

/** The operations that start a guest which was put aside, or was off when its host went down. */
type Return = "restore" | "resumeStateOnHostBoot";

const cutOff = ({ instanceUuid }: Target): Target & { timeoutSeconds: number; retryIntervalSeconds: number } => ({
  instanceUuid,
  timeoutSeconds: 0,
  retryIntervalSeconds: 0,
});

/** Does another thing before an operation is carried out. */
function first(
  operation: Return,
  work: (driver: Driver, params: Target, call: Call) => Promise<unknown>,
): DriverMutant["driver"] {
  return replacing((driver) => ({
    [operation]: async (params: Target, call: Call) => {
      await work(driver, params, call);
      return driver[operation](params, call);
    },
  }));
}

/** Starts a guest with other devices than it had. */
function withDevices(operation: Return, devices: GuestDevices): DriverMutant["driver"] {
  return replacing((driver) => ({
    [operation]: (params: Target & { devices?: GuestDevices }, call: Call) =>
      driver[operation]({ ...params, devices: { ...devices, ...params.devices } }, call),
  }));
}

/** Starts a guest from a fresh copy of its image. */
function fromAFreshDisk(operation: Return): DriverMutant["driver"] {
  return replacing((driver) => {
    const spawned = new Map<string, SpawnParams>();
    return {
      spawn: async (params, call) => {
        spawned.set(params.instance.uuid, params);
        return driver.spawn(params, call);
      },
      [operation]: async (params: Target, call: Call) => {
        const description = spawned.get(params.instanceUuid);
        if (description === undefined) return driver[operation](params, call);
        await driver.destroy({ ...params, destroyDisks: true }, within(call));
        await driver.spawn({ ...description, powerOn: true }, within(call));
        return {};
      },
    };
  });
}

/** The ways in which a guest does not come back as it was. */
function waysBack(operation: Return): Breach[] {
  return [
    {
      word: "does nothing",
      title: `${operation} answers at once and starts nothing`,
      message: `after ${operation}`,
      driver: replacing(() => ({ [operation]: async () => ({}) })),
    },
    {
      word: "fresh disk",
      title: `${operation} makes the disk anew from the image`,
      message: `The guest started from another disk after`,
      driver: fromAFreshDisk(operation),
    },
    {
      word: "twice",
      title: `${operation} boots the guest twice`,
      message: "The guest booted 2 times after",
      driver: replacing((driver) => ({
        [operation]: async (params: Target, call: Call) => {
          const result = await driver[operation](params, call);
          // Long enough for the guest to have counted its boot.
          await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
          await driver.reboot({ ...params, type: "hard" }, within(call));
          return result;
        },
      })),
    },
    {
      word: "no interfaces",
      title: `${operation} takes no mention of interfaces for none`,
      message: "network interfaces of the guest after",
      driver: withDevices(operation, { networkInterfaces: [] }),
    },
    {
      word: "no volumes",
      title: `${operation} takes no mention of volumes for none`,
      message: "volumes of the guest after",
      driver: withDevices(operation, { blockDevices: { volumes: [] } }),
    },
    {
      word: "crashed is refused",
      title: `${operation} refuses a guest that has crashed`,
      message: "answered INVALID_STATE",
      driver: first(operation, async (driver, { instanceUuid }, call) => {
        if ((await stateOf(driver, instanceUuid, call)) === "crashed")
          throw await invalidState(driver, instanceUuid, call);
      }),
    },
  ];
}

/** Notes which instances are put aside. */
function noting(
  change: (driver: Driver, aside: Map<string, string>) => Partial<ComputeDriver>,
): DriverMutant["driver"] {
  return replacing((driver) => {
    const aside = new Map<string, string>();
    return {
      softDelete: async (params, call) => {
        const state = await stateOf(driver, params.instanceUuid, call);
        if (!aside.has(params.instanceUuid)) aside.set(params.instanceUuid, state);
        return driver.softDelete(params, call);
      },
      ...change(driver, aside),
    };
  });
}

const softDelete: readonly Mutant[] = [
  ...breaks(
    "softDelete/stops-and-keeps",
    {
      word: "does nothing",
      title: "softDelete answers at once and does nothing",
      message: "after softDelete",
      driver: replacing(() => ({ softDelete: async () => ({}) })),
    },
    {
      word: "pauses",
      title: "softDelete pauses the guest",
      message: "The instance is paused after softDelete",
      driver: replacing((driver) => ({
        softDelete: async (params, call) => {
          if ((await stateOf(driver, params.instanceUuid, call)) !== "running") return driver.softDelete(params, call);
          await driver.pause(params, within(call));
          return {};
        },
      })),
    },
    {
      word: "needs a running guest",
      title: "softDelete refuses an instance whose guest does not run",
      message: "answered INVALID_STATE",
      driver: replacing((driver) => ({
        softDelete: async (params, call) => {
          const { instanceUuid } = params;
          if ((await stateOf(driver, instanceUuid, call)) === "running") return driver.softDelete(params, call);
          throw await invalidState(driver, instanceUuid, call);
        },
      })),
    },
    {
      word: "destroys",
      title: "softDelete removes the instance and keeps its disks",
      message: "The instance is absent after softDelete",
      driver: replacing((driver) => ({
        softDelete: (params, call) => driver.destroy({ ...params, destroyDisks: false }, call),
      })),
    },
    {
      word: "unlisted",
      title: "An instance that is put aside is in no list",
      message: "listInstances",
      driver: noting((driver, aside) => ({
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          return {
            instances: instances.filter((entry) => entry.ownership !== "owned" || !aside.has(entry.uuid)),
            ...rest,
          };
        },
      })),
    },
    {
      word: "fresh disk",
      title: "softDelete keeps a fresh copy of the image in the place of the disk",
      message: "The guest started from another disk after softDelete and restore",
      driver: replacing((driver) => {
        const spawned = new Map<string, SpawnParams>();
        return {
          spawn: async (params, call) => {
            spawned.set(params.instance.uuid, params);
            return driver.spawn(params, call);
          },
          softDelete: async (params, call) => {
            const description = spawned.get(params.instanceUuid);
            if (description === undefined) return driver.softDelete(params, call);
            await driver.destroy({ ...params, destroyDisks: true }, within(call));
            await driver.spawn({ ...description, powerOn: false }, within(call));
            return {};
          },
        };
      }),
    },
  ),
  ...breaks(
    "softDelete/does-not-stand-in-the-way-of-destroy",
    {
      word: "keeps its disk",
      title: "destroy of an instance that is put aside leaves its disk",
      message: "boot counter that the guest finds after softDelete, destroy and spawn",
      driver: noting((driver, aside) => ({
        destroy: (params, call) => {
          const destroyDisks = params.destroyDisks && !aside.has(params.instanceUuid);
          return driver.destroy({ ...params, destroyDisks }, call);
        },
      })),
    },
    {
      word: "keeps it all",
      title: "destroy does not look where instances are put aside",
      message: "The instance is shutdown after softDelete and destroy",
      driver: noting((driver, aside) => ({
        destroy: async (params, call) => (aside.delete(params.instanceUuid) ? {} : driver.destroy(params, call)),
      })),
    },
  ),
];

const restore: readonly Mutant[] = breaks(
  "restore/brings-back-what-was-put-aside",
  ...waysBack("restore"),
  {
    word: "as it was",
    title: "restore leaves a guest off that was off when it was put aside",
    message: "after softDelete of an instance that was off, and restore",
    driver: noting((driver, aside) => ({
      restore: async (params, call) =>
        aside.get(params.instanceUuid) === "shutdown" ? {} : driver.restore(params, call),
    })),
  },
  {
    word: "renamed",
    title: "An instance that was put aside comes back under another name",
    message: "entries of listInstances after softDelete and restore",
    driver: noting((driver, aside) => ({
      listInstances: async (params, call) => {
        const { instances, ...rest } = await driver.listInstances(params, call);
        const renamed = instances.map((entry) =>
          entry.ownership === "owned" && aside.has(entry.uuid) ? { ...entry, name: `${entry.name}-2` } : entry,
        );
        return { instances: renamed, ...rest };
      },
    })),
  },
);

const events: readonly Mutant[] = breaks(
  "event/tells-soft-delete-and-restore",
  ...(["softDeleted", "restored"] as const).map((transition): Breach => ({
    word: `no ${transition}`,
    title: `No event "${transition}" is sent`,
    message: `events of ${transition === "restored" ? "restore" : "softDelete"}`,
    driver: faulty({ kind: "eventFault", trigger: { transition, times: 0 }, action: "drop" }),
  })),
  {
    word: "as a stop",
    title: "softDelete is told as a stop too",
    message: "events of softDelete",
    driver: replacing((driver) => ({
      softDelete: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) === "running")
          await driver.powerOff(cutOff(params), call);
        return driver.softDelete(params, call);
      },
    })),
  },
  {
    word: "each time",
    title: "softDelete and restore of what is so already are told",
    message: "events of softDelete and restore that changed nothing",
    driver: replacing((driver, host) => ({
      softDelete: async (params, call) => {
        const { node, powerState } = (await driver.getInfo(params, call)).info;
        const result = await driver.softDelete(params, call);
        if (powerState === "shutdown") host.emitEvent({ ...params, node, transition: "softDeleted", powerState });
        return result;
      },
    })),
  },
);

const onHostBoot: readonly Mutant[] = breaks(
  "resumeStateOnHostBoot/starts-what-is-off",
  ...waysBack("resumeStateOnHostBoot").map((breach): Breach => ({ ...breach, keepsState: true })),
  {
    word: "resumes nothing",
    title: "resumeStateOnHostBoot fails for every guest that is off",
    message: "answered BACKEND_FAILED",
    attach: keepingState("host-boot-resumes-nothing"),
  },
  {
    word: "only says so",
    title: "resumeStateOnHostBoot reports a start that never was",
    message: "The instance is shutdown after resumeStateOnHostBoot",
    attach: keepingState(skipping("resumeStateOnHostBoot", "startGuest")),
  },
);

/** The mutants of `softDelete`, `restore` and `resumeStateOnHostBoot`. */
export const softDeleteMutants: readonly Mutant[] = [...softDelete, ...restore, ...events, ...onHostBoot];
