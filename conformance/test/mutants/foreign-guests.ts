// Drivers that take guests for theirs that are not, or do not see them.
import type {
  Call,
  ComputeDriver,
  DriverHost,
  ForeignGuestFault,
  ForeignInstanceSummary,
  InstanceSummary,
} from "@virt-driver-kit/spec";
import { DriverError, specModel } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { type DriverMutant, hiding, type Mutant, replacing, within } from "./mutant.ts";

type Driver = Required<ComputeDriver>;
type Foreign = { readonly guests: ForeignGuestFault[] };

/** A driver that is wrong about the foreign guests, which it knows by the faults that put them there. */
function knowing(
  change: (driver: Driver, foreign: Foreign, host: DriverHost) => Partial<ComputeDriver>,
): DriverMutant["driver"] {
  return replacing((driver, host) => {
    const foreign: Foreign = { guests: [] };
    const changed = change(driver, foreign, host);
    return {
      "simulation/injectFault": async (params, call) => {
        if (params.fault.kind === "foreignGuest") foreign.guests.push(params.fault);
        return (changed["simulation/injectFault"] ?? driver["simulation/injectFault"])(params, call);
      },
      "simulation/clearFaults": async (params, call) => {
        foreign.guests.splice(0);
        return driver["simulation/clearFaults"](params, call);
      },
      ...omitInject(changed),
    };
  });
}

function omitInject(changed: Partial<ComputeDriver>): Partial<ComputeDriver> {
  const { "simulation/injectFault": _, ...rest } = changed;
  return rest;
}

/** A driver that lists foreign guests in another way. */
function listing(
  change: (entry: ForeignInstanceSummary, foreign: Foreign) => readonly InstanceSummary[],
): DriverMutant["driver"] {
  return knowing((driver, foreign) => ({
    listInstances: async (params, call) => {
      const { instances, ...rest } = await driver.listInstances(params, call);
      return {
        instances: instances.flatMap((entry) => (entry.ownership === "foreign" ? change(entry, foreign) : [entry])),
        ...rest,
      };
    },
  }));
}

const UUID = "00000000-0000-4000-8000-00000000f0e1";

const listed: readonly Mutant[] = breaks(
  "ownership/foreign-guests-are-listed-as-foreign",
  {
    word: "not at all",
    title: "Foreign guests are in no list",
    message: "nodes of the foreign entries of listInstances by name",
    driver: listing(() => []),
  },
  {
    word: "by its uuid",
    title: "A foreign guest that has a uuid is listed as an instance",
    message: 'nodes of the foreign entries of listInstances by name "with-a-uuid"',
    driver: listing(({ name = "", node, ...entry }, { guests }) => {
      const uuid = guests.find((guest) => guest.name === name)?.uuid;
      return uuid === undefined ? [{ name, node, ...entry }] : [{ ownership: "owned", uuid, name, node }];
    }),
  },
  {
    word: "by its name",
    title: "A foreign guest of the name of an instance is listed as one too",
    message: "owned entries of listInstances beside foreign guests",
    driver: listing((entry) => {
      const { name = "", node } = entry;
      return name.startsWith("vdk-") ? [entry, { ownership: "owned", uuid: UUID, name, node }] : [entry];
    }),
  },
  {
    word: "one handle",
    title: "All foreign guests have one handle",
    message: "number of handles of two foreign guests",
    driver: listing((entry) => [{ ...entry, internalId: "guest" }]),
  },
  {
    word: "for ever",
    title: "A foreign guest is listed when it is long gone",
    message: "entries of a foreign guest that is gone",
    driver: replacing((driver) => {
      const seen = new Map<string, InstanceSummary>();
      return {
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          for (const entry of instances) if (entry.ownership === "foreign") seen.set(entry.internalId, entry);
          const owned = instances.filter(({ ownership }) => ownership === "owned");
          return { instances: [...owned, ...seen.values()], ...rest };
        },
      };
    }),
  },
);

/** Every operation on an instance that is named by its uuid. */
const ON_A_UUID = Object.values(specModel.operations).filter(
  ({ name, direction, params }) =>
    direction === "coreToDriver" && !name.includes("/") && "instanceUuid" in (params.properties ?? {}),
);

type Method = (params: { readonly instanceUuid: string }, call: Call) => Promise<object>;

/** Does something else in each operation that names the uuid of a foreign guest. */
function onForeign(work: (driver: Driver, guest: ForeignGuestFault, call: Call) => unknown): DriverMutant["driver"] {
  return knowing((driver, foreign) => {
    const methods = ON_A_UUID.map(({ name }) => {
      const method = driver[name as keyof Driver] as unknown as Method;
      const changed: Method = async (params, call) => {
        const guest = foreign.guests.find(({ uuid }) => uuid === params.instanceUuid);
        if (guest !== undefined) await work(driver, guest, call);
        return method(params, call);
      };
      return [name, changed];
    });
    return Object.fromEntries(methods) as Partial<ComputeDriver>;
  });
}

