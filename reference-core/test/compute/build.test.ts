// Builds: where they go, how they fail, and that a failed one leaves nothing on the driver.
import { DriverError } from "@virt-driver-kit/spec";
import type { ComputeDriver, DriverDefinition } from "@virt-driver-kit/spec";
import { expect, test, vi } from "vitest";
import { CoreRig } from "../support/core-rig.ts";

type Spawn = ComputeDriver["spawn"];

/** A driver whose `spawn` is another one. */
function withSpawn(change: (spawn: Spawn) => Spawn): (definition: DriverDefinition) => DriverDefinition {
  return (definition) => ({
    ...definition,
    create: async (host) => {
      const driver = await definition.create(host);
      return { ...driver, spawn: change((params, call) => driver.spawn(params, call)) };
    },
  });
}

async function used(rig: CoreRig): Promise<number> {
  const { nodes } = (await rig.proxy.inject("listNodes")) as { nodes: { uuid: string }[] };
  const readings = await Promise.all(nodes.map(({ uuid }) => rig.proxy.inject("getAvailableResource", { node: uuid })));
  return readings.reduce((sum: number, { resource }) => sum + resource.vcpusUsed, 0);
}

test("a built server is ACTIVE on both sides", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.create();
  expect(await rig.rest.settled(id, "ACTIVE")).toMatchObject({
    "OS-EXT-STS:vm_state": "active",
    "OS-EXT-STS:power_state": 1,
    progress: 100,
  });
  expect(await rig.onDriver()).toEqual({ [id]: "running" });
});

test("a build that is in progress says how far it is", async () => {
  const rig = await CoreRig.start();
  await rig.proxy.inject("simulation/hold", { held: true });
  const id = await rig.rest.create();
  await vi.waitFor(() => expect(rig.proxy.requests("spawn")).toHaveLength(1));
  await rig.proxy.inject("simulation/advance", { durationMs: 10_000 });
  await vi.waitFor(async () => expect((await rig.rest.show(id))["progress"]).toBe(40));
  expect(await rig.rest.show(id)).toMatchObject({ status: "BUILD", "OS-EXT-STS:task_state": "spawning" });
});

test("builds spread over the nodes", async () => {
  const rig = await CoreRig.start({ driver: { nodes: 2, memoryMib: 256 } });
  await Promise.all(["a", "b", "c", "d"].map((name) => rig.rest.createActive(name)));
  const nodes = rig.proxy.requests("spawn").map(({ params }) => params.node);
  expect(new Set(nodes).size).toBe(2);
  expect(nodes.filter((node) => node === nodes[0])).toHaveLength(2);
});

test("a flavor that no node has room for is never asked of the driver", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.create("big", "huge");
  const { fault } = await rig.rest.settled(id, "ERROR");
  expect(fault).toMatchObject({ code: 500, message: "No valid host was found. There are not enough hosts available." });
  expect(rig.proxy.requests("spawn")).toEqual([]);
});

test("simultaneous builds do not overfill a node", async () => {
  const rig = await CoreRig.start({ driver: { nodes: 1, memoryMib: 128 } });
  const ids = await Promise.all(["a", "b", "c"].map((name) => rig.rest.create(name)));
  const servers = await Promise.all(ids.map((id) => rig.rest.settled(id, "ACTIVE", "ERROR")));
  expect(servers.map(({ status }) => status).toSorted()).toEqual(["ACTIVE", "ACTIVE", "ERROR"]);
  expect(rig.proxy.requests("spawn")).toHaveLength(2);
});

test("a node that has no room after all is left for another", async () => {
  const refused = new Set<string>();
  const change = withSpawn((spawn) => async (params, call) => {
    if (refused.size > 0) return spawn(params, call);
    refused.add(params.node);
    throw new DriverError("INSUFFICIENT_RESOURCES", "Cannot spawn: somebody else was faster", {
      effect: "none",
      details: { resource: "memoryMib", requested: 64, available: 0 },
    });
  });
  const rig = await CoreRig.start({ driver: { nodes: 2 }, change });
  const id = await rig.rest.createActive();
  const nodes = rig.proxy.requests("spawn").map(({ params }) => params.node);
  expect(nodes).toHaveLength(2);
  expect(refused).toEqual(new Set([nodes[0]]));
  expect((await rig.rest.show(id))["OS-EXT-SRV-ATTR:hypervisor_hostname"]).toBe(nodes[1]);
});

