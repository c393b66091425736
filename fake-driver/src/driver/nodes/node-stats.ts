import { type NodeStat, timestampOf } from "@virt-driver-kit/spec";
import type { NodeRecord } from "../../site/node-record.ts";
import { STATS } from "../configuration/options.ts";
import type { DriverContext } from "../driver-context.ts";

/** How each statistic is read. */
const READERS: Readonly<Record<(typeof STATS)[number], (context: DriverContext, node: NodeRecord) => string>> = {
  bootedAt: ({ hypervisor }, { uuid }) => timestampOf(hypervisor.host.conditionOf(uuid).bootedAtMs),
  guests({ hypervisor }, { uuid }) {
    const instances = [...hypervisor.host.instancesOn(uuid)];
    return `${instances.filter(({ run }) => run !== null).length} of ${instances.length} instances have a guest`;
  },
  store({ hypervisor }, { uuid }) {
    const { id, allocatedBytes, isShared } = hypervisor.host.pool(uuid);
    return `${allocatedBytes} bytes allocated in ${isShared ? "shared " : ""}"${id}"`;
  },
  managementLogin({ configuration }) {
    const how = configuration.hasSecret("management.password") ? "with a password" : "anonymous";
    return `${configuration.text("management.user")}, ${how}`;
  },
};

/** What a driver tells people about a node: as much as it is configured to. */
export function nodeStats(context: DriverContext, node: NodeRecord): NodeStat[] {
  const wanted = context.configuration.texts("nodes.stats");
  return STATS.filter((key) => wanted.includes(key)).map((key) => ({ key, value: READERS[key](context, node) }));
}
