/** The operations of group `evacuation`. */

import type { ComputeDriver } from "@virt-driver-kit/spec";
import { isArriving } from "../site/moving-disks.ts";
import { stepOf } from "./begin.ts";
import type { DriverContext } from "./driver-context.ts";
import { leaveProbe, removeProbe, seesProbe } from "./evacuation/storage-probe.ts";
import { nodeOf } from "./not-found.ts";

type EvacuationOperation =
  | "instanceOnDisk"
  | "checkInstanceSharedStorageLocal"
  | "checkInstanceSharedStorageRemote"
  | "checkInstanceSharedStorageCleanup";

/** Makes the operations of group `evacuation`. */
export function evacuationOperations(context: DriverContext): Required<Pick<ComputeDriver, EvacuationOperation>> {
  const { hypervisor } = context;
  return {
    async instanceOnDisk({ instanceUuid, node }) {
      const attempt = `look for the disks of instance "${instanceUuid}"`;
      const host = hypervisor.look(attempt);
      nodeOf(host, node, attempt);
      return {
        onDisk: host
          .pool(node)
          .disks(instanceUuid)
          .some((disk) => !isArriving(disk)),
      };
    },

    async checkInstanceSharedStorageLocal({ instanceUuid, node }, call) {
      const attempt = `find out who else reaches the disks of instance "${instanceUuid}"`;
      const host = hypervisor.look(attempt);
      nodeOf(host, node, attempt);
      // A store that is known to be that of all hosts needs no look. Whether another one is mounted elsewhere only another host can tell.
      if (host.pool(node).isShared) return { verdict: "shared" };
      const step = stepOf({ attempt, operation: "checkInstanceSharedStorageLocal", instanceUuid }, call);
      return { verdict: "probe", probe: await leaveProbe(context, step, instanceUuid, host.pool(node)) };
    },

    async checkInstanceSharedStorageRemote({ instanceUuid, node, probe }) {
      const attempt = `look for the probe beside the disks of instance "${instanceUuid}"`;
      const host = hypervisor.look(attempt);
      nodeOf(host, node, attempt);
      return { shared: seesProbe(host.pool(node), probe) };
    },

    async checkInstanceSharedStorageCleanup({ instanceUuid, node, probe }, call) {
      const attempt = `remove the probe beside the disks of instance "${instanceUuid}"`;
      const host = hypervisor.look(attempt);
      nodeOf(host, node, attempt);
      const step = stepOf({ attempt, operation: "checkInstanceSharedStorageCleanup", instanceUuid }, call);
      await removeProbe(context, step, host.pool(node), probe);
      return {};
    },
  };
}
