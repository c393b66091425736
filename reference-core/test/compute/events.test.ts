// What the core does about what it did not ask for: guests that stop, events that are lost, doubled, wrong, or about somebody else.
import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { CoreRig } from "../support/core-rig.ts";

/** A guest that powers itself off after a minute, which is more than a build takes. */
const SHORT_LIVED = { powerOffAfterTicks: 600 };

/** More than a guest of that kind lives, in simulated milliseconds. */
const ITS_LIFE_MS = 100_000;

function inject(rig: CoreRig, method: string, params: object): Promise<unknown> {
  return rig.proxy.inject(
    method,
    method.startsWith("simulation/") ? params : { ...params, call: { operationId: randomUUID() } },
  );
}

/** Lets every event pass or loses it. */
function eventsPass(rig: CoreRig, pass: boolean): void {
  rig.proxy.decide = ({ method }) => (method === "event" && !pass ? "lose" : "pass");
}

/** The core's requests from some message on, by operation. */
function requestsFrom(rig: CoreRig, start: number): string[] {
  const sent = rig.proxy.frames
    .slice(start)
    .filter(({ to, message }) => to === "driver" && message.method !== undefined);
  return sent.map(({ method }) => method);
}

test("a server whose guest powers itself off becomes SHUTOFF", async () => {
  const rig = await CoreRig.start({ guest: SHORT_LIVED });
  const id = await rig.rest.createActive();
  await inject(rig, "simulation/advance", { durationMs: ITS_LIFE_MS });
  expect(await rig.rest.settled(id, "SHUTOFF")).toMatchObject({
    "OS-EXT-STS:vm_state": "stopped",
    "OS-EXT-STS:power_state": 4,
  });
});

test("a server whose guest crashes becomes SHUTOFF", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await inject(rig, "simulation/injectFault", { fault: { kind: "guestCrash", instanceUuid: id } });
  await rig.rest.settled(id, "SHUTOFF");
});

test("a server that was stopped and is found running is stopped again", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.rest.act(id, { "os-stop": null });
  await rig.rest.settled(id, "SHUTOFF");
  const before = rig.proxy.frames.length;
  await inject(rig, "powerOn", { instanceUuid: id });
  await vi.waitFor(() => expect(requestsFrom(rig, before)).toContain("powerOff"));
  await rig.rest.settled(id, "SHUTOFF");
  expect(await rig.onDriver()).toEqual({ [id]: "shutdown" });
});

test("getInfo/answer-is-authoritative: the recorded power state is what the driver reads, whatever the core expected", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await inject(rig, "pause", { instanceUuid: id });
  await vi.waitFor(async () => expect(await rig.rest.show(id)).toMatchObject({ "OS-EXT-STS:power_state": 3 }));
  expect(await rig.rest.show(id)).toMatchObject({ status: "ACTIVE", "OS-EXT-STS:task_state": null });
  expect(rig.log.join("\n")).toContain(`Instance "${id}" is active and its power state is paused: warn`);
  await inject(rig, "unpause", { instanceUuid: id });
  await vi.waitFor(async () => expect(await rig.rest.show(id)).toMatchObject({ "OS-EXT-STS:power_state": 1 }));
});

test("event/is-a-hint: an event about an instance that the core does not know is ignored", async () => {
  const rig = await CoreRig.start();
  const mine = await rig.rest.createActive();
  const [spawned] = rig.proxy.requests("spawn");
  const stranger = randomUUID();
  const before = rig.proxy.frames.length;
  await inject(rig, "spawn", { ...spawned?.params, instance: { ...spawned?.params.instance, uuid: stranger } });
  await inject(rig, "powerOff", { instanceUuid: stranger, timeoutSeconds: 0, retryIntervalSeconds: 0 });
  await inject(rig, "pause", { instanceUuid: mine });
  await vi.waitFor(async () => expect(await rig.rest.show(mine)).toMatchObject({ "OS-EXT-STS:power_state": 3 }));
  expect(requestsFrom(rig, before)).toEqual(["getInfo"]);
  expect(await rig.onDriver()).toEqual({ [mine]: "paused", [stranger]: "shutdown" });
});

test("event/is-a-hint: an event is not believed; the state is read before anything is done", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  const last = rig.proxy.frames.filter(({ method }) => method === "event").at(-1)?.message.params;
  const before = rig.proxy.frames.length;
  const { operationId: _, ...event } = {
    ...last,
    sequence: last.sequence + 1,
    transition: "stopped",
    powerState: "shutdown",
  };
  rig.proxy.tell("event", event);
  await vi.waitFor(() => expect(requestsFrom(rig, before)).toEqual(["getInfo"]));
  expect(await rig.rest.show(id)).toMatchObject({
    status: "ACTIVE",
    "OS-EXT-STS:power_state": 1,
    "OS-EXT-STS:task_state": null,
  });
});

