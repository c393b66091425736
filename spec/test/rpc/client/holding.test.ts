// A caller that does not read for a while.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { connectDriver, runDriver, serveDriver } from "../../../src/index.ts";
import type { DriverEndpoint } from "../../../src/index.ts";
import { driverOf } from "../support/test-driver.ts";

const CALLS = 200;
const driver = driverOf({ listNodes: () => ({ nodes: [] }) });

const ENDPOINTS: Readonly<Record<string, () => Promise<DriverEndpoint>>> = {
  "in memory": async () => {
    const run = await runDriver(driver, { log: () => undefined });
    onTestFinished(() => run.close());
    return { kind: "memory", run };
  },
  "behind a socket": async () => {
    const directory = mkdtempSync(join(tmpdir(), "vdk-"));
    const path = join(directory, "driver.sock");
    const server = await serveDriver(driver, { transport: { kind: "unix", path }, log: () => undefined });
    onTestFinished(async () => {
      await server.close();
      rmSync(directory, { recursive: true });
    });
    return { kind: "unix", path };
  },
};

it.each(Object.entries(ENDPOINTS))(
  "gets no answer from a driver %s until it reads, and then all of them",
  async (_, endpoint) => {
    const connection = await connectDriver(await endpoint());
    onTestFinished(() => connection.close());
    await connection.initialize({ epoch: 1 });
    let answered = 0;
    const goOn = connection.holdReading();
    const calls = Array.from({ length: CALLS }, () => connection.driver.listNodes().then(() => (answered += 1)));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(answered).toBe(0);
    goOn();
    // Once is as good as twice.
    goOn();
    await Promise.all(calls);
    expect(answered).toBe(CALLS);
    expect(connection.faults).toEqual([]);
  },
);

it("goes on reading only when everybody who held it has let go", async () => {
  const connection = await connectDriver(await (ENDPOINTS["in memory"] as () => Promise<DriverEndpoint>)());
  onTestFinished(() => connection.close());
  await connection.initialize({ epoch: 1 });
  const [first, second] = [connection.holdReading(), connection.holdReading()];
  let isAnswered = false;
  const call = connection.driver.listNodes().then(() => (isAnswered = true));
  first();
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(isAnswered).toBe(false);
  second();
  await call;
});
