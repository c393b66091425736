/** The operations of group `lifecycle`. */

import type { Call, ComputeDriver, DestroyParams } from "@virt-driver-kit/spec";
import type { StepContext } from "../hypervisor/backend-link.ts";
import { type DriverContext, tell } from "./driver-context.ts";
import { spawn } from "./spawn.ts";
import { withEffect } from "./with-effect.ts";

/** Makes the operations of group `lifecycle`. */
export function lifecycleOperations(context: DriverContext): Pick<ComputeDriver, "spawn" | "destroy"> {
  return {
    spawn: (params, call) => spawn(context, params, call),

    async destroy(params, call) {
      const attempt = `destroy instance "${params.instanceUuid}"`;
      context.hypervisor.look(attempt);
      try {
        await remove(context, params, call, { attempt, signal: call.signal });
      } catch (thrown) {
        throw withEffect(thrown, "partial");
      }
      return {};
    },
  };
}

/** The instance goes last, so that it is seen until everything that belongs to it is gone, and a repeat finds what is left. */
async function remove(context: DriverContext, params: DestroyParams, call: Call, step: StepContext): Promise<void> {
  const { hypervisor } = context;
  const site = hypervisor.look(step.attempt);
  const record = site.instance(params.instanceUuid);
  if (record !== undefined && record.run !== null) await hypervisor.stop(step, record);
  if (params.destroyDisks) {
    for (const disk of site.disks(params.instanceUuid)) await hypervisor.deleteDisk(step, disk);
  }
  if (record === undefined) return;
  await hypervisor.undefine(step, record);
  tell(context, record, "destroyed", call);
}
