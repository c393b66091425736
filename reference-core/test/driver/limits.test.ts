// What the core asks of a driver at a time, and how much of it.
import { DriverError } from "@virt-driver-kit/spec";
import { expect, test, vi } from "vitest";
import { changedDriver } from "../support/changed-driver.ts";
import { CoreRig } from "../support/core-rig.ts";
import { openSessionOn } from "../support/session-on.ts";

/** Refuses what is longer than so much. */
function assertShort({ limit = 1000 }: { readonly limit?: number }, most: number): void {
  if (limit <= most) return;
  const details = { sizeBytes: limit, maxMessageBytes: most };
  throw new DriverError("MESSAGE_TOO_LARGE", "The answer is too large", { effect: "none", details });
}

test("limits/caller-keeps-within: where an answer is too large, the core asks for less, and misses nothing", async () => {
  const change = changedDriver((driver) => ({
    listNodes: async (params, call) => (assertShort(params, 1), driver.listNodes(params, call)),
    listInstanceStates: async (params, call) => (assertShort(params, 2), driver.listInstanceStates(params, call)),
    getConsoleOutput: async (params, call) => {
      assertShort({ limit: params.limit ?? 65_536 }, 10);
      if (driver.getConsoleOutput === undefined) throw new RangeError("The driver keeps no console log");
      return driver.getConsoleOutput(params, call);
    },
  }));
  const rig = await CoreRig.start({ driver: { nodes: 3 }, change });
  const ids = [];
  for (const name of ["a", "b", "c"]) ids.push(await rig.rest.createActive(name));
  expect(new Set(rig.proxy.requests("spawn").map(({ params }) => params.node)).size).toBe(3);
  await rig.proxy.inject("simulation/advance", { durationMs: 1000 });
  const { body } = await rig.rest.act(ids[0] ?? "", { "os-getConsoleOutput": {} });
  expect(body.output).toMatch(/^boot[^]{20,}\ntick 5\r\ntick 6\r\n/mu);

  await rig.startCore({ database: "empty.db" });
  await vi.waitFor(() => expect(rig.log.join("\n")).toContain("Leaving alone 3 instance(s)"));
});

test("limits/caller-keeps-within: a message that is larger than the driver takes is not sent, and the session goes on", async () => {
  const driverState = { format: "large", version: 1, data: "A".repeat(65_536) };
  const change = changedDriver((driver) => ({
    spawn: async (params, call) => ({ ...(await driver.spawn(params, call)), driverState }),
  }));
  const rig = await CoreRig.start({ change, maxMessageBytes: 65_536 });
  const id = await rig.rest.createActive();
  await rig.rest.request("DELETE", `/v2.1/servers/${id}`);
  await rig.rest.settled(id, "ERROR");
  expect(rig.proxy.requests("destroy")).toEqual([]);
  await rig.rest.createActive("next");
  expect(rig.proxy.requests("initialize")).toHaveLength(1);
});

test("limits/caller-keeps-within: at most 1,000 requests are in progress on a connection, and the others follow", async () => {
  const gate = Promise.withResolvers<void>();
  let inProgress = 0;
  let most = 0;
  const change = changedDriver((driver) => ({
    probe: async (params, call) => {
      inProgress += 1;
      most = Math.max(most, inProgress);
      await gate.promise;
      inProgress -= 1;
      return driver.probe(params, call);
    },
  }));
  const session = await openSessionOn(change);
  const asked = Array.from({ length: 1500 }, () => session.ask(({ driver }) => driver.probe({})));
  await vi.waitFor(() => expect(inProgress).toBe(1000));
  gate.resolve();
  await Promise.all(asked);
  expect([most, inProgress]).toEqual([1000, 0]);
});
