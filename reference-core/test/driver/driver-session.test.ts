// The session with the driver: epochs, lost connections, and what becomes of a core that another one replaces.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { CoreRig } from "../support/core-rig.ts";
import type { SeenMessage } from "../support/wire-proxy.ts";

const epochsOf = (requests: readonly SeenMessage[]): number[] => requests.map(({ params }) => params.epoch);

test("initialize/comes-first: no call precedes initialize on any connection", async () => {
  const rig = await CoreRig.start();
  const firsts = [rig.proxy.frames[0]?.method];
  const before = rig.proxy.frames.length;
  rig.proxy.cut();
  await vi.waitFor(() => expect(rig.proxy.frames.length).toBeGreaterThan(before));
  firsts.push(rig.proxy.frames[before]?.method);
  expect(firsts).toEqual(["initialize", "initialize"]);
});

test("initialize/epochs-rise: over lost connections and restarts of the core", async () => {
  const rig = await CoreRig.start();
  rig.proxy.cut();
  await vi.waitFor(() => expect(rig.proxy.requests("initialize")).toHaveLength(2));
  await rig.stopCore();
  await rig.startCore();
  const epochs = epochsOf(rig.proxy.requests("initialize"));
  expect(epochs).toEqual([1, 2, 3]);
});

test("initialize/epochs-rise: a core that does not know the epoch in control learns it from the refusal", async () => {
  const rig = await CoreRig.start();
  rig.proxy.cut();
  await vi.waitFor(() => expect(rig.proxy.requests("initialize")).toHaveLength(2));
  await rig.stopCore();
  rmSync(join(rig.directory, "core.db"));
  await rig.startCore();
  expect(epochsOf(rig.proxy.requests("initialize"))).toEqual([1, 2, 1, 3]);
  await rig.rest.createActive();
});

test("a lost connection is made again, and work goes on", async () => {
  const rig = await CoreRig.start();
  const before = await rig.rest.createActive("before");
  rig.proxy.cut();
  await vi.waitFor(() => expect(rig.log).toContain("Lost the driver; trying to reach it again"));
  await vi.waitFor(() => expect(rig.core.isConnected).toBe(true));
  const after = await rig.rest.createActive("after");
  expect(await rig.onDriver()).toEqual({ [before]: "running", [after]: "running" });
});

test("while the driver is away, requests that need it are refused and reads are answered", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.stopDriver();
  await vi.waitFor(() => expect(rig.core.isConnected).toBe(false));
  const refused = await rig.rest.act(id, { "os-stop": null });
  expect(refused).toMatchObject({ status: 503, body: { serviceUnavailable: { code: 503 } } });
  expect(await rig.rest.request("DELETE", `/v2.1/servers/${id}`)).toMatchObject({ status: 503 });
  expect(await rig.rest.show(id)).toMatchObject({ status: "ACTIVE", "OS-EXT-STS:task_state": null });
  await rig.startDriver();
  await vi.waitFor(() => expect(rig.core.isConnected).toBe(true), { timeout: 10_000 });
  expect((await rig.rest.act(id, { "os-stop": null })).status).toBe(202);
  await rig.rest.settled(id, "SHUTOFF");
});

test("a core that a newer one has fenced stops acting, says so, and does not take the driver back", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  const newer = await rig.startCore({ database: "newer.db" });
  const before = rig.proxy.frames.length;
  expect(await rig.rest.act(id, { "os-getConsoleOutput": {} })).toMatchObject({ status: 503 });
  expect(rig.log.join("\n")).toContain("This core has been fenced and stops acting");

  const answer = await rig.rest.act(id, { "os-stop": null });
  expect(answer).toMatchObject({ status: 503, body: { serviceUnavailable: { code: 503 } } });
  expect(answer.body.serviceUnavailable.message).toContain("A newer core controls the driver");
  expect(await rig.rest.show(id)).toMatchObject({ status: "ACTIVE" });
  await rig.stopCore();
  const sent = rig.proxy.frames.slice(before).filter(({ to }) => to === "driver");
  expect(sent.map(({ method }) => method)).toEqual(["getConsoleOutput"]);
  expect(newer.isConnected).toBe(true);
});

test("a core that finds a newer one in control when it reconnects has been fenced", async () => {
  const rig = await CoreRig.start();
  rig.isReachable = false;
  rig.proxy.cut();
  await vi.waitFor(() => expect(rig.core.isConnected).toBe(false));
  const newer = await rig.startCore({ database: "newer.db" });
  rig.isReachable = true;
  await vi.waitFor(() => expect(rig.core.ended.aborted).toBe(true), { timeout: 10_000 });
  expect(newer.isConnected).toBe(true);
  expect(rig.proxy.requests("initialize").map(({ params }) => params.epoch)).toEqual([1, 2]);
});
