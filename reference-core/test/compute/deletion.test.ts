// What is removed from the driver, what never is, and what becomes of a removal that fails.
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DriverError } from "@virt-driver-kit/spec";
import { expect, test, vi } from "vitest";
import { openCoreDatabase } from "../../src/persistence/core-database.ts";
import { InstanceStore } from "../../src/persistence/instance-store.ts";
import { CoreRig } from "../support/core-rig.ts";

async function remove(rig: CoreRig, id: string): Promise<void> {
  expect((await rig.rest.request("DELETE", `/v2.1/servers/${id}`)).status).toBe(204);
}

/** The driver state that the driver gave for the first build, whether or not it reached the core. */
function returnedBySpawn({ proxy }: CoreRig): { readonly data: string } {
  return proxy.frames.find(({ to, method }) => to === "core" && method === "spawn")?.message.result.driverState;
}

test("a deleted server is gone from the driver and from the API", async () => {
  const rig = await CoreRig.start();
  const [id, other] = [await rig.rest.createActive("one"), await rig.rest.createActive("two")];
  await remove(rig, id);
  await rig.rest.gone(id);
  expect(await rig.onDriver()).toEqual({ [other]: "running" });
  expect(await rig.rest.request("DELETE", `/v2.1/servers/${id}`)).toMatchObject({ status: 404 });
  expect(
    (await rig.rest.request("GET", "/v2.1/servers")).body.servers.map((server: { id: string }) => server.id),
  ).toEqual([other]);
});

test("recovery/gives-driver-states-back: destroy gets back what spawn returned", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await remove(rig, id);
  await rig.rest.gone(id);
  const returned = returnedBySpawn(rig);
  expect(returned).toMatchObject({ format: "vdk-fake-driver" });
  expect(rig.proxy.requests("destroy")[0]?.params.driverState).toEqual(returned);
  expect(rig.log.join("\n")).not.toContain(returned.data);
});

test("recovery/gives-driver-states-back: also what spawn returned in an answer that was lost", async () => {
  const rig = await CoreRig.start();
  rig.proxy.loseOnce("core", "spawn");
  const id = await rig.rest.createActive();
  await remove(rig, id);
  await rig.rest.gone(id);
  expect(rig.proxy.requests("destroy")[0]?.params.driverState).toEqual(returnedBySpawn(rig));
});

test("recovery/gives-driver-states-back: also what a build returned that was being deleted meanwhile", async () => {
  const rig = await CoreRig.start();
  rig.proxy.decide = ({ method }) => (method === "cancelOperation" ? "lose" : "pass");
  await rig.proxy.inject("simulation/hold", { held: true });
  const id = await rig.rest.create();
  await vi.waitFor(() => expect(rig.proxy.requests("spawn")).toHaveLength(1));
  await remove(rig, id);
  await rig.rest.busy(id, "deleting");
  await rig.proxy.inject("simulation/hold", { held: false });
  await rig.rest.gone(id);
  expect(rig.proxy.requests("destroy")[0]?.params.driverState).toEqual(returnedBySpawn(rig));
});

test("recovery/gives-driver-states-back: it is dropped once the instance is destroyed", async () => {
  const rig = await CoreRig.start();
  const ids = [await rig.rest.createActive("one"), await rig.rest.createActive("two")];
  await remove(rig, ids[0] ?? "");
  await rig.rest.gone(ids[0] ?? "");
  await rig.stopCore();
  const database = openCoreDatabase(join(rig.directory, "core.db"));
  const kept = ids.map((id) => new InstanceStore(database, () => 0).find(id)?.driverState);
  database.close();
  expect(kept).toEqual([null, expect.objectContaining({ format: "vdk-fake-driver" })]);
});

test("ownership/orphans-are-reported: the operator is told of every one of them, and they are left alone", async () => {
  const rig = await CoreRig.start();
  const ids = [await rig.rest.createActive("one"), await rig.rest.createActive("two")];
  await rig.stopCore();
  rmSync(join(rig.directory, "core.db"));
  await rig.startCore();
  const own = await rig.rest.createActive("three");
  const told = await vi.waitUntil(() => rig.log.find((line) => line.startsWith("Leaving alone 2 instance(s)")));
  for (const id of ids) expect(told).toContain(id);
  await remove(rig, own);
  await rig.rest.gone(own);
  expect(await rig.onDriver()).toEqual(Object.fromEntries(ids.map((id) => [id, "running"])));
  expect(rig.proxy.requests("destroy", "powerOff").map(({ params }) => params.instanceUuid)).toEqual([own]);
});