test("a build that fails at any step is ERROR and leaves nothing", async () => {
  const rig = await CoreRig.start();
  const statuses: string[] = [];
  const left: unknown[] = [];
  for (let step = 1; step <= 10 && statuses.at(-1) !== "ACTIVE"; step += 1) {
    await rig.proxy.inject("simulation/injectFault", { fault: { kind: "failStep", step } });
    const id = await rig.rest.create(`step-${step}`);
    const { status } = await rig.rest.settled(id, "ACTIVE", "ERROR");
    statuses.push(status);
    if (status === "ERROR") left.push(await rig.onDriver(), await used(rig));
  }
  expect(left).toEqual(statuses.slice(1).flatMap(() => [{}, 0]));
  expect(statuses.length).toBeGreaterThan(3);
  expect(statuses.at(-1)).toBe("ACTIVE");
});

test("a build whose error says nothing about what it left is removed", async () => {
  const change = withSpawn((spawn) => async (params, call) => {
    await spawn(params, call);
    throw new TypeError("A defect of this driver");
  });
  const rig = await CoreRig.start({ change });
  const id = await rig.rest.create();
  const server = await rig.rest.settled(id, "ERROR");
  expect(server["fault"]).toMatchObject({ message: "A defect of this driver" });
  expect(server["OS-EXT-SRV-ATTR:hypervisor_hostname"]).toBeNull();
  expect([await rig.onDriver(), await used(rig)]).toEqual([{}, 0]);
  expect(rig.proxy.requests("destroy")).toHaveLength(1);
});

test("what a failed build left is removed as soon as the hypervisor can be reached, and the server is BUILD until then", async () => {
  const change = withSpawn((spawn) => async (params, call) => {
    await spawn(params, call);
    throw new TypeError("A defect of this driver");
  });
  const rig = await CoreRig.start({ change });
  rig.proxy.decide = ({ to, method, message }) => {
    if (to === "core" && method === "spawn" && message.error !== undefined) {
      void rig.proxy.inject("simulation/injectFault", { fault: { kind: "backendUnreachable" } });
    }
    return "pass";
  };
  const id = await rig.rest.create();
  await vi.waitFor(() => expect(rig.proxy.requests("destroy").length).toBeGreaterThan(1));
  expect(await rig.rest.show(id)).toMatchObject({ status: "BUILD", "OS-EXT-STS:task_state": "spawning" });
  await rig.proxy.inject("simulation/clearFaults");
  await rig.rest.settled(id, "ERROR");
  expect(await rig.onDriver()).toEqual({});
});

test("a server whose failed build is still being removed can be deleted", async () => {
  const change = withSpawn((spawn) => async (params, call) => {
    await spawn(params, call);
    throw new TypeError("A defect of this driver");
  });
  const rig = await CoreRig.start({ change });
  rig.proxy.decide = ({ to, method, message }) => {
    if (to === "core" && method === "spawn" && message.error !== undefined) {
      void rig.proxy.inject("simulation/injectFault", { fault: { kind: "backendUnreachable" } });
    }
    return "pass";
  };
  const id = await rig.rest.create();
  await vi.waitFor(() => expect(rig.proxy.requests("destroy").length).toBeGreaterThan(0));
  expect((await rig.rest.request("DELETE", `/v2.1/servers/${id}`)).status).toBe(204);
  await rig.rest.busy(id, "deleting");
  await rig.proxy.inject("simulation/clearFaults");
  await rig.rest.gone(id);
  expect(await rig.onDriver()).toEqual({});
});

test("a guest that stops before its build is concluded is not overlooked", async () => {
  const rig = await CoreRig.start({ guest: { powerOffAfterTicks: 10 } });
  rig.proxy.decide = ({ to, method }) => {
    if (to === "driver" && method === "getInfo") {
      rig.proxy.decide = () => "pass";
      void rig.proxy.inject("simulation/advance", { durationMs: 5000 });
    }
    return "pass";
  };
  const id = await rig.rest.create();
  expect(await rig.rest.settled(id, "SHUTOFF")).toMatchObject({ "OS-EXT-STS:power_state": 4 });
});

test("a driver that claims success and has no instance is not believed", async () => {
  const rig = await CoreRig.start({ change: withSpawn(() => async () => ({})) });
  const id = await rig.rest.create();
  const { fault } = await rig.rest.settled(id, "ERROR");
  expect(fault).toMatchObject({ message: "The driver lost track of the build, and the instance is absent." });
});
