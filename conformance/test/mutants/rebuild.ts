// Drivers whose `rebuild` is wrong.
import { readFileSync, writeFileSync } from "node:fs";

import { DriverError } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, GuestDevices, Instance, RebuildParams, SpawnParams } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty, misreading, planned } from "./faulty.ts";
import {
  backendFailed,
  type DriverMutant,
  invalidState,
  isRefusal,
  type Mutant,
  replacing,
  stateOf,
  within,
} from "./mutant.ts";

type Rebuild = (params: RebuildParams, call: Call) => Promise<object>;
type Driver = Required<ComputeDriver>;

/** A driver with another `rebuild`. */
function rebuilding(change: (driver: Driver) => Rebuild): DriverMutant["driver"] {
  return replacing((driver) => ({ rebuild: change(driver) }));
}

/** A driver whose `rebuild` reads another request than it was sent. */
const reading = (change: (params: RebuildParams) => RebuildParams): DriverMutant["driver"] =>
  rebuilding((driver) => (params, call) => driver.rebuild(change(params), call));

const withDevices =
  (devices: GuestDevices) =>
  (params: RebuildParams): RebuildParams => ({ ...params, devices: { ...devices, ...params.devices } });

function withoutDevices(params: RebuildParams): RebuildParams {
  const { devices: _, ...rest } = params;
  return rest;
}

const target = ({ instance }: { readonly instance: Instance }): { instanceUuid: string } => ({
  instanceUuid: instance.uuid,
});

const off = (
  params: RebuildParams,
): { instanceUuid: string; timeoutSeconds: number; retryIntervalSeconds: number } => ({
  ...target(params),
  timeoutSeconds: 0,
  retryIntervalSeconds: 0,
});

/** Boots what is there. */
function rebootInstead(driver: Driver): Rebuild {
  return async (params, call) => {
    await driver.reboot({ ...target(params), type: "hard" }, within(call));
    return {};
  };
}

/** Has something done when `rebuild` has failed, before it is answered; with another error if it gives one. */
function afterFailure(
  then: (driver: Driver, params: RebuildParams, call: Call, error: DriverError) => unknown,
): DriverMutant["driver"] {
  return rebuilding((driver) => async (params, call) => {
    try {
      return await driver.rebuild(params, call);
    } catch (error) {
      throw (error instanceof DriverError ? await then(driver, params, call, error) : undefined) ?? error;
    }
  });
}

const withEffect = (error: DriverError, effect: "none" | "partial"): DriverError =>
  new DriverError(error.code, error.message, { effect, details: error.details } as never);

const newSystem: readonly Mutant[] = [
  ...breaks(
    "rebuild/boots-the-new-image",
    {
      word: "does nothing",
      title: "rebuild answers at once and does nothing",
      message: "after rebuild",
      driver: rebuilding(() => async () => ({})),
    },
    {
      word: "reboots",
      title: "rebuild boots the old disk again",
      message: "The guest is in boot 3 after rebuild",
      driver: rebuilding(rebootInstead),
    },
    {
      word: "old image",
      title: "rebuild makes the disk from the image of the spawn",
      message: "the guest of the new image powers itself off",
      driver: replacing((driver) => {
        const spawned = new Map<string, SpawnParams>();
        return {
          spawn: async (params, call) => {
            spawned.set(params.instance.uuid, params);
            return driver.spawn(params, call);
          },
          rebuild: (params, call) => {
            const image = spawned.get(params.instance.uuid)?.instance.image ?? params.instance.image;
            return driver.rebuild({ ...params, instance: { ...params.instance, image } }, call);
          },
        };
      }),
    },
    {
      word: "twice",
      title: "rebuild boots the new guest twice",
      message: "The guest is in boot 2 after rebuild",
      driver: rebuilding((driver) => async (params, call) => {
        const result = await driver.rebuild(params, call);
        // Long enough for the guest to have counted its first boot.
        await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
        await driver.reboot({ ...target(params), type: "hard" }, within(call));
        return result;
      }),
    },
    {
      word: "needs a running guest",
      title: "rebuild refuses a guest that does not run",
      message: "answered INVALID_STATE",
      driver: rebuilding((driver) => async (params, call) => {
        const { instanceUuid } = target(params);
        if ((await stateOf(driver, instanceUuid, call)) === "running") return driver.rebuild(params, call);
        throw await invalidState(driver, instanceUuid, call);
      }),
    },
    {
      word: "leaves it off",
      title: "rebuild leaves the guest for somebody else to start",
      message: "The instance is shutdown after rebuild",
      driver: reading((params) => ({ ...params, powerOn: false })),
    },
  ),
  ...breaks(
    "rebuild/obeys-power-on-false",
    {
      word: "always starts",
      title: "rebuild starts the guest whatever powerOn says",
      message: "The instance is running",
      driver: faulty(misreading("rebuild", { pointer: "/powerOn", json: "true" })),
    },
    {
      word: "starts and stops",
      title: "rebuild starts the guest and cuts it off again where powerOn is false",
      message: "The guest is in boot 2 at the first powerOn after rebuild",
      driver: rebuilding((driver) => async (params, call) => {
        const result = await driver.rebuild({ ...params, powerOn: true }, call);
        if (params.powerOn) return result;
        // Long enough for the guest to have written that it has booted.
        await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
        await driver.powerOff(off(params), within(call));
        return result;
      }),
    },
  ),
];

