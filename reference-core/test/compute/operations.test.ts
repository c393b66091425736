// The identity and order of changing calls, and what is concluded when nobody can say what became of one.
import { connectDriver } from "@virt-driver-kit/spec";
import { expect, test, vi } from "vitest";
import { CoreRig } from "../support/core-rig.ts";
import type { SeenFrame, SeenMessage } from "../support/wire-proxy.ts";

const CHANGES = ["spawn", "destroy", "powerOn", "powerOff", "reboot", "pause", "unpause"];

const idOf = ({ params }: SeenMessage): string => params.call.operationId;

const uuidOf = ({ params }: SeenMessage): string => params.instanceUuid ?? params.instance.uuid;

/** How often the guest has booted, by its console. */
async function boots(rig: CoreRig, id: string): Promise<number> {
  await rig.proxy.inject("simulation/advance", { durationMs: 1000 });
  const { body } = await rig.rest.act(id, { "os-getConsoleOutput": {} });
  return (body.output as string).match(/^boot/gmu)?.length ?? 0;
}

function isAboutInstance({ to, message }: SeenFrame): boolean {
  return to === "driver" && (message.params?.instanceUuid ?? message.params?.instance) !== undefined;
}

/** What the core asked about an instance after the driver had answered that it does not know a call. */
function askedAfterUnknown({ proxy }: CoreRig): string[] {
  const answer = proxy.frames.findIndex(
    ({ method, message }) => method === "getOperation" && message.result?.state === "unknown",
  );
  expect(answer).toBeGreaterThan(0);
  return proxy.frames
    .slice(answer)
    .filter(isAboutInstance)
    .map(({ method }) => method);
}

test("operations/fresh-identity-per-call: every changing call has an identity of its own", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  for (const [action, status] of [
    [{ "os-stop": null }, "SHUTOFF"],
    [{ "os-start": null }, "ACTIVE"],
    [{ pause: null }, "PAUSED"],
    [{ unpause: null }, "ACTIVE"],
    [{ reboot: { type: "HARD" } }, "ACTIVE"],
    [{ "os-stop": null }, "SHUTOFF"],
  ] as const) {
    expect((await rig.rest.act(id, action)).status).toBe(202);
    await rig.rest.settled(id, status);
  }
  await rig.rest.request("DELETE", `/v2.1/servers/${id}`);
  await rig.rest.gone(id);
  const calls = rig.proxy.requests(...CHANGES);
  expect(calls.map(({ method }) => method)).toEqual([
    "spawn",
    "powerOff",
    "powerOn",
    "pause",
    "unpause",
    "reboot",
    "powerOff",
    "destroy",
  ]);
  expect(new Set(calls.map(idOf)).size).toBe(calls.length);
});

test("operations/fresh-identity-per-call: a call that was lost is repeated under its own identity, and only then", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  rig.proxy.loseOnce("driver", "destroy");
  await rig.rest.request("DELETE", `/v2.1/servers/${id}`);
  await rig.rest.gone(id);
  const [first, second, ...others] = rig.proxy.requests("destroy");
  expect(others).toEqual([]);
  expect(second?.params).toEqual(first?.params);
  expect(await rig.onDriver()).toEqual({});
});

test("protocol/serialises-changes-per-instance: whatever is asked at once, one change of an instance is in progress at a time", async () => {
  const rig = await CoreRig.start();
  const inProgress = new Map<string, number>();
  const uuids = new Map<number | string, string>();
  let most = 0;
  rig.proxy.decide = ({ to, message, method }) => {
    if (!CHANGES.includes(method) || message.id === undefined) return "pass";
    if (to === "driver") uuids.set(message.id, uuidOf(message));
    const uuid = uuids.get(message.id) ?? "";
    const count = (inProgress.get(uuid) ?? 0) + (to === "driver" ? 1 : -1);
    inProgress.set(uuid, count);
    most = Math.max(most, count);
    return "pass";
  };
  const ids = await Promise.all(["a", "b", "c"].map((name) => rig.rest.create(name)));
  await Promise.all(
    ids.map(async (id) => {
      await rig.rest.settled(id, "ACTIVE");
      const actions = [
        { "os-stop": null },
        { pause: null },
        { reboot: { type: "SOFT" } },
        { reboot: { type: "HARD" } },
      ];
      const answers = await Promise.all(actions.map((action) => rig.rest.act(id, action)));
      expect(answers.map(({ status }) => status)).toEqual([202, 409, 409, 409]);
      await rig.rest.request("DELETE", `/v2.1/servers/${id}`);
      await rig.rest.gone(id);
    }),
  );
  expect(most).toBe(1);
  expect([...inProgress.values()]).toEqual([0, 0, 0]);
});

test("getOperation/unknown-means-read-the-state: a build that never arrived is found absent, and has failed", async () => {
  const rig = await CoreRig.start();
  rig.proxy.loseOnce("driver", "spawn");
  const id = await rig.rest.create();
  const { fault, ...server } = await rig.rest.settled(id, "ERROR");
  expect(server["OS-EXT-SRV-ATTR:hypervisor_hostname"]).toBeNull();
  expect(fault).toMatchObject({
    code: 500,
    message: "The driver lost track of the build, and the instance is absent.",
  });
  expect(askedAfterUnknown(rig)).toEqual(["getInfo", "destroy"]);
  expect(await rig.onDriver()).toEqual({});
});

