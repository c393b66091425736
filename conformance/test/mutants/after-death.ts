// A driver that is wrong about what it finds half done, because an earlier run of it was killed in the middle of a call.
import { specModel } from "@virt-driver-kit/spec";
import type { Call, ComputeDriver, SpawnParams } from "@virt-driver-kit/spec";

import type { WireMutant } from "./mutant.ts";
import { restartingWrong } from "./restarting-wrong.ts";

/** A call that a run of the driver did not live to answer. */
export interface Unfinished {
  readonly operation: string;
  /** What was to be built, if the call was a `spawn`. */
  readonly spawn?: SpawnParams;
}

type Method = (params: object, call: Call) => Promise<object>;

/** The operations that change something. */
const CHANGING = Object.values(specModel.operations)
  .filter(({ kind }) => kind === "change")
  .map(({ name }) => name);

/** Notes, by instance, which calls are in progress. */
function watched(driver: Required<ComputeDriver>, inProgress: Map<string, Unfinished>): Partial<ComputeDriver> {
  const methods = driver as unknown as Readonly<Record<string, Method | undefined>>;
  const watch = (operation: string, method: Method): Method => {
    return async (params, call) => {
      const { instanceUuid, instance } = params as { instanceUuid?: string; instance?: { uuid: string } };
      const uuid = instanceUuid ?? instance?.uuid ?? "";
      inProgress.set(uuid, { operation, ...(operation === "spawn" && { spawn: params as SpawnParams }) });
      return method(params, call).finally(() => inProgress.delete(uuid));
    };
  };
  const entries = CHANGING.flatMap((name) => {
    const method = methods[name];
    return method === undefined ? [] : [[name, watch(name, method)] as const];
  });
  return Object.fromEntries(entries);
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
