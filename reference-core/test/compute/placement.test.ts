// Where builds go: to nodes that take what is to be sent, and that have room beside all that was promised.
import { randomUUID } from "node:crypto";
import type { NodeInfo } from "@virt-driver-kit/spec";
import { expect, test, vi } from "vitest";
import { changedDriver } from "../support/changed-driver.ts";
import { CoreRig } from "../support/core-rig.ts";

/** A rig whose first nodes take other things than they did. */
function rigOf(...accepts: NodeInfo["accepts"][]): Promise<CoreRig> {
  const change = changedDriver((driver) => ({
    listNodes: async (params, call) => {
      const { nodes, ...next } = await driver.listNodes(params, call);
      return { nodes: nodes.map((node, index) => ({ ...node, accepts: accepts[index] ?? {} })), ...next };
    },
  }));
  return CoreRig.start({ driver: { nodes: 2 }, change });
}

test("compatibility/caller-asks-before-it-sends: an image in a file goes to nodes that read files", async () => {
  const rig = await rigOf({ imageSources: ["http"] }, { imageSources: ["file"] });
  await rig.rest.createActive("one");
  await rig.rest.createActive("two");
  const { nodes } = (await rig.proxy.inject("listNodes")) as { nodes: NodeInfo[] };
  const used = rig.proxy.requests("spawn").map(({ params }) => params.node);
  expect(used).toEqual([nodes[1]?.uuid, nodes[1]?.uuid]);
});

test.each([
  ["source", { imageSources: ["http" as const] }],
  ["format", { diskFormats: ["qcow2" as const] }],
])(
  "compatibility/caller-asks-before-it-sends: an image of a %s that no node takes is never sent",
  async (_what, accepts) => {
    const rig = await rigOf(accepts, accepts);
    const id = await rig.rest.create();
    await rig.rest.settled(id, "ERROR");
    expect(rig.proxy.requests("spawn")).toEqual([]);
  },
);

test("resources/caller-counts-what-it-promised: what others hold and what was promised meanwhile leave no room for a third", async () => {
  const gate = Promise.withResolvers<void>();
  let isHeldUp = false;
  const change = changedDriver((driver) => ({
    spawn: async (params, call) => {
      if (isHeldUp) await gate.promise;
      return driver.spawn(params, call);
    },
  }));
  const rig = await CoreRig.start({ driver: { nodes: 1, memoryMib: 192 }, change });
  const mine = await rig.rest.createActive("mine");
  const [spawned] = rig.proxy.requests("spawn");
  const instance = { ...spawned?.params.instance, uuid: randomUUID() };
  await rig.proxy.inject("spawn", { ...spawned?.params, instance, call: { operationId: randomUUID() } });
  isHeldUp = true;
  const promised = await rig.rest.create("promised");
  await vi.waitFor(() => expect(rig.proxy.requests("spawn")).toHaveLength(2));
  const third = await rig.rest.create("third");
  const { fault } = await rig.rest.settled(third, "ERROR");
  expect(fault).toMatchObject({ message: "No valid host was found. There are not enough hosts available." });
  expect(rig.proxy.requests("spawn")).toHaveLength(2);
  gate.resolve();
  await rig.rest.settled(promised, "ACTIVE");
  await rig.rest.settled(mine, "ACTIVE");
});

test("spawn/says-all-that-is-needed: a driver that knows nothing else builds the guest from the request alone", async () => {
  const rig = await CoreRig.start();
  await rig.rest.createActive();
  const [spawned] = rig.proxy.requests("spawn");
  const asked = rig.proxy.frames.filter(({ to, message }) => to === "core" && message.method !== undefined);
  expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(["event", "progress"]));

  const stranger = await CoreRig.start({ driver: { nodes: 1 } });
  const { nodes } = (await stranger.proxy.inject("listNodes")) as { nodes: NodeInfo[] };
  await stranger.proxy.inject("spawn", { ...spawned?.params, node: nodes[0]?.uuid });
  const instanceUuid = spawned?.params.instance.uuid;
  await stranger.proxy.inject("simulation/advance", { durationMs: 1000 });
  const { data } = await stranger.proxy.inject("getConsoleOutput", { instanceUuid });
  expect(Buffer.from(data, "base64").toString()).toMatch(/^boot/mu);
  expect(await stranger.onDriver()).toEqual({ [instanceUuid]: "running" });
});
