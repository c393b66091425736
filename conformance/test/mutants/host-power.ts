// Drivers that take nodes into maintenance, or switch them off and on, wrongly.
import type { Call, ComputeDriver } from "@virt-driver-kit/spec";

import { type Breach, breaks } from "./breaks.ts";
import { type DriverMutant, hiding, isRefusal, type Mutant, replacing, within } from "./mutant.ts";
import { cutOff, onEach } from "./on-each.ts";

type Driver = Required<ComputeDriver>;

const MAINTENANCE = "hostMaintenanceMode/refuses-while-guests-run";

/** Goes into maintenance although guests are there, once they have been dealt with. */
const entering = (deal: (driver: Driver, node: string, call: Call) => Promise<unknown>): DriverMutant["driver"] =>
  replacing((driver) => ({
    hostMaintenanceMode: (params, call) =>
      hiding(driver.hostMaintenanceMode(params, call), "NODE_IN_USE", async () => {
        await deal(driver, params.node, call);
        return driver.hostMaintenanceMode(params, within(call)).catch(() => ({ maintenance: params.maintenance }));
      }),
  }));

/** Refuses, and has done it already. */
const refusingTooLate = (operation: "hostMaintenanceMode" | "hostPowerAction"): DriverMutant["driver"] =>
  replacing((driver) => ({
    [operation]: async (params: { node: string }, call: Call) => {
      try {
        return await (driver[operation] as (params: object, call: Call) => Promise<object>)(params, call);
      } catch (error) {
        if (isRefusal(error, "NODE_IN_USE")) {
          await onEach(driver, params.node, ["running", "paused"], call, (uuid) => cutOff(driver, uuid, call));
        }
        throw error;
      }
    },
  }));

const maintenance: readonly Mutant[] = [
  ...breaks(
    "hostMaintenanceMode/reaches-the-state",
    {
      word: "does nothing",
      title: "hostMaintenanceMode answers what was asked for and does nothing",
      message: 'does not have the reason "maintenance"',
      driver: replacing(() => ({ hostMaintenanceMode: async (params) => ({ maintenance: params.maintenance }) })),
    },
    {
      word: "never leaves",
      title: "A node stays in maintenance for good",
      message: 'has the reason "maintenance"',
      driver: replacing((driver) => ({
        hostMaintenanceMode: async (params, call) =>
          params.maintenance ? driver.hostMaintenanceMode(params, call) : { maintenance: false },
      })),
      only: ["hostMaintenanceMode/reaches-the-state"],
    },
    {
      word: "hides instances",
      title: "Instances of a node in maintenance are not listed",
      message: "An instance of a node in maintenance is not listed any more",
      driver: replacing((driver) => ({
        listInstances: async (params, call) => {
          const { instances, ...rest } = await driver.listInstances(params, call);
          const { nodes } = await driver.listNodes({}, within(call));
          const closed = nodes.filter(({ status }) => status?.acceptsInstances === false).map(({ uuid }) => uuid);
          return { ...rest, instances: instances.filter(({ node }) => !closed.includes(node)) };
        },
      })),
      only: ["hostMaintenanceMode/reaches-the-state[instance-off]"],
    },
  ),
  ...breaks(
    MAINTENANCE,
    ...(["running", "paused"] as const).map((state) => ({
      word: `stops ${state} guests`,
      title: `hostMaintenanceMode stops guests that are ${state}`,
      message: "succeeded instead of being refused with NODE_IN_USE",
      driver: entering((driver, node, call) =>
        onEach(driver, node, [state], call, (uuid) => cutOff(driver, uuid, call)),
      ),
      only: [`${MAINTENANCE}[${state}]`],
    })),
    {
      word: "ignores foreign guests",
      title: "hostMaintenanceMode ignores guests that are not the caller's",
      message: "succeeded instead of being refused with NODE_IN_USE",
      driver: entering(async () => undefined),
      only: [`${MAINTENANCE}[foreign]`],
    },
    {
      word: "stops and refuses",
      title: "hostMaintenanceMode stops the guests and then refuses",
      message: "by a hostMaintenanceMode that was refused",
      driver: refusingTooLate("hostMaintenanceMode"),
      only: [`${MAINTENANCE}[running]`, `${MAINTENANCE}[paused]`],
    },
  ),
];

const REACHES = "hostPowerAction/reaches-the-state";
const REFUSES = "hostPowerAction/refuses-while-guests-run";
const LEAVES = "hostPowerAction/leaves-cut-off-guests-shutdown";

/** Starts the guests that ran when their node went off. */
const startingAgain: DriverMutant["driver"] = replacing((driver) => {
  const cut = new Set<string>();
  return {
    hostPowerAction: async (params, call) => {
      if (params.action !== "startup" && params.force === true)
        await onEach(driver, params.node, ["running", "paused"], call, async (uuid) => cut.add(uuid));
      const result = await driver.hostPowerAction(params, call);
      if (result.poweredOn) for (const instanceUuid of cut) await driver.powerOn({ instanceUuid }, within(call));
      return result;
    },
  };
});

/** Makes new guests of those that were cut off. */
const withNewDisks: DriverMutant["driver"] = replacing((driver) => {
  const spawned = new Map<string, Parameters<Driver["spawn"]>[0]>();
  return {
    spawn: (params, call) => {
      spawned.set(params.instance.uuid, params);
      return driver.spawn(params, call);
    },
    hostPowerAction: async (params, call) => {
      const result = await driver.hostPowerAction(params, call);
      if (!result.poweredOn) return result;
      await onEach(driver, params.node, ["shutdown"], call, async (instanceUuid) => {
        const again = spawned.get(instanceUuid);
        if (again === undefined) return;
        await driver.destroy({ instanceUuid, destroyDisks: true }, within(call));
        await driver.spawn({ ...again, powerOn: false }, within(call));
      });
      return result;
    },
  };
});

