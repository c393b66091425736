/** The operations of group `lifecycle`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { destroy } from "./lifecycle/destroy.ts";
import { processInstancesAtStartup } from "./lifecycle/process-instances-at-startup.ts";
import { rebuild } from "./lifecycle/rebuild.ts";
import { restore, softDelete } from "./lifecycle/soft-delete.ts";
import { spawn } from "./lifecycle/spawn.ts";

/** The names of the operations of group `lifecycle`. */
type LifecycleOperation = "spawn" | "destroy" | "rebuild" | "softDelete" | "restore" | "processInstancesAtStartup";

/** Makes the operations of group `lifecycle`. */
export function lifecycleOperations(context: DriverContext): Required<Pick<ComputeDriver, LifecycleOperation>> {
  return {
    spawn: (params, call) => spawn(context, params, call),
    destroy: (params, call) => destroy(context, params, call),
    rebuild: (params, call) => rebuild(context, params, call),
    softDelete: (params, call) => softDelete(context, params, call),
    restore: (params, call) => restore(context, params, call),
    processInstancesAtStartup: async (params) => processInstancesAtStartup(context, params),
  };
}
