// Drivers whose `getInfo` is wrong.
import type { Call, PowerState, RequirementId, SpawnParams } from "@virt-driver-kit/spec";

import { hiding, type Mutant, notFound, replacing, stateOf } from "./mutant.ts";

function renamed(params: SpawnParams, rename: (name: string) => string): SpawnParams {
  return { ...params, instance: { ...params.instance, name: rename(params.instance.name) } };
}

/** What also depends on `getInfo` seeing that a guest is off. */
const STOPPED_ITSELF: readonly RequirementId[] = ["getInfo/sees-a-guest-that-stopped-itself"];

/** The mutants of `getInfo`. */
export const getInfoMutants: readonly Mutant[] = [
  {
    id: "getInfo/reports-absence-as-an-error: pending",
    requirement: "getInfo/reports-absence-as-an-error",
    title: "getInfo shows an absent instance as pending",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    driver: replacing((driver) => ({
      getInfo: (params, call) =>
        hiding(driver.getInfo(params, call), "INSTANCE_NOT_FOUND", async () => {
          const [node] = (await driver.listNodes({}, call)).nodes;
          if (node === undefined) throw notFound(params.instanceUuid);
          return { info: { uuid: params.instanceUuid, name: "unknown", node: node.uuid, powerState: "pending" } };
        }),
    })),
  },
  {
    id: "getInfo/shows-the-state-on-return: once stale",
    requirement: "getInfo/shows-the-state-on-return",
    title: "getInfo shows the old state once more after a change",
    message: "getInfo still said",
    driver: replacing((driver) => {
      const stale = new Map<string, PowerState>();
      const remembering =
        <Params extends { instanceUuid: string }, Result>(operation: (params: Params, call: Call) => Promise<Result>) =>
        async (params: Params, call: Call): Promise<Result> => {
          const before = await stateOf(driver, params.instanceUuid, call);
          const result = await operation(params, call);
          if (before !== "absent") stale.set(params.instanceUuid, before as PowerState);
          return result;
        };
      return {
        powerOn: remembering(driver.powerOn),
        powerOff: remembering(driver.powerOff),
        reboot: remembering(driver.reboot),
        pause: remembering(driver.pause),
        unpause: remembering(driver.unpause),
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          const powerState = stale.get(params.instanceUuid) ?? info.powerState;
          stale.delete(params.instanceUuid);
          return { info: { ...info, powerState } };
        },
      };
    }),
  },
  {
    id: "getInfo/shows-the-state-on-return: pending at first",
    requirement: "getInfo/shows-the-state-on-return",
    title: "getInfo shows an instance as pending once more after spawn",
    message: "getInfo still said pending",
    driver: replacing((driver) => {
      const fresh = new Set<string>();
      return {
        spawn: async (params, call) => {
          const result = await driver.spawn(params, call);
          fresh.add(params.instance.uuid);
          return result;
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: fresh.delete(info.uuid) ? { ...info, powerState: "pending" } : info };
        },
      };
    }),
  },
  ...(["running", "paused", "shutdown"] as const).map((powerState): Mutant => ({
    id: `getInfo/shows-the-state-on-return: never ${powerState}`,
    requirement: "getInfo/shows-the-state-on-return",
    title: `getInfo shows a ${powerState} instance as pending`,
    message: `Unexpected powerState in the first getInfo of a ${powerState} instance`,
    alsoBreaks: ["listInstances/agrees-with-other-reads", ...(powerState === "shutdown" ? STOPPED_ITSELF : [])],
    driver: replacing((driver) => ({
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        return { info: info.powerState === powerState ? { ...info, powerState: "pending" } : info };
      },
    })),
  })),
  {
    id: "getInfo/shows-the-state-on-return: crashed only once",
    requirement: "getInfo/shows-the-state-on-return",
    title: "getInfo shows a crashed instance as crashed once, and then as pending",
    message: "Unexpected powerState in the first getInfo of a crashed instance",
    alsoBreaks: ["listInstances/agrees-with-other-reads"],
    driver: replacing((driver) => {
      const told = new Set<string>();
      return {
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          const isTold = info.powerState === "crashed" && told.has(info.uuid);
          if (info.powerState === "crashed") told.add(info.uuid);
          return { info: isTold ? { ...info, powerState: "pending" } : info };
        },
      };
    }),
  },
  {
    id: "getInfo/keeps-identity: in capitals",
    requirement: "getInfo/keeps-identity",
    title: "The driver keeps names in capitals",
    message: "Unexpected uuid, name or node in getInfo after spawn",
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        driver.spawn(
          renamed(params, (name) => name.toUpperCase()),
          call,
        ),
    })),
  },
  {
    id: "getInfo/keeps-identity: cut",
    requirement: "getInfo/keeps-identity",
    title: "The driver cuts names at 63 characters",
    message: "Unexpected uuid, name or node in getInfo after spawn",
    driver: replacing((driver) => ({
      spawn: (params, call) =>
        driver.spawn(
          renamed(params, (name) => name.slice(0, 63)),
          call,
        ),
    })),
  },
  {
    id: "getInfo/sees-a-guest-that-stopped-itself: as it was told",
    requirement: "getInfo/sees-a-guest-that-stopped-itself",
    title: "getInfo shows an instance as running until powerOff was called",
    message: "in vain until getInfo says shutdown of a guest that powers itself off",
    alsoBreaks: ["getInfo/shows-the-state-on-return"],
    driver: replacing((driver) => {
      const off = new Set<string>();
      return {
        spawn: async (params, call) => {
          const result = await driver.spawn(params, call);
          if (!params.powerOn) off.add(params.instance.uuid);
          return result;
        },
        powerOff: async (params, call) => {
          const result = await driver.powerOff(params, call);
          off.add(params.instanceUuid);
          return result;
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          const isOn = info.powerState === "shutdown" && !off.has(info.uuid);
          return { info: isOn ? { ...info, powerState: "running" } : info };
        },
      };
    }),
  },
  {
    id: "getInfo/sees-a-crashed-guest: pending",
    requirement: "getInfo/sees-a-crashed-guest",
    title: "getInfo shows a crashed instance as pending",
    message: "getInfo said pending of an instance whose guest has crashed",
    driver: replacing((driver) => ({
      getInfo: async (params, call) => {
        const { info } = await driver.getInfo(params, call);
        return { info: info.powerState === "crashed" ? { ...info, powerState: "pending" } : info };
      },
    })),
  },
  {
    id: "getInfo/sees-a-crashed-guest: absent",
    requirement: "getInfo/sees-a-crashed-guest",
    title: "getInfo does not find a crashed instance",
    message: "getInfo said absent of an instance whose guest has crashed",
    driver: replacing((driver) => ({
      getInfo: async (params, call) => {
        const result = await driver.getInfo(params, call);
        if (result.info.powerState === "crashed") throw notFound(params.instanceUuid);
        return result;
      },
    })),
  },
];
