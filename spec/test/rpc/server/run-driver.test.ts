import { describe, expect, it, onTestFinished } from "vitest";
import { connectDriver, runDriver } from "../../../src/index.ts";
import type { DriverConnection, DriverRun } from "../../../src/index.ts";
import { UUID, driverOf, failureOf, gate, operationId } from "../support/test-driver.ts";

const ID = { operationId: operationId(1) };
const QUIET = { graceMs: 50, log: () => undefined };

async function connectTo(run: DriverRun): Promise<DriverConnection> {
  const connection = await connectDriver({ kind: "memory", run });
  onTestFinished(() => connection.close());
  return connection;
}

describe("a run of a driver in this process", () => {
  it("is reached by several connections, of which the newest session is in control", async () => {
    const run = await runDriver(driverOf({ listNodes: () => ({ nodes: [] }) }), QUIET);
    const [first, second] = [await connectTo(run), await connectTo(run)];
    const { driverEpoch } = await first.initialize({ epoch: 1 });
    await expect(second.initialize({ epoch: 2 })).resolves.toMatchObject({ driverEpoch });
    await expect(first.driver.listNodes()).rejects.toMatchObject({ code: "SESSION_FENCED" });
    await expect(second.driver.listNodes()).resolves.toEqual({ nodes: [] });
  });

  it("goes on when a connection ends, and when a session is shut down", async () => {
    const { opened, open } = gate();
    const run = await runDriver(driverOf({ powerOn: () => opened }), QUIET);
    const first = await connectTo(run);
    await first.initialize({ epoch: 1 });
    const lost = failureOf(first.driver.powerOn({ instanceUuid: UUID }, ID));
    await first.driver.getOperation(ID);
    await first.close();
    await lost;
    const second = await connectTo(run);
    await second.initialize({ epoch: 2 });
    await expect(second.driver.getOperation(ID)).resolves.toMatchObject({ state: "running" });
    open();
    await second.driver.shutdown();
    await second.initialize({ epoch: 3 });
    await expect(second.driver.getOperation(ID)).resolves.toMatchObject({ state: "succeeded" });
  });

  it("ends its connections when it is closed", async () => {
    const run = await runDriver(driverOf({}), QUIET);
    const connection = await connectTo(run);
    await run.close();
    await expect(connection.closed).resolves.toMatchObject({ requested: false });
  });

  it("is told from anything else", async () => {
    await expect(connectTo({ close: async () => undefined })).rejects.toThrow("the run is not one of runDriver()");
  });
});
