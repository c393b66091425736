// Drivers whose `reboot` is wrong.
import { backendFailed, hiding, type Mutant, replacing, stateOf, virtualNow, within } from "./mutant.ts";

/** The mutants of `reboot`. */
export const rebootMutants: readonly Mutant[] = [
  {
    id: "reboot/soft-boots-once: does not ask",
    requirement: "reboot/soft-boots-once",
    title: "A soft reboot of a running guest is a hard one",
    message: "The guest was restarted by a soft reboot without having shut down",
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        if (params.type === "hard" || (await stateOf(driver, params.instanceUuid, call)) !== "running") {
          return driver.reboot(params, call);
        }
        return driver.reboot({ ...params, type: "hard" }, call);
      },
    })),
  },
  {
    id: "reboot/soft-boots-once: twice",
    requirement: "reboot/soft-boots-once",
    title: "A soft reboot boots the guest twice",
    message: "The guest booted 2 times after one soft reboot",
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        const result = await driver.reboot(params, call);
        if (params.type === "hard") return result;
        await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
        return driver.reboot({ ...params, type: "hard" }, within(call));
      },
    })),
  },
  {
    id: "reboot/soft-boots-once: leaves it off",
    requirement: "reboot/soft-boots-once",
    title: "A soft reboot returns when the guest has shut down",
    message: "The instance is shutdown after reboot(type: soft) on a running instance",
    alsoBreaks: ["reboot/soft-falls-back-to-hard"],
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        const { instanceUuid, type, timeoutSeconds = 120 } = params;
        if (type === "hard" || (await stateOf(driver, instanceUuid, call)) !== "running")
          return driver.reboot(params, call);
        return driver.powerOff({ instanceUuid, timeoutSeconds, retryIntervalSeconds: 0 }, call);
      },
    })),
  },
  {
    id: "reboot/hard-boots-once: asks",
    requirement: "reboot/hard-boots-once",
    title: "A hard reboot of a running guest asks it first",
    message: "The guest was asked to shut down by a hard reboot",
    alsoBreaks: ["powerOn/interfaces-left-out-stay"],
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        if ((await stateOf(driver, params.instanceUuid, call)) !== "running") return driver.reboot(params, call);
        return driver.reboot({ ...params, type: "soft" }, call);
      },
    })),
  },
  {
    id: "reboot/hard-boots-once: twice",
    requirement: "reboot/hard-boots-once",
    title: "A hard reboot of a running guest boots it twice",
    message: "The guest booted 2 times after one hard reboot",
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        const isRunning = (await stateOf(driver, params.instanceUuid, call)) === "running";
        const result = await driver.reboot(params, call);
        if (params.type === "soft" || !isRunning) return result;
        await driver["simulation/advance"]({ durationMs: 1_000 }, within(call));
        return driver.reboot(params, within(call));
      },
    })),
  },
  {
    id: "reboot/hard-boots-once: leaves it off",
    requirement: "reboot/hard-boots-once",
    title: "A hard reboot of a running guest only cuts it off",
    message: "The instance is shutdown after reboot(type: hard) on a running instance",
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        const { instanceUuid, type } = params;
        const isRunning = (await stateOf(driver, instanceUuid, call)) === "running";
        if (type === "soft" || !isRunning) return driver.reboot(params, call);
        return driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }, call);
      },
    })),
  },
  ...(["paused", "shutdown", "crashed"] as const).map((powerState): Mutant => ({
    id: `reboot/hard-works-from-every-state: not when ${powerState}`,
    requirement: "reboot/hard-works-from-every-state",
    title: `A hard reboot refuses a ${powerState} instance`,
    message: "answered INVALID_STATE",
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        const isIt = (await stateOf(driver, params.instanceUuid, call)) === powerState;
        return driver.reboot(isIt ? { ...params, type: "soft" } : params, call);
      },
    })),
  })),
  {
    id: "reboot/hard-works-from-every-state: unpauses",
    requirement: "reboot/hard-works-from-every-state",
    title: "A hard reboot of a paused instance only lets it go on",
    message: "until the guest boots after a hard reboot of a paused instance",
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        const isPaused = (await stateOf(driver, params.instanceUuid, call)) === "paused";
        return params.type === "hard" && isPaused ? driver.unpause(params, call) : driver.reboot(params, call);
      },
    })),
  },
  {
    id: "reboot/soft-falls-back-to-hard: fails",
    requirement: "reboot/soft-falls-back-to-hard",
    title: "A soft reboot fails for a guest that ignores the power button",
    message: "answered BACKEND_FAILED",
    driver: replacing((driver) => ({
      reboot: async (params, call) => {
        if (params.type === "hard") return driver.reboot(params, call);
        const start = await virtualNow(driver, call);
        const result = await driver.reboot(params, call);
        const tookMs = (await virtualNow(driver, call)) - start;
        if (tookMs < (params.timeoutSeconds ?? 120) * 1_000) return result;
        throw backendFailed("press the power button");
      },
    })),
  },
  {
    id: "reboot/soft-needs-a-running-guest: starts it",
    requirement: "reboot/soft-needs-a-running-guest",
    title: "A soft reboot of an instance that does not run is a hard one",
    message: "succeeded instead of being refused with INVALID_STATE",
    driver: replacing((driver) => ({
      reboot: (params, call) =>
        hiding(driver.reboot(params, call), "INVALID_STATE", () => driver.reboot({ ...params, type: "hard" }, call)),
    })),
  },
  {
    id: "reboot/absent-instance-is-refused: silent",
    requirement: "reboot/absent-instance-is-refused",
    title: "A reboot of an absent instance succeeds silently",
    message: "succeeded instead of being refused with INSTANCE_NOT_FOUND",
    driver: replacing((driver) => ({
      reboot: (params, call) => hiding(driver.reboot(params, call), "INSTANCE_NOT_FOUND", () => ({})),
    })),
  },
];
