// A driver that is wrong about what it finds half done, because an earlier run of it was killed in the middle of a call.
import type { Call, ComputeDriver, SpawnParams } from "@virt-driver-kit/spec";

import type { WireMutant } from "./mutant.ts";
import { restartingWrong } from "./restarting-wrong.ts";

/** A call that a run of the driver did not live to answer. */
export interface Unfinished {
  readonly operation: string;
  /** What was to be built, if the call was a `spawn`. */
  readonly spawn?: SpawnParams;
}

type Operations = Pick<ComputeDriver, "spawn" | "destroy" | "powerOn" | "powerOff" | "reboot">;
type Method = (params: object, call: Call) => Promise<object>;

/** Notes, by instance, which calls are in progress. */
function watched(driver: Operations, inProgress: Map<string, Unfinished>): Operations {
  const watch = (operation: keyof Operations): Method => {
    const method = driver[operation] as Method;
    return async (params, call) => {
      const { instanceUuid, instance } = params as { instanceUuid?: string; instance?: { uuid: string } };
      const uuid = instanceUuid ?? instance?.uuid ?? "";
      inProgress.set(uuid, { operation, ...(instance && { spawn: params as SpawnParams }) });
      return method(params, call).finally(() => inProgress.delete(uuid));
    };
  };
  const names = ["spawn", "destroy", "powerOn", "powerOff", "reboot"] as const;
  return Object.fromEntries(names.map((name) => [name, watch(name)])) as unknown as Operations;
}

/**
 * Restarts a driver whose later runs are wrong about what the run before left half done.
 *
 * @param wrong - Gives the replacements of a run. `found` has what was in progress when the run before it was killed, by instance.
 */
export function afterDeath(
  wrong: (driver: Required<ComputeDriver>, found: ReadonlyMap<string, Unfinished>) => Partial<ComputeDriver>,
): WireMutant["attach"] {
  let inProgress = new Map<string, Unfinished>();
  return restartingWrong((driver) => {
    const found = inProgress;
    inProgress = new Map();
    const replaced = wrong(driver, found);
    return { ...replaced, ...watched({ ...driver, ...replaced }, inProgress) };
  });
}
