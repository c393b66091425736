// Checks of nodes that go and come: those that only do not answer stay in the list, and each change is told. Only a simulation can lose a node.
import type { NodeChange, NodeInfo, NodesChangedParams } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { allNodes } from "../steps/nodes.ts";
import { needOwnNode } from "../steps/own-node.ts";
import { givenResource } from "../steps/usage.ts";

type Manner = "unreachable" | "released" | "deleted";

/** A node without instances, and one that is left when it is lost. */
async function givenNodeToLose(t: CheckContext): Promise<{ readonly node: NodeInfo; readonly other: NodeInfo }> {
  const nodes = await t.given("listNodes", () => allNodes(t));
  const other = nodes.find(({ uuid }) => uuid === t.node.uuid);
  const node = nodes.find(({ uuid }) => uuid !== t.node.uuid);
  if (node === undefined || other === undefined) return t.notApplicable("The driver serves one node only");
  await needOwnNode(t, node);
  return { node, other };
}

/** Has a node lost, and takes what is told of it until it is there again. */
async function changesToldOf(
  t: CheckContext,
  { uuid }: NodeInfo,
  manner: Manner,
  look: () => Promise<void>,
): Promise<NodeChange[]> {
  const told: NodesChangedParams[] = [];
  const stop = t.connection.onNotification("nodesChanged", (params) => told.push(params));
  t.onCleanup(async () => stop());
  await t.simulation.injectFault({ kind: "nodeLoss", node: uuid, manner });
  await t.given("probe", () => t.driver.probe({}));
  await look();
  await t.simulation.clearFaults();
  await t.given("probe", () => t.driver.probe({}));
  return told.flatMap(({ changes }) => changes).filter(({ node }) => node === uuid);
}

const entryOf = async (t: CheckContext, { uuid }: NodeInfo): Promise<NodeInfo | undefined> =>
  (await allNodes(t)).find((node) => node.uuid === uuid);

const HINT = "Watch which nodes there are, and send nodesChanged for each that comes or goes.";

const comeAndGo = (["released", "deleted"] as const).map((manner): Check => ({
  id: `nodesChanged/tells-of-nodes-that-come-and-go[${manner}]`,
  requirement: "nodesChanged/tells-of-nodes-that-come-and-go",
  title: `A node that is ${manner}, and later served again, is told of as ${manner} and added, and listNodes() agrees each time`,
  run: async (t) => {
    const { node } = await givenNodeToLose(t);
    const changes = await changesToldOf(t, node, manner, async () =>
      t.expectEqual(await entryOf(t, node), undefined, `entry of a node that is ${manner} in listNodes`),
    );
    t.expectEqual(
      changes.map(({ change }) => change),
      [manner, "added"],
      `changes told of a node that was ${manner} and came back`,
      HINT,
    );
    const added = changes.find(({ change }) => change === "added")?.info;
    t.expectEqual(
      added,
      await entryOf(t, node),
      "info of a node that was told as added, against its entry in listNodes",
    );
  },
}));

/** The checks of nodes that go and come. */
export const nodeLossesChecks: readonly Check[] = [
  ...comeAndGo,
  {
    id: "nodesChanged/tells-of-status",
    requirement: "nodesChanged/tells-of-status",
    title:
      "A node that cannot be reached, and later can, is told of as changed each time, with the status that listNodes() shows",
    run: async (t) => {
      const { node } = await givenNodeToLose(t);
      const listed: (NodeInfo | undefined)[] = [];
      const changes = await changesToldOf(t, node, "unreachable", async () => void listed.push(await entryOf(t, node)));
      listed.push(await entryOf(t, node));
      const told = changes.map(({ change, info }) => ({ change, status: info?.status }));
      const expected = listed.map((entry) => ({ change: "changed", status: entry?.status }));
      t.expectEqual<object[]>(told, expected, "changes told of a node that could not be reached and then could", HINT);
      const accepted = listed.map((entry) => entry?.status?.acceptsInstances ?? true);
      t.expectEqual(accepted, [false, true], "acceptsInstances of a node that cannot be reached, and then can");
    },
  },
  {
    id: "listNodes/keeps-nodes-that-take-nothing",
    requirement: "listNodes/keeps-nodes-that-take-nothing",
    title:
      "listNodes() keeps a node that cannot be reached, which then accepts no instances for the reason unreachable, and the others as they are",
    run: async (t) => {
      const { node, other } = await givenNodeToLose(t);
      const before = await t.given("listNodes", () => entryOf(t, other));
      await t.simulation.injectFault({ kind: "nodeLoss", node: node.uuid, manner: "unreachable" });
      const hint = "A node that drops out of the list looks deleted. Keep it, and say in its status what is wrong.";
      const entry = t.expectDefined(
        await entryOf(t, node),
        "entry of listNodes of a node that cannot be reached",
        hint,
      );
      t.expectEqual(entry.name, node.name, "name of a node that cannot be reached");
      t.expectEqual(entry.status?.acceptsInstances, false, "acceptsInstances of a node that cannot be reached", hint);
      const reasons = entry.status?.reasons ?? [];
      t.expectThat(reasons.includes("unreachable"), "A node that cannot be reached gives other reasons", {
        expected: ["unreachable"],
        got: reasons,
      });
      t.expectEqual(await entryOf(t, other), before, "entry of listNodes of a node beside one that cannot be reached");
      await givenResource(t, other);
      await t.simulation.clearFaults();
      t.expectEqual(await entryOf(t, node), node, "entry of listNodes of a node that can be reached again");
    },
  },
];