const emptied: DriverMutant["driver"] = replacing((driver) => {
  const off = new Set<string>();
  return {
    hostPowerAction: async (params, call) => {
      const result = await driver.hostPowerAction(params, call);
      if (result.poweredOn) off.delete(params.node);
      else off.add(params.node);
      return result;
    },
    listInstances: async (params, call) => {
      const { instances, ...rest } = await driver.listInstances(params, call);
      return { ...rest, instances: instances.filter(({ node }) => !off.has(node)) };
    },
  };
});

const asItWas: DriverMutant["driver"] = replacing((driver) => {
  const before = new Map<string, string>();
  return {
    hostPowerAction: async (params, call) => {
      await onEach(driver, params.node, ["running"], call, async (uuid) => before.set(uuid, params.node));
      const result = await driver.hostPowerAction(params, call);
      if (result.poweredOn) before.clear();
      return result;
    },
    listInstanceStates: async (params, call) => {
      const { states, ...rest } = await driver.listInstanceStates(params, call);
      const told = states.map((state) =>
        before.has(state.uuid) ? { ...state, powerState: "running" as const } : state,
      );
      return { ...rest, states: told };
    },
  };
});

const power: readonly Mutant[] = [
  ...breaks(
    REACHES,
    {
      word: "does nothing",
      title: "hostPowerAction answers what was asked for and does nothing",
      message: 'does not have the reason "powered-off"',
      driver: replacing(() => ({ hostPowerAction: async ({ action }) => ({ poweredOn: action !== "shutdown" }) })),
      only: [`${REACHES}[off-and-on]`],
    },
    {
      word: "answers the contrary",
      title: "hostPowerAction answers that a node that was rebooted is off",
      message: 'Unexpected poweredOn of hostPowerAction "reboot"',
      driver: replacing((driver) => ({
        hostPowerAction: async (params, call) => {
          const result = await driver.hostPowerAction(params, call);
          return params.action === "reboot" ? { poweredOn: false } : result;
        },
      })),
      only: [`${REACHES}[reboot]`],
    },
    {
      word: "leaves it off",
      title: "A reboot of a node that is off leaves it off",
      message: 'has the reason "powered-off"',
      driver: replacing((driver) => ({
        hostPowerAction: async (params, call) =>
          params.action === "reboot" ? { poweredOn: true } : driver.hostPowerAction(params, call),
      })),
      only: [`${REACHES}[reboot-of-off]`],
    },
    {
      word: "switches all",
      title: "hostPowerAction switches every node off",
      message: 'has the reason "powered-off" in its status after another node was switched off',
      driver: replacing((driver) => ({
        hostPowerAction: async (params, call) => {
          const result = await driver.hostPowerAction(params, call);
          const { nodes } = await driver.listNodes({}, within(call));
          const others = nodes.filter(({ uuid }) => uuid !== params.node);
          for (const { uuid } of others)
            await driver.hostPowerAction({ ...params, node: uuid, force: true }, within(call));
          return result;
        },
      })),
      only: [`${REACHES}[others]`],
    },
  ),
  ...breaks(
    REFUSES,
    ...(["shutdown", "reboot"] as const).flatMap((action): Breach[] =>
      (["running", "paused"] as const).map((variant) => ({
        word: `cuts off ${variant} ones by ${action}`,
        title: `hostPowerAction "${action}" cuts off guests that are ${variant}`,
        message: "succeeded instead of being refused with NODE_IN_USE",
        driver: replacing((driver) => ({
          hostPowerAction: (params, call) => driver.hostPowerAction({ ...params, force: true }, call),
        })),
        only: [`${REFUSES}[${action}-${variant}]`],
      })),
    ),
    ...(["shutdown", "reboot"] as const).map((action): Breach => ({
      word: `cuts off foreign ones by ${action}`,
      title: `hostPowerAction "${action}" cuts off guests that are not the caller's`,
      message: "succeeded instead of being refused with NODE_IN_USE",
      driver: replacing((driver) => ({
        hostPowerAction: (params, call) => driver.hostPowerAction({ ...params, force: true }, call),
      })),
      only: [`${REFUSES}[${action}-foreign]`],
    })),
    {
      word: "stops and refuses",
      title: "hostPowerAction stops the guests and then refuses",
      message: "that was refused",
      driver: refusingTooLate("hostPowerAction"),
      only: [`${REFUSES}[shutdown-running]`, `${REFUSES}[reboot-paused]`],
    },
  ),
  ...breaks(
    LEAVES,
    ...(["shutdown", "reboot"] as const).flatMap((action): Breach[] => [
      {
        word: `starts them after ${action}`,
        title: `Guests that a ${action} has cut off are started when their node is on`,
        message: "once its node is on again",
        driver: startingAgain,
        only: [`${LEAVES}[${action}]`],
      },
      {
        word: `new disks after ${action}`,
        title: `Guests that a ${action} has cut off get new disks`,
        message: "by powerOn after its node was on again",
        driver: withNewDisks,
        only: [`${LEAVES}[${action}-disks]`],
      },
    ]),
  ),
  ...breaks(
    "hostPowerAction/off-is-not-empty",
    {
      word: "empty",
      title: "Instances of a node that is off are not listed",
      message: "is missing in listInstances while its node is off",
      driver: emptied,
    },
    {
      word: "still running",
      title: "Instances of a node that is off are listed as they were",
      message: "is running in listInstanceStates while its node is off",
      driver: asItWas,
    },
  ),
];

/** The mutants of maintenance and power. */
export const hostPowerMutants: readonly Mutant[] = [...maintenance, ...power];
