/** The operations of group `instances`. */

import type { ComputeDriver, InstanceState, InstanceSummary } from "@virt-driver-kit/spec";
import type { SiteView } from "../hypervisor/hypervisor.ts";
import type { InstanceRecord } from "../hypervisor/instance-record.ts";
import type { DriverContext } from "./driver-context.ts";
import { internalIdOf } from "./internal-id.ts";
import { instanceOf, nodeOf } from "./not-found.ts";
import { pageOf, type PagedList } from "./page.ts";

const toSummary = ({ uuid, name, node }: InstanceRecord): InstanceSummary => ({ ownership: "owned", uuid, name, node });
const toState = ({ uuid, node, powerState }: InstanceRecord): InstanceState => ({ uuid, node, powerState });

/** Makes the operations of group `instances`. */
export function instanceOperations({
  host,
  hypervisor,
}: DriverContext): Pick<ComputeDriver, "getInfo" | "listInstances" | "listInstanceStates"> {
  return {
    async getInfo({ instanceUuid }) {
      const attempt = `read instance "${instanceUuid}"`;
      const record = instanceOf(hypervisor.look(attempt), instanceUuid, attempt);
      const { uuid, name, node, powerState } = record;
      return { info: { uuid, name, node, powerState, internalId: internalIdOf(record) } };
    },

    async listInstances(params) {
      const site = hypervisor.look("list instances");
      const { entries, next } = pageOf(listOn(site, "instances", params.node, toSummary), params);
      return { instances: entries, ...next };
    },

    async listInstanceStates(params) {
      const site = hypervisor.look("list instance states");
      const { entries, next } = pageOf(listOn(site, "states", params.node, toState), params);
      const { driverEpoch, lastSequence } = host;
      return { states: entries, driverEpoch, lastSequence, ...next };
    },
  };
}

function listOn<Entry>(
  site: SiteView,
  name: string,
  node: string | undefined,
  toEntry: (record: InstanceRecord) => Entry,
): PagedList<InstanceRecord, Entry> {
  if (node !== undefined) nodeOf(site, node, `list the ${name} of a node`);
  return {
    name: `${name}/${node ?? ""}`,
    items: node === undefined ? site.instances : instancesOn(site, node),
    numberOf: (record) => record.serial,
    toEntry,
  };
}

function* instancesOn(site: SiteView, node: string): Iterable<InstanceRecord> {
  for (const record of site.instances) if (record.node === node) yield record;
}
