// vdk-core is killed with SIGKILL while the driver is in the middle of a call, which a held clock keeps it in, and started again.
import { connectDriver } from "@virt-driver-kit/spec";
import { expect, test, vi } from "vitest";
import { Site } from "../support/site.ts";

/** A site on which a call of an operation is half way. */
async function siteInTheMiddleOf(
  method: string,
  ask: (site: Site) => Promise<string>,
): Promise<{ site: Site; id: string }> {
  const site = await Site.start();
  const id = await ask(site);
  await vi.waitFor(() => expect(site.proxy.requests(method)).toHaveLength(1));
  await site.proxy.inject("simulation/advance", { durationMs: 50 });
  return { site, id };
}

const building = (): ReturnType<typeof siteInTheMiddleOf> =>
  siteInTheMiddleOf("spawn", async (site) => {
    await site.proxy.inject("simulation/hold", { held: true });
    return site.rest.create();
  });

test("a build that the driver is still working on is waited for, and becomes ACTIVE", async () => {
  const { site, id } = await building();
  const [spawn] = site.proxy.requests("spawn");
  await site.restartCore();
  await vi.waitFor(() => expect(site.proxy.requests("getOperation").length).toBeGreaterThan(1));
  expect(site.proxy.requests("getOperation")[0]?.params.operationId).toBe(spawn?.params.call.operationId);
  expect(await site.rest.show(id)).toMatchObject({ status: "BUILD", "OS-EXT-STS:task_state": "spawning" });
  await site.proxy.inject("simulation/hold", { held: false });
  expect(await site.agreement()).toEqual({ "web-1": "ACTIVE" });
  expect(site.proxy.requests("spawn")).toHaveLength(1);
});

test("a build that the driver finished while no core ran is ACTIVE", async () => {
  const { site, id } = await building();
  await site.core.kill("SIGKILL");
  const operator = await connectDriver({ kind: "unix", path: site.driverPath });
  await operator.initialize({ epoch: 1000 });
  await operator.driver["simulation/hold"]({ held: false });
  expect((await operator.driver.getInfo({ instanceUuid: id })).info.powerState).toBe("running");
  await operator.close();
  await site.restartCore();
  expect(await site.agreement()).toEqual({ "web-1": "ACTIVE" });
  expect(site.proxy.requests("spawn")).toHaveLength(1);
});

test("a build that the driver was killed in as well is ERROR, and nothing is left", async () => {
  const { site } = await building();
  await site.core.kill("SIGKILL");
  await site.driver.kill("SIGKILL");
  await site.startDriver();
  await site.restartCore();
  expect(await site.agreement()).toEqual({ "web-1": "ERROR" });
});

test("a build that goes on after a restart can be deleted: it is cancelled, and nothing is left", async () => {
  const { site, id } = await building();
  await site.restartCore();
  await site.rest.request("DELETE", `/v2.1/servers/${id}`);
  await vi.waitFor(() => expect(site.proxy.frames.some(({ method }) => method === "cancelOperation")).toBe(true));
  await site.proxy.inject("simulation/hold", { held: false });
  await site.rest.gone(id);
  expect(await site.truth()).toEqual({ instances: {}, vcpusUsed: 0 });
});

test("a build that was being deleted is cancelled by the next run, and nothing is left", async () => {
  const { site, id } = await building();
  site.proxy.decide = ({ method }) => (method === "cancelOperation" ? "lose" : "pass");
  expect((await site.rest.request("DELETE", `/v2.1/servers/${id}`)).status).toBe(204);
  await site.restartCore();
  await site.rest.gone(id);
  expect(await site.truth()).toEqual({ instances: {}, vcpusUsed: 0 });
});

test.each([
  ["powerOff", { "os-stop": null }, "SHUTOFF"],
  ["reboot", { reboot: { type: "HARD" } }, "ACTIVE"],
])("a %s that was in progress is gone on with, once", async (method, action, status) => {
  const { site, id } = await siteInTheMiddleOf(method, async ({ rest, proxy }) => {
    const active = await rest.createActive();
    await proxy.inject("simulation/hold", { held: true });
    expect((await rest.act(active, action)).status).toBe(202);
    return active;
  });
  await site.restartCore();
  await site.proxy.inject("simulation/hold", { held: false });
  await site.rest.settled(id, status);
  expect(site.proxy.requests(method)).toHaveLength(1);
});

test("a deletion that was in progress is gone on with", async () => {
  const { site, id } = await siteInTheMiddleOf("destroy", async ({ rest, proxy }) => {
    const active = await rest.createActive();
    await proxy.inject("simulation/hold", { held: true });
    expect((await rest.request("DELETE", `/v2.1/servers/${active}`)).status).toBe(204);
    return active;
  });
  await site.restartCore();
  await site.proxy.inject("simulation/hold", { held: false });
  await site.rest.gone(id);
  expect(await site.truth()).toEqual({ instances: {}, vcpusUsed: 0 });
});

test("initialize/epochs-rise: an epoch is on disk before it is used, so that a death in between does not use it twice", async () => {
  const site = await Site.start();
  await site.core.kill("SIGTERM");
  site.killAt(({ to, method }) => to === "driver" && method === "initialize", false);
  await site.startCore();
  await site.restartCore();
  expect(site.proxy.requests("initialize").map(({ params }) => params.epoch)).toEqual([1, 2, 3]);
});

test("SIGTERM ends the core in good order: the driver is told, and the guests go on", async () => {
  const site = await Site.start();
  await site.rest.createActive();
  await site.core.kill("SIGTERM");
  expect(site.core.status).toBe(0);
  expect(site.proxy.requests("shutdown")).toHaveLength(1);
  await site.startCore();
  expect(await site.agreement()).toEqual({ "web-1": "ACTIVE" });
});
