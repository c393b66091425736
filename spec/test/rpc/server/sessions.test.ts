import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { SPEC_VERSION, SPEC_VERSIONS, connectDriver, serveDriver } from "../../../src/index.ts";
import type { Call, DriverConnection, DriverDefinition, EventParams } from "../../../src/index.ts";
import {
  NODE,
  OTHER_UUID,
  UUID,
  driverOf,
  failureOf,
  gate,
  operationId,
  untilAborted,
} from "../support/test-driver.ts";

/** Serves a driver on a unix socket, and returns the way to connect to it. */
async function serve(definition: DriverDefinition): Promise<() => Promise<DriverConnection>> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-"));
  const path = join(directory, "driver.sock");
  const server = await serveDriver(definition, {
    transport: { kind: "unix", path },
    graceMs: 50,
    log: () => undefined,
  });
  onTestFinished(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });
  return async () => {
    const connection = await connectDriver({ kind: "unix", path });
    onTestFinished(() => connection.close());
    return connection;
  };
}

const NODES = { listNodes: () => ({ nodes: [] }) };
const REBOOT = { instanceUuid: UUID, type: "hard" } as const;
const ID = { operationId: operationId(1) };

describe("a connection", () => {
  it("can call nothing before initialize", async () => {
    const connect = await serve(driverOf(NODES));
    const connection = await connect();
    await expect(connection.driver.listNodes()).rejects.toMatchObject({
      code: "SESSION_NOT_INITIALIZED",
      effect: "none",
    });
    expect(await connection.request("makeCoffee")).toMatchObject({
      error: { data: { code: "SESSION_NOT_INITIALIZED" } },
    });
    await connection.initialize({ epoch: 1 });
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [] });
  });

  it("is told the same of the same run in every session", async () => {
    const connect = await serve(driverOf(NODES, { supportsPause: true }));
    const [first, second] = [await connect(), await connect()];
    const agreed = await first.initialize({ epoch: 1 });
    expect(agreed).toMatchObject({
      specVersion: SPEC_VERSION,
      driver: { name: "test", version: "1.2.3" },
      capabilities: { supportsPause: true },
    });
    await expect(second.initialize({ epoch: 2 })).resolves.toEqual(agreed);
  });
});

describe("a version", () => {
  it("is the highest that both sides know", async () => {
    const connection = await (await serve(driverOf(NODES)))();
    const agreed = await connection.initialize({ epoch: 1, specVersions: ["0.0.9", SPEC_VERSION, "0.99.0", "99.0.0"] });
    expect(agreed.specVersion).toBe(SPEC_VERSION);
  });

  it("that none shares opens no session, and the answer lists those of the driver", async () => {
    const connection = await (await serve(driverOf(NODES)))();
    await expect(connection.initialize({ epoch: 5, specVersions: ["7.0.0"] })).rejects.toMatchObject({
      code: "VERSION_NOT_SUPPORTED",
      details: { supportedVersions: [...SPEC_VERSIONS] },
    });
    await expect(connection.initialize({ epoch: 1 })).resolves.toMatchObject({ specVersion: SPEC_VERSION });
  });
});

describe("a session", () => {
  it("is fenced by one with a higher epoch on another connection", async () => {
    const connect = await serve(driverOf(NODES));
    const [first, second] = [await connect(), await connect()];
    await first.initialize({ epoch: 3 });
    await second.initialize({ epoch: 4 });
    await expect(first.driver.listNodes()).rejects.toMatchObject({
      code: "SESSION_FENCED",
      effect: "none",
      details: { currentEpoch: 4 },
    });
    await expect(second.driver.listNodes()).resolves.toEqual({ nodes: [] });
  });

  it.each([3, 2])("with epoch 3 is not replaced by one with epoch %d", async (epoch) => {
    const connect = await serve(driverOf(NODES));
    const [first, second] = [await connect(), await connect()];
    await first.initialize({ epoch: 3 });
    await expect(second.initialize({ epoch })).rejects.toMatchObject({
      code: "SESSION_FENCED",
      details: { currentEpoch: 3 },
    });
    await expect(first.initialize({ epoch })).rejects.toMatchObject({
      code: "SESSION_FENCED",
      details: { currentEpoch: 3 },
    });
    await expect(first.driver.listNodes()).resolves.toEqual({ nodes: [] });
  });

  it("may be replaced on its own connection", async () => {
    const connection = await (await serve(driverOf(NODES)))();
    await connection.initialize({ epoch: 1 });
    await connection.initialize({ epoch: 2 });
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [] });
  });

  it("that was fenced cannot cancel the calls of its successor", async () => {
    const { opened, open } = gate();
    const connect = await serve(driverOf({ reboot: (_, call) => opened.then(() => call.signal.throwIfAborted()) }));
    const [first, second] = [await connect(), await connect()];
    await first.initialize({ epoch: 1 });
    await second.initialize({ epoch: 2 });
    const reboot = second.driver.reboot(REBOOT, ID);
    await second.driver.getOperation(ID);
    first.cancelOperation(ID.operationId);
    await failureOf(first.driver.getOperation(ID));
    open();
    await expect(reboot).resolves.toEqual({});
  });

  it("alone receives the events", async () => {
    const connect = await serve(
      driverOf((host) => ({
        reboot: () => host.emitEvent({ instanceUuid: UUID, node: NODE, transition: "rebooted", powerState: "running" }),
      })),
    );
    const [first, second] = [await connect(), await connect()];
    const seen: [string, EventParams][] = [];
    first.onEvent((event) => seen.push(["first", event]));
    second.onEvent((event) => seen.push(["second", event]));
    await first.initialize({ epoch: 1 });
    await second.initialize({ epoch: 2 });
    await second.driver.reboot(REBOOT);
    expect(seen.map(([who]) => who)).toEqual(["second"]);
  });
});

