// Drivers whose `pause` or `unpause` is wrong.
import type { Call } from "@virt-driver-kit/spec";

import { hiding, invalidState, type Mutant, replacing, stateOf, within } from "./mutant.ts";

/** The mutants of `pause` and `unpause`. */
export const pauseMutants: readonly Mutant[] = [
  {
    id: "pause/stops-execution: only says so",
    requirement: "pause/stops-execution",
    title: "pause makes getInfo say paused and lets the guest go on",
    message: "more ticks while paused",
    alsoBreaks: ["triggerCrashDump/changes-no-power-state"],
    driver: replacing((driver) => {
      const said = new Set<string>();
      const forgetting =
        <Params extends { instanceUuid: string }, Result>(operation: (params: Params, call: Call) => Promise<Result>) =>
        (params: Params, call: Call): Promise<Result> => {
          said.delete(params.instanceUuid);
          return operation(params, call);
        };
      /** Refuses as if the guest were really paused: for the time of the call, it is. */
      const asIfPaused =
        <Params extends { instanceUuid: string }, Result>(operation: (params: Params, call: Call) => Promise<Result>) =>
        async (params: Params, call: Call): Promise<Result> => {
          if (!said.has(params.instanceUuid)) return operation(params, call);
          await driver.pause(params, within(call));
          try {
            return await operation(params, call);
          } finally {
            await driver.unpause(params, within(call));
          }
        };
      return {
        pause: async (params, call) => {
          if ((await stateOf(driver, params.instanceUuid, call)) !== "running") return driver.pause(params, call);
          said.add(params.instanceUuid);
          return {};
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: said.has(info.uuid) ? { ...info, powerState: "paused" } : info };
        },
        powerOn: asIfPaused(driver.powerOn),
        reboot: (params, call) => (params.type === "soft" ? asIfPaused : forgetting)(driver.reboot)(params, call),
        unpause: forgetting(driver.unpause),
        powerOff: forgetting(driver.powerOff),
      };
    }),
  },
  {
    id: "pause/stops-execution: does nothing",
    requirement: "pause/stops-execution",
    title: "pause of a running instance answers at once and stops nothing",
    message: "The instance is running after pause",
    driver: replacing((driver) => ({
      pause: async (params, call) =>
        (await stateOf(driver, params.instanceUuid, call)) === "running" ? {} : driver.pause(params, call),
    })),
  },
  {
    id: "pause/paused-instance-stays-paused: toggles",
    requirement: "pause/paused-instance-stays-paused",
    title: "pause of a paused instance lets it go on",
    message: "The instance is running after pause() on a paused instance",
    driver: replacing((driver) => ({
      pause: async (params, call) =>
        (await stateOf(driver, params.instanceUuid, call)) === "paused"
          ? driver.unpause(params, call)
          : driver.pause(params, call),
    })),
  },
  {
    id: "pause/paused-instance-stays-paused: refused",
    requirement: "pause/paused-instance-stays-paused",
    title: "pause of a paused instance is an error",
    message: "answered INVALID_STATE",
    driver: replacing((driver) => ({
      pause: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "paused") return driver.pause(params, call);
        throw await invalidState(driver, params.instanceUuid, call);
      },
    })),
  },
  {
    id: "pause/needs-a-running-guest: silent",
    requirement: "pause/needs-a-running-guest",
    title: "pause of an instance that is off succeeds silently",
    message: "succeeded instead of being refused with INVALID_STATE",
    driver: replacing((driver) => ({
      pause: (params, call) => hiding(driver.pause(params, call), "INVALID_STATE", () => ({})),
    })),
  },
  {
    id: "pause/absent-instance-is-refused: silent",
    requirement: "pause/absent-instance-is-refused",
    title: "pause of an absent instance succeeds silently",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    driver: replacing((driver) => ({
      pause: (params, call) => hiding(driver.pause(params, call), "INSTANCE_NOT_FOUND", () => ({})),
    })),
  },
  {
    id: "unpause/goes-on-where-it-stopped: reboots",
    requirement: "unpause/goes-on-where-it-stopped",
    title: "unpause boots the guest anew",
    message: "The guest was restarted by pause and unpause",
    driver: replacing((driver) => ({
      unpause: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "paused") return driver.unpause(params, call);
        await driver.reboot({ ...params, type: "hard" }, call);
        return {};
      },
    })),
    alsoBreaks: ["powerOn/wrong-state-is-refused"],
  },
  {
    id: "unpause/goes-on-where-it-stopped: does nothing",
    requirement: "unpause/goes-on-where-it-stopped",
    title: "unpause of a paused instance answers at once and starts nothing",
    message: "The instance is paused after unpause() on a paused instance",
    driver: replacing((driver) => ({
      unpause: async (params, call) =>
        (await stateOf(driver, params.instanceUuid, call)) === "paused" ? {} : driver.unpause(params, call),
    })),
  },
  {
    id: "unpause/running-instance-goes-on: reboots",
    requirement: "unpause/running-instance-goes-on",
    title: "unpause of a running instance boots it anew",
    message: "The guest was restarted by unpause of a running instance",
    driver: replacing((driver) => ({
      unpause: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "running") return driver.unpause(params, call);
        await driver.reboot({ ...params, type: "hard" }, call);
        return {};
      },
    })),
  },
  {
    id: "unpause/running-instance-goes-on: refused",
    requirement: "unpause/running-instance-goes-on",
    title: "unpause of a running instance is an error",
    message: "answered INVALID_STATE",
    driver: replacing((driver) => ({
      unpause: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "running") return driver.unpause(params, call);
        throw await invalidState(driver, params.instanceUuid, call);
      },
    })),
  },
  {
    id: "unpause/needs-a-paused-guest: starts it",
    requirement: "unpause/needs-a-paused-guest",
    title: "unpause of an instance that is off starts it",
    message: "succeeded instead of being refused with INVALID_STATE",
    driver: replacing((driver) => ({
      unpause: (params, call) =>
        hiding(driver.unpause(params, call), "INVALID_STATE", () => driver.powerOn(params, call).then(() => ({}))),
    })),
  },
  {
    id: "unpause/absent-instance-is-refused: silent",
    requirement: "unpause/absent-instance-is-refused",
    title: "unpause of an absent instance succeeds silently",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    driver: replacing((driver) => ({
      unpause: (params, call) => hiding(driver.unpause(params, call), "INSTANCE_NOT_FOUND", () => ({})),
    })),
  },
];