const treated: readonly Mutant[] = breaks(
  "ownership/foreign-guests-are-no-instances",
  {
    word: "found by uuid",
    title: "Every operation finds a foreign guest by its uuid",
    message: "to the uuid of a foreign guest",
    keepsState: true,
    driver: onForeign(() => {
      throw new DriverError("BACKEND_UNREACHABLE", "Cannot work on a guest without a tag");
    }),
  },
  {
    word: "touched",
    title: "Every operation refuses a foreign guest, and removes it",
    message: "entry of a foreign guest, and use of its node, after",
    driver: onForeign((driver, _guest, call) => driver["simulation/clearFaults"]({}, within(call))),
  },
  {
    word: "in the states",
    title: "listInstanceStates shows foreign guests",
    message: "powerState of a foreign guest in listInstanceStates",
    driver: knowing((driver, { guests }) => ({
      listInstanceStates: async (params, call) => {
        const { states, ...rest } = await driver.listInstanceStates(params, call);
        const foreign = guests.flatMap(({ uuid, node }) =>
          uuid === undefined ? [] : [{ uuid, node, powerState: "running" as const }],
        );
        return { states: [...states, ...foreign], ...rest };
      },
    })),
  },
  {
    word: "told of",
    title: "A foreign guest that starts is told of",
    message: "number of events of a foreign guest",
    driver: knowing((driver, _foreign, host) => ({
      "simulation/injectFault": async (params, call) => {
        const { fault } = params;
        if (fault.kind === "foreignGuest" && fault.uuid !== undefined)
          host.emitEvent({ instanceUuid: fault.uuid, node: fault.node, transition: "started", powerState: "running" });
        return driver["simulation/injectFault"](params, call);
      },
    })),
  },
);

const spawning: readonly Mutant[] = breaks(
  "ownership/spawn-spares-foreign-guests",
  {
    word: "replaces it",
    title: "spawn with the uuid of a foreign guest replaces the guest",
    message: "succeeded instead of being refused with INSTANCE_EXISTS",
    driver: knowing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "INSTANCE_EXISTS", async () => {
          await driver["simulation/clearFaults"]({}, within(call));
          return driver.spawn(params, within(call));
        }),
    })),
  },
  {
    word: "by its name",
    title: "spawn with the name of a foreign guest is refused",
    message: "answered INSTANCE_EXISTS",
    driver: knowing((driver, { guests }) => ({
      spawn: async (params, call) => {
        const { name, uuid } = params.instance;
        if (guests.every((guest) => guest.name !== name)) return driver.spawn(params, call);
        throw new DriverError("INSTANCE_EXISTS", `Cannot spawn instance "${uuid}": there is a guest "${name}"`, {
          effect: "none",
          details: { instanceUuid: uuid },
        });
      },
    })),
  },
  {
    word: "destroys its namesake",
    title: "destroy removes whatever guest has the name of the instance",
    message: "entry of a foreign guest, and use of its node, after destroy of its namesake",
    driver: knowing((driver) => ({
      destroy: async (params, call) => {
        await driver["simulation/clearFaults"]({}, within(call));
        return driver.destroy(params, call);
      },
    })),
  },
);

const room: readonly Mutant[] = breaks(
  "resources/foreign-guests-take-room",
  ...(["vcpus", "memoryMib", "localGib"] as const).map((amount) => ({
    word: `no ${amount}`,
    title: `The ${amount} of foreign guests are not counted`,
    message: "use of a node with a foreign guest",
    driver: knowing((driver, { guests }) => ({
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        const foreign = guests.reduce((sum, guest) => sum + guest[amount], 0);
        return { resource: { ...resource, [`${amount}Used`]: resource[`${amount}Used`] - foreign } };
      },
    })),
  })),
  {
    word: "sold twice",
    title: "spawn takes the room that a foreign guest has",
    message: "succeeded instead of being refused with INSUFFICIENT_RESOURCES",
    driver: knowing((driver) => ({
      spawn: (params, call) =>
        hiding(driver.spawn(params, call), "INSUFFICIENT_RESOURCES", async () => {
          await driver["simulation/clearFaults"]({}, within(call));
          return driver.spawn(params, within(call));
        }),
    })),
  },
  {
    word: "for ever",
    title: "The room of a foreign guest is never free again",
    message: "use of a node whose foreign guest is gone",
    driver: replacing((driver) => {
      let mostMib = 0;
      return {
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          mostMib = Math.max(mostMib, resource.memoryMibUsed);
          return { resource: { ...resource, memoryMibUsed: mostMib } };
        },
      };
    }),
  },
);

/** The mutants of foreign guests. */
export const foreignGuestsMutants: readonly Mutant[] = [...listed, ...treated, ...spawning, ...room];