test("event/is-a-hint: an event that comes twice is looked at once", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await inject(rig, "pause", { instanceUuid: id });
  await vi.waitFor(async () => expect(await rig.rest.show(id)).toMatchObject({ "OS-EXT-STS:power_state": 3 }));
  const last = rig.proxy.frames.filter(({ method }) => method === "event").at(-1)?.message.params;
  const before = rig.proxy.frames.length;
  rig.proxy.tell("event", last);
  await inject(rig, "unpause", { instanceUuid: id });
  await vi.waitFor(async () => expect(await rig.rest.show(id)).toMatchObject({ "OS-EXT-STS:power_state": 1 }));
  expect(requestsFrom(rig, before)).toEqual(["getInfo"]);
});

test("an event that a call of the core's own caused is left to that call", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  const before = rig.proxy.frames.length;
  await rig.rest.act(id, { "os-stop": null });
  await rig.rest.settled(id, "SHUTOFF");
  await rig.proxy.inject("probe");
  expect(requestsFrom(rig, before)).toEqual(["powerOff", "getInfo"]);
});

test("listInstanceStates/settles-gaps: a missing sequence number makes the core read everything before it acts on events again", async () => {
  const rig = await CoreRig.start({ guest: SHORT_LIVED });
  const [stopped, paused] = [await rig.rest.createActive("one"), await rig.rest.createActive("two")];
  await inject(rig, "pause", { instanceUuid: paused });
  await vi.waitFor(async () => expect(await rig.rest.show(paused)).toMatchObject({ "OS-EXT-STS:power_state": 3 }));
  eventsPass(rig, false);
  await inject(rig, "simulation/advance", { durationMs: ITS_LIFE_MS });
  expect(await rig.onDriver()).toEqual({ [stopped]: "shutdown", [paused]: "paused" });
  expect(await rig.rest.show(stopped)).toMatchObject({ status: "ACTIVE" });

  eventsPass(rig, true);
  const before = rig.proxy.frames.length;
  await inject(rig, "unpause", { instanceUuid: paused });
  await rig.rest.settled(stopped, "SHUTOFF");
  expect(requestsFrom(rig, before)[0]).toBe("listInstanceStates");
});

test("listInstanceStates/settles-gaps: a new run of the driver makes the core read everything", async () => {
  const rig = await CoreRig.start({ guest: SHORT_LIVED });
  const id = await rig.rest.createActive();
  eventsPass(rig, false);
  await inject(rig, "simulation/advance", { durationMs: ITS_LIFE_MS });
  await rig.stopDriver();
  const before = rig.proxy.frames.length;
  await rig.startDriver();
  await rig.rest.settled(id, "SHUTOFF");
  expect(requestsFrom(rig, before).slice(0, 2)).toEqual(["initialize", "listInstanceStates"]);
});

test("the periodic sync finds what no event told", async () => {
  const rig = await CoreRig.start({ guest: SHORT_LIVED, syncIntervalMs: 50 });
  eventsPass(rig, false);
  const id = await rig.rest.createActive();
  await inject(rig, "simulation/advance", { durationMs: ITS_LIFE_MS });
  await rig.rest.settled(id, "SHUTOFF");
});

test("the sync keeps its hands off an instance that a task is in progress on", async () => {
  const rig = await CoreRig.start({ syncIntervalMs: 30 });
  const id = await rig.rest.createActive();
  await rig.proxy.inject("simulation/hold", { held: true });
  await rig.rest.act(id, { reboot: { type: "HARD" } });
  await vi.waitFor(() => expect(rig.proxy.requests("reboot")).toHaveLength(1));
  const before = rig.proxy.frames.length;
  await vi.waitFor(() => expect(requestsFrom(rig, before).length).toBeGreaterThan(5));
  expect(new Set(requestsFrom(rig, before))).toEqual(new Set(["listInstanceStates"]));
  await rig.proxy.inject("simulation/hold", { held: false });
  await rig.rest.settled(id, "ACTIVE");
});

test("while the hypervisor cannot be reached, nothing is concluded from that", async () => {
  const rig = await CoreRig.start({ syncIntervalMs: 30 });
  const id = await rig.rest.createActive();
  await inject(rig, "simulation/injectFault", { fault: { kind: "backendUnreachable" } });
  const before = rig.proxy.frames.length;
  await vi.waitFor(() => expect(requestsFrom(rig, before).length).toBeGreaterThan(1));
  expect(await rig.rest.show(id)).toMatchObject({
    status: "ACTIVE",
    "OS-EXT-STS:power_state": 1,
    "OS-EXT-STS:task_state": null,
  });
});