describe("a lost connection", () => {
  it("cancels nothing: the call goes on, and a new session asks for its outcome and joins it", async () => {
    const { opened, open } = gate();
    const seen: boolean[] = [];
    const connect = await serve(
      driverOf({ reboot: (_, call) => opened.then(() => void seen.push(call.signal.aborted)) }),
    );
    const first = await connect();
    await first.initialize({ epoch: 1 });
    const lost = failureOf(first.driver.reboot(REBOOT, ID));
    await first.driver.getOperation(ID);
    await first.close();
    expect(await lost).toMatchObject({ kind: "connection-closed", blame: "caller" });

    const second = await connect();
    await second.initialize({ epoch: 2 });
    await expect(second.driver.getOperation(ID)).resolves.toMatchObject({ state: "running", operation: "reboot" });
    const joined = second.driver.reboot(REBOOT, ID);
    await second.driver.getOperation(ID);
    open();
    await expect(joined).resolves.toEqual({});
    await expect(second.driver.getOperation(ID)).resolves.toMatchObject({ state: "succeeded" });
    expect(seen).toEqual([false]);
  });
});

describe("shutdown", () => {
  it("waits for calls in progress, refuses new ones, and lets the next session begin", async () => {
    const { opened, open } = gate();
    const connect = await serve(driverOf({ ...NODES, reboot: () => opened }));
    const connection = await connect();
    await connection.initialize({ epoch: 1 });
    const reboot = connection.driver.reboot(REBOOT);
    const shutdown = connection.driver.shutdown();
    await expect(connection.driver.listNodes()).rejects.toMatchObject({ code: "SHUTTING_DOWN", effect: "none" });
    open();
    await expect(reboot).resolves.toEqual({});
    await expect(shutdown).resolves.toEqual({});
    await expect(connection.driver.listNodes()).rejects.toMatchObject({ code: "SHUTTING_DOWN" });
    await connection.initialize({ epoch: 2 });
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [] });
  });

  it("asks calls that take longer than the grace to stop", async () => {
    const connect = await serve(driverOf({ reboot: (_, call) => untilAborted(call) }));
    const connection = await connect();
    await connection.initialize({ epoch: 1 });
    const reboot = failureOf(connection.driver.reboot(REBOOT));
    await expect(connection.driver.shutdown()).resolves.toEqual({});
    expect(await reboot).toMatchObject({ code: "OPERATION_CANCELLED" });
  });

  it("of a session that has been replaced meanwhile leaves the calls of its successor alone", async () => {
    const { opened, open } = gate();
    const interruptible = { reboot: (_: object, call: Call) => opened.then(() => call.signal.throwIfAborted()) };
    const connect = await serve(driverOf({ ...NODES, ...interruptible }));
    const [first, second] = [await connect(), await connect()];
    await first.initialize({ epoch: 1 });
    const early = first.driver.reboot(REBOOT);
    const shutdown = first.driver.shutdown();
    await expect(first.driver.listNodes()).rejects.toMatchObject({ code: "SHUTTING_DOWN" });
    await second.initialize({ epoch: 2 });
    const late = second.driver.reboot({ ...REBOOT, instanceUuid: OTHER_UUID }, ID);
    await shutdown;
    open();
    await expect(Promise.all([early, late])).resolves.toEqual([{}, {}]);
  });
});
