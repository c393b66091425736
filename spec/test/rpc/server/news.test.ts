import { describe, expect, it } from "vitest";
import { connectDriver } from "../../../src/index.ts";
import type { Capabilities, CapabilitiesChangedParams, DriverHost, NodesChangedParams } from "../../../src/index.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { NODE, UUID, attach, driverOf, operationId } from "../support/test-driver.ts";

/** A driver that hands its host to the test. */
function hosted(capabilities: Capabilities = {}): { definition: ReturnType<typeof driverOf>; host: () => DriverHost } {
  let held: DriverHost | undefined;
  const definition = driverOf((host) => {
    held = host;
    return { listNodes: () => ({ nodes: [] }), pause: () => ({}), unpause: () => ({}) };
  }, capabilities);
  return {
    definition,
    host: () => {
      if (held === undefined) throw new Error("the driver was not made");
      return held;
    },
  };
}

describe("news of nodes", () => {
  it("carry the epoch of the run and the time of the driver's clock, and come in order", async () => {
    const { definition, host } = hosted();
    const driverClock = new ManualClock();
    driverClock.advance(Date.UTC(2026, 2, 1, 12));
    const connection = await attach(definition, { driverClock });
    const news: NodesChangedParams[] = [];
    const stop = connection.onNotification("nodesChanged", (params) => news.push(params));
    const info = { uuid: NODE, name: "one" };
    host().emitNodesChanged({ changes: [{ node: NODE, change: "added", info }] });
    host().emitNodesChanged({ changes: [{ node: NODE, change: "released" }], operationId: operationId(3) });
    await connection.driver.listNodes();
    const driverEpoch = connection.session?.driverEpoch;
    const observedAt = "2026-03-01T12:00:00.000Z";
    expect(news).toEqual([
      { changes: [{ node: NODE, change: "added", info }], driverEpoch, observedAt },
      { changes: [{ node: NODE, change: "released" }], operationId: operationId(3), driverEpoch, observedAt },
    ]);
    stop();
    host().emitNodesChanged({ changes: [{ node: NODE, change: "deleted" }] });
    await connection.driver.listNodes();
    expect(news).toHaveLength(2);
    expect(connection.faults).toEqual([]);
  });

  it("that do not match the schema are a mistake of the driver's author", async () => {
    const { definition, host } = hosted();
    await attach(definition);
    expect(() => host().emitNodesChanged({ changes: [] })).toThrow(
      "Cannot send nodesChanged: params.changes must have at least 1 entry, got 0",
    );
  });
});

describe("a driver that changes its capabilities", () => {
  it("says so, and serves what it declares from then on and nothing else", async () => {
    const { definition, host } = hosted();
    const connection = await attach(definition);
    const news: CapabilitiesChangedParams[] = [];
    connection.onNotification("capabilitiesChanged", (params) => news.push(params));
    await expect(connection.driver.pause({ instanceUuid: UUID })).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    host().changeCapabilities({ supportsPause: true });
    await expect(connection.driver.pause({ instanceUuid: UUID })).resolves.toEqual({});
    expect(news).toEqual([{ driverEpoch: connection.session?.driverEpoch, capabilities: { supportsPause: true } }]);
    expect(connection.session?.capabilities).toEqual({ supportsPause: true });
    host().changeCapabilities({});
    await expect(connection.driver.pause({ instanceUuid: UUID })).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
    expect(connection.session?.capabilities).toEqual({});
  });

  it("tells every later session the same", async () => {
    const { definition, host } = hosted();
    const connection = await attach(definition);
    host().changeCapabilities({ supportsPause: true });
    const { capabilities } = await connection.initialize({ epoch: 2 });
    expect(capabilities).toEqual({ supportsPause: true });
  });

  it("cannot declare what the spec does not have, nor a capability without those that it requires", async () => {
    const { definition, host } = hosted({ supportsPause: true });
    const connection = await connectDriver({ kind: "memory", definition });
    expect(() => host().changeCapabilities({ supportsFlying: true } as Capabilities)).toThrow(
      "Cannot send capabilitiesChanged: params.capabilities.supportsFlying is no known field",
    );
    expect(() => host().changeCapabilities({ supportsSecureBoot: true })).toThrow(
      "Cannot change the capabilities: supportsSecureBoot is declared without supportsUefiBoot, which it requires",
    );
    const { capabilities } = await connection.initialize({ epoch: 1 });
    await connection.close();
    expect(capabilities).toEqual({ supportsPause: true });
  });
});
