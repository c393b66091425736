// Drivers whose `powerOff` is wrong.
import type { Call } from "@virt-driver-kit/spec";

import { backendFailed, hiding, invalidState, type Mutant, replacing, stateOf, virtualNow, within } from "./mutant.ts";

/** The mutants of `powerOff`. */
export const powerOffMutants: readonly Mutant[] = [
  {
    id: "powerOff/stops-the-guest: does nothing",
    requirement: "powerOff/stops-the-guest",
    title: "powerOff with no timeout answers at once and stops nothing",
    message: "The instance is running after powerOff",
    alsoBreaks: ["powerOff/absent-instance-is-refused"],
    driver: replacing((driver) => ({
      powerOff: (params, call) => (params.timeoutSeconds === 0 ? Promise.resolve({}) : driver.powerOff(params, call)),
    })),
  },
  {
    id: "powerOff/stops-the-guest: not with a timeout",
    requirement: "powerOff/stops-the-guest",
    title: "powerOff with a timeout answers at once and stops nothing",
    message: "The instance is running after powerOff with a timeout",
    alsoBreaks: ["powerOff/lets-the-guest-shut-down", "powerOff/forces-after-the-timeout"],
    driver: replacing((driver) => ({
      powerOff: (params, call) => (params.timeoutSeconds > 0 ? Promise.resolve({}) : driver.powerOff(params, call)),
    })),
  },
  {
    id: "powerOff/stops-the-guest: only says so",
    requirement: "powerOff/stops-the-guest",
    title: "powerOff makes the reads say shutdown and lets the guest go on",
    message: "more ticks after powerOff",
    driver: replacing((driver) => {
      const running = new Set<string>();
      const really =
        <Params extends { instanceUuid: string }, Result>(operation: (params: Params, call: Call) => Promise<Result>) =>
        async (params: Params, call: Call): Promise<Result> => {
          const { instanceUuid } = params;
          if (running.delete(instanceUuid)) {
            await driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }, within(call));
          }
          return operation(params, call);
        };
      return {
        powerOff: async (params, call) => {
          if (params.timeoutSeconds > 0 || (await stateOf(driver, params.instanceUuid, call)) !== "running") {
            return driver.powerOff(params, call);
          }
          running.add(params.instanceUuid);
          return {};
        },
        getInfo: async (params, call) => {
          const { info } = await driver.getInfo(params, call);
          return { info: running.has(info.uuid) ? { ...info, powerState: "shutdown" } : info };
        },
        powerOn: really(driver.powerOn),
        reboot: really(driver.reboot),
        pause: really(driver.pause),
        unpause: really(driver.unpause),
      };
    }),
  },
  {
    id: "powerOff/zero-timeout-does-not-ask: asks",
    requirement: "powerOff/zero-timeout-does-not-ask",
    title: "powerOff with no timeout asks the guest first",
    message: "The guest was asked to shut down although timeoutSeconds was 0",
    driver: replacing((driver) => ({
      powerOff: (params, call) => driver.powerOff({ ...params, timeoutSeconds: params.timeoutSeconds || 2 }, call),
    })),
  },
  {
    id: "powerOff/lets-the-guest-shut-down: cuts off",
    requirement: "powerOff/lets-the-guest-shut-down",
    title: "powerOff cuts every guest off, whatever the timeout",
    message: "The guest was cut off without having been asked to shut down",
    alsoBreaks: ["powerOff/forces-after-the-timeout"],
    driver: replacing((driver) => ({
      powerOff: (params, call) => driver.powerOff({ ...params, timeoutSeconds: 0 }, call),
    })),
  },
  {
    id: "powerOff/lets-the-guest-shut-down: only when repeated",
    requirement: "powerOff/lets-the-guest-shut-down",
    title: "powerOff with one request only makes none",
    message: "The guest was cut off without having been asked to shut down",
    driver: replacing((driver) => ({
      powerOff: (params, call) =>
        driver.powerOff(params.retryIntervalSeconds > 0 ? params : { ...params, timeoutSeconds: 0 }, call),
    })),
  },
  {
    id: "powerOff/forces-after-the-timeout: gives up",
    requirement: "powerOff/forces-after-the-timeout",
    title: "powerOff fails for a guest that ignores the power button",
    message: "answered BACKEND_FAILED",
    driver: replacing((driver) => ({
      powerOff: async (params, call) => {
        if (params.timeoutSeconds === 0) return driver.powerOff(params, call);
        const start = await virtualNow(driver, call);
        await driver.powerOff(params, call);
        const tookMs = (await virtualNow(driver, call)) - start;
        if (tookMs >= params.timeoutSeconds * 1_000) throw backendFailed("press the power button");
        return {};
      },
    })),
  },
  {
    id: "powerOff/forces-after-the-timeout: too early",
    requirement: "powerOff/forces-after-the-timeout",
    title: "powerOff cuts the guest off after half its timeout",
    message: "before its timeout of 2 s",
    driver: replacing((driver) => ({
      powerOff: (params, call) =>
        driver.powerOff({ ...params, timeoutSeconds: Math.ceil(params.timeoutSeconds / 2) }, call),
    })),
  },
  {
    id: "powerOff/forces-after-the-timeout: too late",
    requirement: "powerOff/forces-after-the-timeout",
    title: "powerOff cuts the guest off half a minute after its timeout",
    message: "with a timeout of 2 s",
    driver: replacing((driver) => ({
      powerOff: (params, call) =>
        driver.powerOff({ ...params, timeoutSeconds: params.timeoutSeconds && params.timeoutSeconds + 30 }, call),
    })),
  },
  {
    id: "powerOff/off-instance-succeeds: refused",
    requirement: "powerOff/off-instance-succeeds",
    title: "powerOff of an instance that is off is an error",
    message: "answered INVALID_STATE",
    driver: replacing((driver) => ({
      powerOff: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "shutdown") return driver.powerOff(params, call);
        throw await invalidState(driver, params.instanceUuid, call);
      },
    })),
  },
  {
    id: "powerOff/off-instance-succeeds: waits",
    requirement: "powerOff/off-instance-succeeds",
    title: "powerOff of an instance that is off waits for its timeout",
    message: "powerOff of an instance that was off took",
    driver: replacing((driver) => ({
      powerOff: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) === "shutdown") {
          await driver["simulation/advance"]({ durationMs: params.timeoutSeconds * 1_000 }, call);
        }
        return driver.powerOff(params, call);
      },
    })),
  },
  {
    id: "powerOff/absent-instance-is-refused: silent",
    requirement: "powerOff/absent-instance-is-refused",
    title: "powerOff of an absent instance succeeds silently",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    driver: replacing((driver) => ({
      powerOff: (params, call) => hiding(driver.powerOff(params, call), "INSTANCE_NOT_FOUND", () => ({})),
    })),
  },
];
