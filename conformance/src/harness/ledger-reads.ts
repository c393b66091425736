// The part of a stock that the driver tells: which instances there are, and what is in use.
import { DriverError } from "@virt-driver-kit/spec";
import type { AvailableResource, DriverClient, InstanceSummary } from "@virt-driver-kit/spec";

import type { StockItem } from "./ledger-stock.ts";
import { readInstances } from "./read-all.ts";

/** Takes stock of one host by asking its driver. */
export interface ReadStock {
  /**
   * Takes stock. What the driver does not tell is left out.
   *
   * @param nodes - The nodes whose use is wanted, by uuid.
   * @param listed - What the driver has listed just now; it is asked otherwise.
   */
  take(
    driver: DriverClient,
    nodes: Iterable<string>,
    listed?: readonly InstanceSummary[],
  ): Promise<Map<string, StockItem>>;
}

/**
 * Makes the reader of a host.
 *
 * @param host - Tells its keys from those of another host.
 * @param isExplained - Whether an owned instance is one that a run of the kit has made.
 */
export function readStock(host: string, isExplained: (instance: OwnedInstance) => boolean): ReadStock {
  const silent = new Set<string>();
  const company = new Map<string, number>();
  /** A number for the foreign guests of a node: where others come and go, use says nothing on the driver. */
  const companyOn = (node: string, instances: readonly InstanceSummary[] = []): number => {
    const foreign = instances.flatMap((one) =>
      one.ownership === "foreign" && one.node === node ? one.internalId : [],
    );
    const names = foreign.toSorted().join("\n");
    if (!company.has(names)) company.set(names, company.size);
    return company.get(names) ?? 0;
  };
  /** What a driver does not offer it is not asked again. */
  const ask = async <T>(what: string, call: () => Promise<T>): Promise<T | undefined> => {
    if (silent.has(what)) return undefined;
    try {
      return await call();
    } catch (error) {
      if (error instanceof DriverError && error.code === "NOT_SUPPORTED") silent.add(what);
      return undefined;
    }
  };
  return {
    take: async (driver, nodes, listed) => {
      const items = new Map<string, StockItem>();
      const instances = listed ?? (await ask("listInstances", () => readInstances(driver)));
      if (instances !== undefined) items.set(`instances ${host}`, unexplained(instances, isExplained));
      for (const node of nodes) {
        const answer = await ask("getAvailableResource", () => driver.getAvailableResource({ node }));
        if (answer === undefined) continue;
        const beside = companyOn(node, instances);
        for (const item of useOf(answer.resource)) items.set(`${item.noun[1]} ${host} beside ${beside}`, item);
      }
      return items;
    },
  };
}

/** An instance that a driver says is the caller's. */
export type OwnedInstance = Extract<InstanceSummary, { ownership: "owned" }>;

function unexplained(
  instances: readonly InstanceSummary[],
  isExplained: (instance: OwnedInstance) => boolean,
): StockItem {
  const things = instances.flatMap((instance) =>
    instance.ownership === "owned" && !isExplained(instance) ? [`${instance.uuid} on node ${instance.node}`] : [],
  );
  return { kind: "instances", noun: ["instance of nobody's", "instances of nobody's"], count: things.length, things };
}

function useOf(resource: AvailableResource): StockItem[] {
  const { node, vcpusUsed, memoryMibUsed, localGibUsed, pciDevices, mediatedDevices } = resource;
  const on = `on node ${node}`;
  const amount = (count: number, one: string, many: string = one): StockItem => {
    return { kind: "use", noun: [`${one} ${on}`, `${many} ${on}`], count, things: [] };
  };
  return [
    amount(vcpusUsed, "vCPU in use", "vCPUs in use"),
    amount(memoryMibUsed, "MiB of memory in use"),
    amount(localGibUsed, "GiB of local disk in use"),
    ...(pciDevices === undefined ? [] : [held("PCI device", pciDevices, on)]),
    ...(mediatedDevices === undefined ? [] : [held("mediated device", mediatedDevices, on)]),
  ];
}

interface HostDevice {
  readonly instanceUuid?: string;
}

/** The instance is named too: whoever holds a device is whom it was not taken from. */
function held(what: string, devices: readonly HostDevice[], on: string): StockItem {
  const things = devices.flatMap(({ instanceUuid }) => (instanceUuid === undefined ? [] : [`held by ${instanceUuid}`]));
  return { kind: "use", noun: [`${what} held ${on}`, `${what}s held ${on}`], count: things.length, things };
}