test.each([
  ["running", 0, "ACTIVE"],
  ["shutdown", 100_000, "ERROR"],
])(
  "getOperation/unknown-means-read-the-state: a build that a restarted driver has as %s, after %i ms, is %s",
  async (state, ageMs, status) => {
    const rig = await CoreRig.start({ guest: { powerOffAfterTicks: 600 } });
    rig.proxy.loseOnce("core", "spawn");
    rig.isReachable = false;
    const id = await rig.rest.create();
    await vi.waitFor(() => expect(rig.core.isConnected).toBe(false));
    const operator = await connectDriver({ kind: "unix", path: rig.driverPath });
    await operator.initialize({ epoch: 50 });
    await operator.driver["simulation/advance"]({ durationMs: ageMs });
    expect((await operator.driver.getInfo({ instanceUuid: id })).info.powerState).toBe(state);
    await operator.close();
    await rig.stopDriver();
    await rig.startDriver();
    rig.isReachable = true;
    await rig.rest.settled(id, status);
    expect(askedAfterUnknown(rig)[0]).toBe("getInfo");
    expect(await rig.onDriver()).toEqual(status === "ACTIVE" ? { [id]: "running" } : {});
  },
);

test.each([
  ["powerOff", { "os-stop": null }, "SHUTOFF"],
  ["pause", { pause: null }, "PAUSED"],
])(
  "getOperation/unknown-means-read-the-state: a %s that never arrived is found not done, and repeated",
  async (method, action, status) => {
    const rig = await CoreRig.start();
    const id = await rig.rest.createActive();
    rig.proxy.loseOnce("driver", method);
    await rig.rest.act(id, action);
    await rig.rest.settled(id, status);
    expect(askedAfterUnknown(rig).slice(0, 2)).toEqual(["getInfo", method]);
  },
);

test("getOperation/unknown-means-read-the-state: a reboot that never arrived is repeated, since the driver has run all the time", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  rig.proxy.loseOnce("driver", "reboot");
  await rig.rest.act(id, { reboot: { type: "HARD" } });
  await vi.waitFor(() => expect(rig.proxy.requests("reboot")).toHaveLength(2));
  await rig.rest.settled(id, "ACTIVE");
  expect(new Set(rig.proxy.requests("reboot").map(idOf)).size).toBe(1);
  expect(await boots(rig, id)).toBe(2);
});

test("getOperation/unknown-means-read-the-state: a guest that runs after the driver was restarted is not rebooted again", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.proxy.inject("simulation/hold", { held: true });
  await rig.rest.act(id, { reboot: { type: "SOFT" } });
  await vi.waitFor(() => expect(rig.proxy.requests("reboot")).toHaveLength(1));
  await rig.stopDriver();
  await rig.startDriver();
  await rig.rest.settled(id, "ACTIVE");
  expect(askedAfterUnknown(rig)[0]).toBe("getInfo");
  expect(rig.proxy.requests("reboot")).toHaveLength(1);
});

test("a soft reboot that a restart of the driver cut off between off and on is completed hard", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.proxy.inject("simulation/hold", { held: true });
  await rig.rest.act(id, { reboot: { type: "SOFT" } });
  await vi.waitFor(() => expect(rig.proxy.requests("reboot")).toHaveLength(1));
  for (let step = 0; step < 200 && (await rig.onDriver())[id] !== "shutdown"; step += 1) {
    await rig.proxy.inject("simulation/advance", { durationMs: 100 });
  }
  await rig.stopDriver();
  await rig.startDriver();
  await vi.waitFor(() => expect(rig.proxy.requests("reboot")).toHaveLength(2), { timeout: 10_000 });
  await rig.rest.settled(id, "ACTIVE");
  expect(rig.proxy.requests("reboot").map(({ params }) => params.type)).toEqual(["soft", "hard"]);
  expect(new Set(rig.proxy.requests("reboot").map(idOf)).size).toBe(2);
});

test("a call whose answer was lost is settled by asking, not by calling again", async () => {
  const rig = await CoreRig.start();
  rig.proxy.loseOnce("core", "spawn");
  const id = await rig.rest.createActive();
  rig.proxy.loseOnce("core", "reboot");
  await rig.rest.act(id, { reboot: { type: "HARD" } });
  await rig.rest.settled(id, "ACTIVE");
  expect(rig.proxy.requests("spawn")).toHaveLength(1);
  expect(rig.proxy.requests("reboot")).toHaveLength(1);
  expect(await boots(rig, id)).toBe(2);
});

test("a call that is still in progress after the connection was lost is waited for", async () => {
  const rig = await CoreRig.start();
  await rig.proxy.inject("simulation/hold", { held: true });
  const id = await rig.rest.create();
  await vi.waitFor(() => expect(rig.proxy.requests("spawn")).toHaveLength(1));
  rig.proxy.cut();
  await vi.waitFor(() => expect(rig.proxy.requests("getOperation").length).toBeGreaterThan(1));
  expect(await rig.rest.show(id)).toMatchObject({ status: "BUILD", "OS-EXT-STS:task_state": "spawning" });
  await rig.proxy.inject("simulation/hold", { held: false });
  await rig.rest.settled(id, "ACTIVE");
  expect(rig.proxy.requests("spawn")).toHaveLength(1);
});
