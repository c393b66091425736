// Actions on servers: what each leads to, when each is refused, and what becomes of one that fails.
import { connectDriver } from "@virt-driver-kit/spec";
import { expect, test, vi } from "vitest";
import { CoreRig } from "../support/core-rig.ts";

/** Fails the next step of the hypervisor when an operation arrives. */
function failAt(rig: CoreRig, operation: string, step: number = 1): void {
  rig.proxy.decide = ({ to, method }) => {
    if (to === "driver" && method === operation) {
      rig.proxy.decide = () => "pass";
      void rig.proxy.inject("simulation/injectFault", { fault: { kind: "failStep", step } });
    }
    return "pass";
  };
}

test.each([
  { steps: [{ "os-stop": null }], status: "SHUTOFF", power: 4, vm: "stopped" },
  { steps: [{ "os-stop": null }, { "os-start": null }], status: "ACTIVE", power: 1, vm: "active" },
  { steps: [{ pause: null }], status: "PAUSED", power: 3, vm: "paused" },
  { steps: [{ pause: null }, { unpause: null }], status: "ACTIVE", power: 1, vm: "active" },
  { steps: [{ reboot: { type: "SOFT" } }], status: "ACTIVE", power: 1, vm: "active" },
  { steps: [{ reboot: { type: "HARD" } }], status: "ACTIVE", power: 1, vm: "active" },
  { steps: [{ "os-stop": null }, { reboot: { type: "HARD" } }], status: "ACTIVE", power: 1, vm: "active" },
  { steps: [{ pause: null }, { reboot: { type: "HARD" } }], status: "ACTIVE", power: 1, vm: "active" },
])("$steps leads to $status", async ({ steps, status, power, vm }) => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  for (const step of steps) {
    expect((await rig.rest.act(id, step)).status).toBe(202);
    await rig.rest.settled(id, "ACTIVE", "SHUTOFF", "PAUSED");
  }
  const expected = { status, "OS-EXT-STS:power_state": power, "OS-EXT-STS:vm_state": vm };
  expect(await rig.rest.show(id)).toMatchObject(expected);
});

test.each([
  [{ "os-start": null }, "start", "active"],
  [{ unpause: null }, "unpause", "active"],
])("%o of an ACTIVE server is refused as Nova refuses it", async (action, name, state) => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  const { status, body } = await rig.rest.act(id, action);
  const message = `Cannot '${name}' instance ${id} while it is in vm_state ${state}`;
  expect([status, body]).toEqual([409, { conflictingRequest: { code: 409, message } }]);
});

test("an action on a server that never came to be is not ready", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.create("big", "huge");
  await rig.rest.settled(id, "ERROR");
  const { status, body } = await rig.rest.act(id, { reboot: { type: "HARD" } });
  expect([status, body.conflictingRequest.message]).toEqual([409, `Instance ${id} is not ready`]);
});

test("an action is refused while another task is in progress", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.proxy.inject("simulation/hold", { held: true });
  expect((await rig.rest.act(id, { reboot: { type: "HARD" } })).status).toBe(202);
  expect((await rig.rest.show(id)).status).toBe("HARD_REBOOT");
  const { status, body } = await rig.rest.act(id, { pause: null });
  expect(status).toBe(409);
  expect(body.conflictingRequest.message).toBe(
    `Cannot 'pause' instance ${id} while it is in task_state rebooting_hard`,
  );
  await rig.proxy.inject("simulation/hold", { held: false });
  await rig.rest.settled(id, "ACTIVE");
});

test("an action that fails leaves the server as it was, with no task", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  failAt(rig, "pause");
  await rig.rest.act(id, { pause: null });
  await vi.waitFor(() => expect(rig.proxy.requests("pause")).toHaveLength(1));
  expect(await rig.rest.settled(id, "ACTIVE")).toMatchObject({ "OS-EXT-STS:power_state": 1 });
  await rig.rest.act(id, { pause: null });
  await rig.rest.settled(id, "PAUSED");
});

test("a reboot that leaves the guest off makes the server ERROR, and a hard reboot brings it back", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  failAt(rig, "reboot", 2);
  await rig.rest.act(id, { reboot: { type: "HARD" } });
  const server = await rig.rest.settled(id, "ERROR");
  expect(server).toMatchObject({ "OS-EXT-STS:power_state": 4, fault: { code: 500 } });
  await rig.rest.act(id, { reboot: { type: "HARD" } });
  expect(await rig.rest.settled(id, "ACTIVE")).not.toHaveProperty("fault");
});

test("an action on a server that the hypervisor has lost fails, and the server keeps its state", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.stopCore();
  const operator = await connectDriver({ kind: "unix", path: rig.driverPath });
  await operator.initialize({ epoch: 50 });
  await operator.driver.destroy({ instanceUuid: id, destroyDisks: true });
  await operator.close();
  await rig.startCore();
  await vi.waitFor(async () => expect(await rig.rest.show(id)).toMatchObject({ "OS-EXT-STS:power_state": 0 }));
  await rig.rest.act(id, { "os-stop": null });
  expect(await rig.rest.settled(id, "ACTIVE")).toMatchObject({ "OS-EXT-STS:power_state": 0 });
});
