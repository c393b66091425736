// Drivers that do not tell of nodes that go and come, or take those for gone that only do not answer.
import type { SimulatedFault } from "@virt-driver-kit/spec";

import { breaks } from "./breaks.ts";
import { faulty } from "./faulty.ts";
import { type Mutant, replacing } from "./mutant.ts";

/** A driver that does not tell of a kind of change. */
function silentOf(transition: string): SimulatedFault {
  return { kind: "eventFault", trigger: { transition, times: 0 }, action: "drop" };
}

/** The mutants of nodes that go and come. */
export const nodeLossesMutants: readonly Mutant[] = [
  ...breaks(
    "nodesChanged/tells-of-nodes-that-come-and-go",
    ...(["added", "released", "deleted"] as const).map((change) => ({
      word: `no ${change}`,
      title: `Nodes that are ${change} are not told of`,
      message: "changes told of a node that was",
      driver: faulty(silentOf(change)),
    })),
    {
      word: "always deleted",
      title: "A node that is released is told of as deleted",
      message: "changes told of a node that was released and came back",
      driver: faulty({
        kind: "eventFault",
        trigger: { transition: "released", times: 0 },
        action: "alter",
        changes: [{ pointer: "/changes/0/change", json: '"deleted"' }],
      }),
    },
    {
      word: "without its entry",
      title: "A node that is added is told of without its name as it is listed",
      message: "info of a node that was told as added",
      driver: faulty({
        kind: "eventFault",
        trigger: { transition: "added", times: 0 },
        action: "alter",
        changes: [{ pointer: "/changes/0/info/name", json: '"new-node"' }],
      }),
    },
    {
      word: "still listed",
      title: "listNodes shows nodes that the driver serves no longer",
      message: "in listNodes",
      driver: replacing((driver) => {
        const seen = new Map<string, Awaited<ReturnType<typeof driver.listNodes>>["nodes"][number]>();
        return {
          listNodes: async (params, call) => {
            const { nodes } = await driver.listNodes(params, call);
            for (const node of nodes) seen.set(node.uuid, node);
            return { nodes: [...seen.values()] };
          },
        };
      }),
    },
  ),
  ...breaks(
    "nodesChanged/tells-of-status",
    {
      word: "silent",
      title: "A node that cannot be reached is not told of",
      message: "changes told of a node that could not be reached and then could",
      driver: faulty(silentOf("changed")),
    },
    {
      word: "always fine",
      title: "A node that cannot be reached is told of, and said to be fine",
      message: "changes told of a node that could not be reached and then could",
      driver: faulty({
        kind: "eventFault",
        trigger: { transition: "changed", times: 0 },
        action: "alter",
        changes: [{ pointer: "/changes/0/info/status", json: '{"acceptsInstances":true,"reasons":[]}' }],
      }),
    },
  ),
  ...breaks(
    "listNodes/keeps-nodes-that-take-nothing",
    {
      word: "drops out",
      title: "A node that cannot be reached is not in the list",
      message: "No entry of listNodes of a node that cannot be reached",
      driver: replacing((driver) => ({
        listNodes: async (params, call) => {
          const { nodes } = await driver.listNodes(params, call);
          return { nodes: nodes.filter(({ status }) => status?.acceptsInstances !== false) };
        },
      })),
    },
    {
      word: "takes instances",
      title: "A node that cannot be reached is said to take instances",
      message: "acceptsInstances of a node that cannot be reached",
      driver: replacing((driver) => ({
        listNodes: async (params, call) => {
          const { nodes } = await driver.listNodes(params, call);
          return { nodes: nodes.map((node) => ({ ...node, status: { acceptsInstances: true, reasons: [] } })) };
        },
      })),
    },
    {
      word: "another reason",
      title: "A node that cannot be reached is said to be disabled",
      message: "A node that cannot be reached gives other reasons",
      driver: replacing((driver) => ({
        listNodes: async (params, call) => {
          const { nodes } = await driver.listNodes(params, call);
          const status = { acceptsInstances: false, reasons: ["disabled" as const] };
          return { nodes: nodes.map((node) => (node.status?.acceptsInstances === false ? { ...node, status } : node)) };
        },
      })),
    },
    {
      word: "all of them",
      title: "When one node cannot be reached, none is said to take instances",
      message: "entry of listNodes of a node beside one that cannot be reached",
      driver: replacing((driver) => ({
        listNodes: async (params, call) => {
          const { nodes } = await driver.listNodes(params, call);
          const lost = nodes.find(({ status }) => status?.acceptsInstances === false);
          return { nodes: nodes.map((node) => ({ ...node, ...(lost?.status && { status: lost.status }) })) };
        },
      })),
    },
  ),
];
