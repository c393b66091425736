/** The operations of group `hosts`. What they change is in the host's record, so that it outlives the driver. */

import { type ComputeDriver, timestampOf } from "@virt-driver-kit/spec";
import type { DriverContext } from "./driver-context.ts";
import { cpuStats } from "./hosts/cpu-stats.ts";
import { hostPowerAction } from "./hosts/host-power-action.ts";
import { nodeInUse } from "./hosts/node-in-use.ts";
import { setCondition } from "./hosts/set-condition.ts";
import { uptime } from "./hosts/uptime.ts";
import { nodeOf } from "./not-found.ts";

type HostOperation = "getHostUptime" | "getHostCpuStats" | "setHostEnabled" | "hostMaintenanceMode" | "hostPowerAction";

/** Makes the operations of group `hosts`. */
export function hostOperations(context: DriverContext): Required<Pick<ComputeDriver, HostOperation>> {
  const { hypervisor, clock } = context;
  return {
    async getHostUptime({ node }) {
      const attempt = `read the uptime of node "${node}"`;
      nodeOf(hypervisor.look(attempt), node, attempt);
      hypervisor.reachability.assertCanAct(attempt, node);
      return uptime(hypervisor.host, node, clock.now());
    },

    async getHostCpuStats({ node }) {
      const attempt = `read the CPU statistics of node "${node}"`;
      const record = nodeOf(hypervisor.look(attempt), node, attempt);
      hypervisor.reachability.assertCanAct(attempt, node);
      return { stats: cpuStats(hypervisor.host, record, clock.now()), observedAt: timestampOf(clock.now()) };
    },

    async setHostEnabled({ node, enabled }, call) {
      const attempt = `${enabled ? "open" : "close"} node "${node}"`;
      await setCondition(context, { operation: "setHostEnabled", attempt, node }, call, { isEnabled: enabled });
      return { enabled };
    },

    async hostMaintenanceMode({ node, maintenance }, call) {
      const attempt = `take node "${node}" ${maintenance ? "into" : "out of"} maintenance`;
      const about = { operation: "hostMaintenanceMode", attempt, node };
      const refuse = (): void => {
        if (maintenance) nodeInUse(context, about);
      };
      await setCondition(context, about, call, { isInMaintenance: maintenance }, refuse);
      return { maintenance };
    },

    hostPowerAction: (params, call) => hostPowerAction(context, params, call),
  };
}