test("destroy/only-what-the-caller-knows: a core with an empty database leaves every instance alone, and says so", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.startCore({ database: "empty.db" });
  await vi.waitFor(() => expect(rig.log.join("\n")).toContain("Leaving alone 1 instance(s)"));
  await rig.stopCore();
  await rig.startCore();
  expect(await rig.onDriver()).toEqual({ [id]: "running" });
  expect(rig.proxy.requests("destroy", "powerOff")).toEqual([]);
});

test("destroy/only-what-the-caller-knows: deleting everything that the core has leaves what it does not have", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  const [spawned] = rig.proxy.requests("spawn");
  const stranger = randomUUID();
  const instance = { ...spawned?.params.instance, uuid: stranger };
  await rig.proxy.inject("spawn", { ...spawned?.params, instance, call: { operationId: randomUUID() } });
  await remove(rig, id);
  await rig.rest.gone(id);
  expect(await rig.onDriver()).toEqual({ [stranger]: "running" });
});

test("destroy/only-what-the-caller-knows: an instance that somebody else builds under a server's uuid survives that server", async () => {
  const rig = await CoreRig.start();
  rig.proxy.decide = ({ to, method, message }) => {
    if (to !== "driver" || method !== "spawn") return "pass";
    rig.proxy.decide = () => "pass";
    void rig.proxy.inject("spawn", { ...message.params, call: { operationId: randomUUID() } });
    return "pass";
  };
  const id = await rig.rest.create();
  await rig.rest.settled(id, "ERROR");
  await vi.waitFor(async () => expect(await rig.onDriver()).toEqual({ [id]: "running" }));
  await remove(rig, id);
  await rig.rest.gone(id);
  expect(rig.proxy.requests("destroy")).toEqual([]);
  expect(await rig.onDriver()).toEqual({ [id]: "running" });
});

test("a server that is being built is cancelled and deleted", async () => {
  const rig = await CoreRig.start();
  await rig.proxy.inject("simulation/hold", { held: true });
  const id = await rig.rest.create();
  await vi.waitFor(() => expect(rig.proxy.requests("spawn")).toHaveLength(1));
  await remove(rig, id);
  await rig.rest.busy(id, "deleting");
  await vi.waitFor(() => expect(rig.proxy.frames.some(({ method }) => method === "cancelOperation")).toBe(true));
  await rig.proxy.inject("simulation/hold", { held: false });
  await rig.rest.gone(id);
  expect(await rig.onDriver()).toEqual({});
});

test("a server that is deleted while its build fails is deleted all the same", async () => {
  const asked = Promise.withResolvers<void>();
  const failing = Promise.withResolvers<never>();
  const rig = await CoreRig.start({
    change: (definition) => ({
      ...definition,
      create: async (host) => ({
        ...(await definition.create(host)),
        listNodes: () => {
          asked.resolve();
          return failing.promise;
        },
      }),
    }),
  });
  const id = await rig.rest.create();
  await asked.promise;
  await remove(rig, id);
  failing.reject(new DriverError("BACKEND_FAILED", "Cannot list nodes", { details: { step: "list" } }));
  await rig.rest.gone(id);
});

test("a deletion goes on until the hypervisor can be reached", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.proxy.inject("simulation/injectFault", { fault: { kind: "backendUnreachable" } });
  await remove(rig, id);
  await vi.waitFor(() => expect(rig.proxy.requests("destroy").length).toBeGreaterThan(3), { timeout: 10_000 });
  await rig.rest.busy(id, "deleting");
  await rig.proxy.inject("simulation/clearFaults");
  await rig.rest.gone(id);
});

test("a server that cannot be deleted becomes ERROR, never DELETED, and can be deleted again", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  rig.proxy.decide = ({ to, method }) => {
    if (to === "driver" && method === "destroy") {
      void rig.proxy.inject("simulation/injectFault", { fault: { kind: "failStep", step: 1 } });
    }
    return "pass";
  };
  await remove(rig, id);
  const { fault } = await rig.rest.settled(id, "ERROR");
  expect(fault).toMatchObject({ code: 500 });
  expect(rig.proxy.requests("destroy")).toHaveLength(3);
  rig.proxy.decide = () => "pass";
  await remove(rig, id);
  await rig.rest.gone(id);
  expect(await rig.onDriver()).toEqual({});
});