const identity: readonly Mutant[] = breaks(
  "rebuild/keeps-identity",
  {
    word: "renames",
    title: "rebuild gives the instance another name",
    message: "entry, identity and use of an instance after rebuild",
    driver: replacing((driver) => {
      const rebuilt = new Set<string>();
      return {
        rebuild: async (params, call) => {
          rebuilt.add(params.instance.uuid);
          return driver.rebuild(params, call);
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: rebuilt.has(info.uuid) ? { ...info, name: `${info.name}-rebuilt` } : info };
        },
      };
    }),
  },
  {
    word: "counts twice",
    title: "rebuild leaves the claim of the old guest beside that of the new one",
    message: "entry, identity and use of an instance after rebuild",
    alsoBreaks: ["getAvailableResource/usage-falls-after-destroy"],
    driver: faulty({
      kind: "stepFault",
      trigger: { operation: "rebuild", step: "undefineInstance", times: 0 },
      action: "also",
      deed: "leakClaim",
    }),
  },
  {
    word: "no interfaces",
    title: "rebuild takes no mention of interfaces for none",
    message: "network interfaces of the guest after rebuild that said nothing of them",
    driver: reading(withDevices({ networkInterfaces: [] })),
  },
  {
    word: "no volumes",
    title: "rebuild takes no mention of volumes for none",
    message: "volumes of the guest after rebuild that said nothing of them",
    driver: reading(withDevices({ blockDevices: { volumes: [] } })),
  },
  {
    word: "old devices",
    title: "rebuild takes no notice of devices",
    message: "of the guest after rebuild with another list",
    driver: reading(withoutDevices),
  },
  {
    word: "blank volumes",
    title: "rebuild blanks the volumes as it does local disks",
    message: "rebuild has changed the contents of a volume",
    driver: replacing((driver) => {
      const paths = new Set<string>();
      return {
        spawn: async (params, call) => {
          for (const path of pathsIn(params.devices)) paths.add(path);
          return driver.spawn(params, call);
        },
        rebuild: async (params, call) => {
          for (const path of paths) writeFileSync(path, Buffer.alloc(readFileSync(path).length));
          return driver.rebuild(params, call);
        },
      };
    }),
  },
);

/** The files of volumes. */
function pathsIn(devices: GuestDevices | undefined): string[] {
  const volumes = devices?.blockDevices?.volumes ?? [];
  return volumes.flatMap(({ connection }) => (connection.protocol === "localFile" ? [connection.path] : []));
}

const disks: readonly Mutant[] = [
  ...breaks(
    "rebuild/ephemeral-disks-begin-blank",
    {
      word: "keeps the root disk",
      title: "rebuild starts from the root disk that is there",
      message: "boot counter that the guest finds on its root disk after rebuild",
      driver: rebuilding(rebootInstead),
    },
    {
      word: "always preserves",
      title: "rebuild preserves ephemeral disks unasked",
      message: "rebuild with another passphrase for its ephemeral disk failed",
      driver: reading((params) => ({ ...params, preserveEphemeral: true })),
    },
  ),
  ...breaks(
    "rebuild/preserves-ephemeral-disks",
    {
      word: "never preserves",
      title: "rebuild takes no notice of preserveEphemeral",
      message: "opened the disk with a passphrase that is not its own",
      driver: faulty(misreading("rebuild", { pointer: "/preserveEphemeral" })),
    },
    {
      word: "refuses",
      title: "rebuild fails where ephemeral disks are to be preserved",
      message: "answered BACKEND_FAILED",
      driver: rebuilding((driver) => async (params, call) => {
        if (params.preserveEphemeral) throw backendFailed("keepDisk");
        return driver.rebuild(params, call);
      }),
    },
  ),
  ...breaks(
    "rebuild/reads-volumes-anew",
    {
      word: "lets go of the root volume",
      title: "rebuild ends the connection that the new guest boots from",
      message: "answered BACKEND_FAILED",
      driver: planned("rebuild-lets-go-of-the-root-volume"),
    },
    {
      word: "writes back",
      title: "The host writes back at rebuild what it remembers of the volume",
      message: "number of boots that the guest has written to its volume after rebuild",
      driver: replacing((driver) => {
        const remembered = new Map<string, Buffer>();
        return {
          detachVolume: async (params, call) => {
            const { connection } = params.volume;
            if (connection.protocol === "localFile") remembered.set(connection.path, readFileSync(connection.path));
            return driver.detachVolume(params, call);
          },
          rebuild: async (params, call) => {
            for (const [path, bytes] of remembered) writeFileSync(path, bytes);
            return driver.rebuild(params, call);
          },
        };
      }),
    },
  ),
];

