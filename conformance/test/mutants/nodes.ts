// Drivers whose nodes, or the figures of them, are wrong.
import { acceptsMutants } from "./accepts.ts";
import { planned } from "./faulty.ts";
import { hiding, type Mutant, replacing, stateOf } from "./mutant.ts";

/** The mutants of `listNodes` and `getAvailableResource`. */
export const nodesMutants: readonly Mutant[] = [
  {
    id: "listNodes/serves-at-least-one: none",
    requirement: "listNodes/serves-at-least-one",
    title: "listNodes is empty",
    message: "listNodes shows no node",
    driver: replacing(() => ({ listNodes: async () => ({ nodes: [] }) })),
  },
  {
    id: "listNodes/identities-are-unique: one twice",
    requirement: "listNodes/identities-are-unique",
    title: "listNodes shows a node under two names with one uuid",
    message: "listNodes shows 1 uuids more than once",
    alsoBreaks: ["updateProviderTree/returns-one-tree"],
    driver: replacing((driver) => ({
      listNodes: async (params, call) => {
        const { nodes, ...rest } = await driver.listNodes(params, call);
        const [first] = nodes;
        return { nodes: first === undefined ? nodes : [...nodes, { ...first, name: `${first.name}-again` }], ...rest };
      },
    })),
  },
  {
    id: "listNodes/identities-survive-restart: other name",
    requirement: "listNodes/identities-survive-restart",
    title: "listNodes gives the nodes other names in each run of the driver",
    message: "Unexpected nodes after a restart of the driver",
    alsoBreaks: ["updateProviderTree/returns-one-tree", "nodesChanged/tells-of-nodes-that-come-and-go"],
    keepsState: true,
    driver: replacing((driver, host) => ({
      listNodes: async (params, call) => {
        const { nodes, ...rest } = await driver.listNodes(params, call);
        return { nodes: nodes.map((node) => ({ ...node, name: `${node.name}-${host.driverEpoch}` })), ...rest };
      },
    })),
  },
  {
    id: "listNodes/holds-every-instance: only free ones",
    requirement: "listNodes/holds-every-instance",
    title: "listNodes leaves out nodes that hold an instance",
    message: "listNodes does not show a node on which listInstances shows an instance",
    driver: replacing((driver) => ({
      listNodes: async (params, call) => {
        const { nodes, ...rest } = await driver.listNodes(params, call);
        const { states } = await driver.listInstanceStates({}, call);
        return { nodes: nodes.filter(({ uuid }) => !states.some((row) => row.node === uuid)), ...rest };
      },
    })),
  },
  {
    id: "listNodes/holds-every-instance: read too early",
    requirement: "listNodes/holds-every-instance",
    title: "listNodes leaves out a node that was given an instance since the nodes were first read",
    message: "listNodes does not show a node on which listInstances shows an instance",
    driver: planned("a-node-in-use-is-not-listed"),
    only: ["listNodes/holds-every-instance"],
  },
  ...acceptsMutants,
  {
    id: "getAvailableResource/totals-do-not-follow-use: free",
    requirement: "getAvailableResource/totals-do-not-follow-use",
    title: "getAvailableResource shows what is free as the total, beside what is in use",
    message: "Unexpected totals of the node with an instance that runs",
    alsoBreaks: ["updateProviderTree/agrees-with-available-resource"],
    driver: replacing((driver) => ({
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        return { resource: { ...resource, vcpus: resource.vcpus - resource.vcpusUsed } };
      },
    })),
  },
  {
    id: "getAvailableResource/totals-do-not-follow-use: shrinks",
    requirement: "getAvailableResource/totals-do-not-follow-use",
    title: "getAvailableResource shows less memory in all after each destroy",
    message: "Unexpected totals of the node after an instance was destroyed",
    driver: replacing((driver) => {
      let lostMib = 0;
      return {
        destroy: async (params, call) => {
          const result = await driver.destroy(params, call);
          lostMib += 1;
          return result;
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          return { resource: { ...resource, memoryMib: resource.memoryMib - lostMib } };
        },
      };
    }),
  },
  {
    id: "getAvailableResource/names-the-node-asked-for: another",
    requirement: "getAvailableResource/names-the-node-asked-for",
    title: "getAvailableResource always names the last node",
    message: "Unexpected node in the figures of node",
    driver: replacing((driver) => ({
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        const last = (await driver.listNodes({}, call)).nodes.at(-1);
        return { resource: { ...resource, node: last?.uuid ?? resource.node } };
      },
    })),
  },
  {
    id: "getAvailableResource/refuses-unknown-nodes: zero",
    requirement: "getAvailableResource/refuses-unknown-nodes",
    title: "getAvailableResource of a node that is not there gives figures of zero",
    message: "succeeded instead of being refused with NODE_NOT_FOUND",
    driver: replacing((driver) => ({
      getAvailableResource: (params, call) =>
        hiding(driver.getAvailableResource(params, call), "NODE_NOT_FOUND", () => {
          const none = { vcpus: 0, vcpusUsed: 0, memoryMib: 0, memoryMibUsed: 0, localGib: 0, localGibUsed: 0 };
          return { resource: { node: params.node, hypervisorType: "none", hypervisorVersion: 0, ...none } };
        }),
    })),
  },
  {
    id: "getAvailableResource/usage-is-within-totals: above",
    requirement: "getAvailableResource/usage-is-within-totals",
    title: "getAvailableResource adds the memory of the node itself to what is in use",
    message: "memoryMib of node",
    driver: replacing((driver) => ({
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        return { resource: { ...resource, memoryMibUsed: resource.memoryMib + resource.memoryMibUsed } };
      },
    })),
  },
  {
    id: "getAvailableResource/usage-counts-instances: no vcpus",
    requirement: "getAvailableResource/usage-counts-instances",
    title: "getAvailableResource never shows vcpus in use",
    message: "Unexpected rise of the node's use by a running instance",
    driver: replacing((driver) => ({
      getAvailableResource: async (params, call) => {
        const { resource } = await driver.getAvailableResource(params, call);
        return { resource: { ...resource, vcpusUsed: 0 } };
      },
    })),
  },
  {
    id: "getAvailableResource/usage-counts-instances: only those that are on",
    requirement: "getAvailableResource/usage-counts-instances",
    title: "getAvailableResource does not count the memory of instances that are off",
    message: "Unexpected rise of the node's use by a shutdown instance",
    driver: replacing((driver) => {
      const memoryMib = new Map<string, number>();
      return {
        spawn: async (params, call) => {
          const result = await driver.spawn(params, call);
          memoryMib.set(params.instance.uuid, params.instance.flavor.memoryMib);
          return result;
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          let offMib = 0;
          for (const [uuid, mib] of memoryMib) {
            if ((await stateOf(driver, uuid, call)) === "shutdown") offMib += mib;
          }
          return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed - offMib } };
        },
      };
    }),
  },
  {
    id: "getAvailableResource/usage-falls-after-destroy: leaks",
    requirement: "getAvailableResource/usage-falls-after-destroy",
    title: "getAvailableResource shows one more MiB in use after each destroy",
    message: "Unexpected use of the node after spawn and destroy",
    driver: replacing((driver) => {
      let leakedMib = 0;
      return {
        destroy: async (params, call) => {
          const result = await driver.destroy(params, call);
          leakedMib += 1;
          return result;
        },
        getAvailableResource: async (params, call) => {
          const { resource } = await driver.getAvailableResource(params, call);
          return { resource: { ...resource, memoryMibUsed: resource.memoryMibUsed + leakedMib } };
        },
      };
    }),
  },
];
