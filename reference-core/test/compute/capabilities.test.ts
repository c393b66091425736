// What the core asks of a driver that cannot do everything, or cannot do it any more.
import type { DriverHost } from "@virt-driver-kit/spec";
import { expect, test, vi } from "vitest";
import { changedDriver } from "../support/changed-driver.ts";
import { CoreRig } from "../support/core-rig.ts";

test("capabilities/caller-asks-only-for-what-is-declared: an action that the driver does not offer is answered 501, and nothing is asked of the driver", async () => {
  const rig = await CoreRig.start({ driver: { without: ["supportsPause", "supportsConsoleOutput"] } });
  const id = await rig.rest.createActive();
  for (const action of [{ pause: null }, { "os-getConsoleOutput": {} }]) {
    const { status, body } = await rig.rest.act(id, action);
    expect([status, Object.keys(body)]).toEqual([501, ["notImplemented"]]);
  }
  expect(rig.proxy.requests("pause", "getConsoleOutput")).toEqual([]);
});

test("capabilities/caller-asks-only-for-what-is-declared: a call that was lost is not repeated at a run of the driver that does not offer it", async () => {
  let isReduced = false;
  const rig = await CoreRig.start({
    change: ({ capabilities: { supportsPause, ...others }, ...definition }) => ({
      ...definition,
      capabilities: { ...others, ...(supportsPause === true && !isReduced ? { supportsPause } : {}) },
    }),
  });
  const id = await rig.rest.createActive();
  rig.isReachable = false;
  rig.proxy.loseOnce("driver", "pause");
  await rig.rest.act(id, { pause: null });
  await vi.waitFor(() => expect(rig.core.isConnected).toBe(false));
  await rig.stopDriver();
  isReduced = true;
  await rig.startDriver();
  rig.isReachable = true;
  expect(await rig.rest.settled(id, "ACTIVE")).toMatchObject({ "OS-EXT-STS:power_state": 1 });
  expect(rig.proxy.requests("pause")).toHaveLength(1);
  expect(rig.log.join("\n")).toContain("it has taken supportsPause back");
});

test("capabilitiesChanged/caller-obeys: what the driver takes back is refused from then on, and what it declares anew is offered", async () => {
  let host: DriverHost | undefined;
  const rig = await CoreRig.start({ change: changedDriver((_driver, given) => ((host = given), {})) });
  const id = await rig.rest.createActive();
  const statusOfAsking = async (): Promise<number> => (await rig.rest.act(id, { "os-getConsoleOutput": {} })).status;
  expect(await statusOfAsking()).toBe(200);

  host?.changeCapabilities({ supportsSimulation: true });
  await vi.waitFor(async () => expect(await statusOfAsking()).toBe(501));
  const asked = rig.proxy.requests("getConsoleOutput").length;
  expect(await statusOfAsking()).toBe(501);
  expect((await rig.rest.act(id, { pause: null })).status).toBe(501);
  expect(rig.proxy.requests("getConsoleOutput")).toHaveLength(asked);

  host?.changeCapabilities({ supportsSimulation: true, supportsConsoleOutput: true });
  await vi.waitFor(async () => expect(await statusOfAsking()).toBe(200));
  expect((await rig.rest.act(id, { pause: null })).status).toBe(501);
  expect(rig.proxy.requests("pause")).toEqual([]);
});