const failures: readonly Mutant[] = [
  ...breaks(
    "rebuild/refuses-before-it-begins",
    {
      word: "cuts off first",
      title: "rebuild cuts the guest off before it looks at anything",
      message: "The instance is shutdown after a rebuild that was refused with",
      driver: rebuilding((driver) => async (params, call) => {
        await driver.powerOff(off(params), within(call));
        return driver.rebuild(params, call);
      }),
    },
    {
      word: "reboots",
      title: "rebuild that is refused reboots the guest",
      message: "The guest was restarted by a rebuild that was refused",
      driver: afterFailure(async (driver, params, call, { effect }) => {
        if (effect === "none") await driver.reboot({ ...target(params), type: "hard" }, within(call));
      }),
    },
    {
      word: "partial",
      title: "rebuild says of a refusal that something may have been done",
      message: "effect",
      driver: afterFailure((_driver, _params, _call, error) => withEffect(error, "partial")),
    },
    {
      word: "goes on",
      title: "rebuild keeps the old system where the image is bad, and says that it has succeeded",
      message: "succeeded instead of being refused",
      driver: rebuilding((driver) => async (params, call) => {
        try {
          return await driver.rebuild(params, call);
        } catch (error) {
          if (isRefusal(error, "IMAGE_UNACCEPTABLE")) return {};
          throw error;
        }
      }),
    },
    {
      word: "always none",
      title: "rebuild says of every failure that nothing was done",
      message: "after a rebuild that failed at its hypervisor call number",
      driver: afterFailure((_driver, _params, _call, error) => withEffect(error, "none")),
    },
  ),
  ...breaks(
    "rebuild/failure-leaves-the-instance",
    {
      word: "destroys",
      title: "rebuild that fails removes the instance",
      message: "The instance is absent after rebuild failed",
      driver: afterFailure(async (driver, params, call, { effect }) => {
        if (effect !== "none") await driver.destroy({ ...target(params), destroyDisks: true }, within(call));
      }),
    },
    {
      word: "boots half a disk",
      title: "powerOn says that it has started what rebuild left half done",
      message: "the guest boots at a powerOn after rebuild failed",
      driver: replacing((driver) => {
        const half = new Set<string>();
        return {
          rebuild: async (params, call) => {
            try {
              return await driver.rebuild(params, call);
            } catch (error) {
              half.add(params.instance.uuid);
              throw error;
            }
          },
          powerOn: async (params, call) => (half.has(params.instanceUuid) ? {} : driver.powerOn(params, call)),
        };
      }),
    },
    {
      word: "once only",
      title: "rebuild of an instance whose rebuild failed is refused",
      message: "answered BACKEND_FAILED",
      driver: replacing((driver) => {
        const half = new Set<string>();
        return {
          rebuild: async (params, call) => {
            if (half.has(params.instance.uuid)) throw backendFailed("undefineInstance");
            try {
              return await driver.rebuild(params, call);
            } catch (error) {
              half.add(params.instance.uuid);
              throw error;
            }
          },
        };
      }),
    },
  ),
];

const events: readonly Mutant[] = breaks(
  "event/tells-a-rebuild-as-one",
  {
    word: "silent",
    title: "rebuild is not told",
    message: "events of rebuild",
    driver: faulty({ kind: "eventFault", trigger: { transition: "rebuilt", times: 0 }, action: "drop" }),
  },
  {
    word: "twice",
    title: "rebuild is told twice",
    message: "events of rebuild",
    driver: faulty({ kind: "eventFault", trigger: { transition: "rebuilt", times: 0 }, action: "duplicate" }),
  },
  {
    word: "as its parts",
    title: "rebuild is told as the removal and the building that it consists of",
    message: "events of rebuild",
    driver: rebuilding((driver) => async (params, call) => {
      const { node } = (await driver.getInfo(target(params), within(call))).info;
      await driver.destroy({ ...target(params), destroyDisks: true }, call);
      return driver.spawn({ ...params, node }, call);
    }),
  },
  {
    word: "running",
    title: "rebuild with powerOn false is told as running",
    message: "events of rebuild",
    driver: faulty({
      kind: "eventFault",
      trigger: { transition: "rebuilt", times: 0 },
      action: "alter",
      changes: [{ pointer: "/powerState", json: '"running"' }],
    }),
  },
);

/** The mutants of `rebuild`. */
export const rebuildMutants: readonly Mutant[] = [...newSystem, ...identity, ...disks, ...failures, ...events];
