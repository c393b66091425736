// Drivers whose `powerOn` is wrong.
import type { SpawnParams } from "@virt-driver-kit/spec";

import { hiding, invalidState, type Mutant, replacing, stateOf, within } from "./mutant.ts";

/** The mutants of `powerOn`. */
export const powerOnMutants: readonly Mutant[] = [
  {
    id: "powerOn/boots-the-guest: does nothing",
    requirement: "powerOn/boots-the-guest",
    title: "powerOn answers at once and starts nothing",
    message: "The instance is shutdown after powerOn",
    driver: replacing(() => ({ powerOn: async () => ({}) })),
    alsoBreaks: ["powerOn/absent-instance-is-refused", "powerOn/wrong-state-is-refused"],
  },
  {
    id: "powerOn/boots-the-guest: fresh disk",
    requirement: "powerOn/boots-the-guest",
    title: "powerOn makes the disk anew from the image",
    message: "The guest started from another disk after powerOn",
    driver: replacing((driver) => {
      const spawned = new Map<string, SpawnParams>();
      return {
        spawn: async (params, call) => {
          const result = await driver.spawn(params, call);
          spawned.set(params.instance.uuid, params);
          return result;
        },
        powerOn: async (params, call) => {
          const description = spawned.get(params.instanceUuid);
          if (description === undefined || (await stateOf(driver, params.instanceUuid, call)) !== "shutdown") {
            return driver.powerOn(params, call);
          }
          await driver.destroy({ ...params, destroyDisks: true }, within(call));
          await driver.spawn({ ...description, powerOn: true }, within(call));
          return {};
        },
      };
    }),
  },
  {
    id: "powerOn/running-instance-goes-on: hard reboot",
    requirement: "powerOn/running-instance-goes-on",
    title: "powerOn of a running instance reboots it",
    message: "The guest was restarted by powerOn of a running instance",
    driver: replacing((driver) => ({
      powerOn: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "running") return driver.powerOn(params, call);
        await driver.reboot({ ...params, type: "hard" }, call);
        return {};
      },
    })),
  },
  {
    id: "powerOn/running-instance-goes-on: refused",
    requirement: "powerOn/running-instance-goes-on",
    title: "powerOn of a running instance is an error",
    message: "answered INVALID_STATE",
    driver: replacing((driver) => ({
      powerOn: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "running") return driver.powerOn(params, call);
        throw await invalidState(driver, params.instanceUuid, call);
      },
    })),
  },
  {
    id: "powerOn/wrong-state-is-refused: reboots the paused",
    requirement: "powerOn/wrong-state-is-refused",
    title: "powerOn of a paused instance boots it, and its memory is gone",
    message: "succeeded instead of being refused with INVALID_STATE",
    driver: replacing((driver) => ({
      powerOn: (params, call) =>
        hiding(driver.powerOn(params, call), "INVALID_STATE", async () => {
          await driver.reboot({ ...params, type: "hard" }, call);
          return {};
        }),
    })),
  },
  {
    id: "powerOn/wrong-state-is-refused: refuses and boots",
    requirement: "powerOn/wrong-state-is-refused",
    title: "powerOn of a paused instance is refused, and boots it all the same",
    message: "The instance is running after powerOn() on a paused instance",
    driver: replacing((driver) => ({
      powerOn: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "paused") return driver.powerOn(params, call);
        const refusal = await invalidState(driver, params.instanceUuid, call);
        await driver.reboot({ ...params, type: "hard" }, within(call));
        throw refusal;
      },
    })),
  },
  {
    id: "powerOn/absent-instance-is-refused: silent",
    requirement: "powerOn/absent-instance-is-refused",
    title: "powerOn of an absent instance succeeds silently",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    driver: replacing((driver) => ({
      powerOn: (params, call) => hiding(driver.powerOn(params, call), "INSTANCE_NOT_FOUND", () => ({})),
    })),
  },
];
