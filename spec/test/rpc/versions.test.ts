// A session that speaks an older version than this library. No version was released before this one, so the peers are made up.
import { randomUUID } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { DriverError, connectDriver } from "../../src/index.ts";
import type { Capabilities, DriverConnection, DriverHost, TappedMessage } from "../../src/index.ts";
import { systemClock } from "../../src/driver/clock.ts";
import { memoryChannelPair } from "../../src/rpc/channel/memory-channel.ts";
import { openConnection } from "../../src/rpc/client/open-connection.ts";
import { closedByDriver } from "../../src/rpc/faults/connection-faults.ts";
import { DriverRuntime } from "../../src/rpc/server/driver-runtime.ts";
import { spawnParams } from "../validation/samples.ts";
import { ASKING, RENEW, RENEWED } from "./support/core-requests.ts";
import { NODE, UUID, driverOf, failureOf } from "./support/test-driver.ts";
import type { Methods } from "./support/test-driver.ts";

const OLD = "0.1.0";
const { call: _, ...PARAMS } = spawnParams();

/** Connects to a driver that claims to speak an older version, and answers everything with what a test says. */
async function attachOld(result: object = {}): Promise<[DriverConnection, TappedMessage[]]> {
  const library = JSON.stringify(new URL("fixtures/raw-driver.ts", import.meta.url).href);
  const source = `
    import { onRequest, write, frame, properAnswer } from ${library};
    onRequest((request) => {
      const { id, method } = request;
      if (method === "initialize") {
        const { result } = properAnswer(request);
        write(frame({ id, result: { ...result, specVersion: "${OLD}", capabilities: { supportsShares: true, supportsSuspend: true } } }));
      } else write(frame({ id, result: ${JSON.stringify(result)} }));
    });`;
  const args = ["--input-type=module", "-e", source];
  const connection = await connectDriver({ kind: "stdio", command: process.execPath, args });
  onTestFinished(() => connection.close());
  await connection.initialize({ epoch: 1, specVersions: [OLD] });
  const sent: TappedMessage[] = [];
  connection.onMessage((message) => message.direction === "sent" && sent.push(message));
  return [connection, sent];
}

function paramsOf(message: TappedMessage | undefined): unknown {
  return (message?.message as { params?: object } | undefined)?.params;
}

describe("a caller in a session of an older version", () => {
  it("sends what that version has, and drops hints that it does not have", async () => {
    const [connection, sent] = await attachOld();
    const { instance } = PARAMS;
    await connection.driver.spawn({ ...PARAMS, instance: { ...instance, displayName: "Web 1", hostname: "web-1" } });
    expect(paramsOf(sent[0])).toMatchObject({ ...PARAMS, instance });
    expect(JSON.stringify(sent)).not.toContain("Web 1");
  });

  it("does not send what must not be dropped, and says what needs which version", async () => {
    const [connection, sent] = await attachOld();
    expect(await failureOf(connection.driver.spawn({ ...PARAMS, devices: { shares: [] } }))).toMatchObject({
      name: "DriverError",
      code: "NOT_SUPPORTED",
      effect: "none",
      message: `Cannot call spawn: params.devices came with version 0.9.0 of the spec, and the session speaks ${OLD}`,
      details: { operation: "spawn" },
    });
    expect(sent).toEqual([]);
  });

  it("does not call what that version does not have", async () => {
    const [connection, sent] = await attachOld();
    expect(await failureOf(connection.driver.suspend({ instanceUuid: UUID }))).toMatchObject({
      code: "NOT_SUPPORTED",
      message: `Cannot call suspend: suspend came with version 0.9.0 of the spec, and the session speaks ${OLD}`,
    });
    expect(sent).toEqual([]);
  });
});

/** Serves a driver to a caller that speaks an older version from its second call on. */
async function serveOld(
  methods: (host: DriverHost) => Methods,
  capabilities: Capabilities = {},
): Promise<DriverConnection> {
  const options = {
    clock: systemClock,
    maxMessageBytes: 4_000_000,
    graceMs: 10,
    driverEpoch: randomUUID(),
    log: () => undefined,
  };
  const runtime = await DriverRuntime.start(driverOf(methods, capabilities), {
    ...options,
    onShutdown: () => undefined,
  });
  const [ours, theirs] = memoryChannelPair();
  const served = runtime.connect(theirs, { blame: "caller", stream: "connection" });
  const connection = openConnection(
    {
      channel: ours,
      speaker: { blame: "driver", stream: "connection" },
      whyEnded: async () => closedByDriver("connection", "without a word"),
      close: async () => runtime.close(),
    },
    {
      clock: systemClock,
      hangTimeoutMs: 5000,
      maxMessageBytes: 4_000_000,
      insist: true,
      mintId: () => crypto.randomUUID(),
      requests: { renewCredentials: () => RENEWED },
    },
  );
  onTestFinished(() => connection.close());
  await connection.initialize({ epoch: 1 });
  served.specVersion = OLD;
  return connection;
}

const INFO = { uuid: UUID, name: "one", node: NODE, powerState: "running" };

describe("a driver in a session of an older version", () => {
  it("answers with what that version has", async () => {
    const nodes = [{ uuid: NODE, name: "one", networkBindingHost: "compute-1" }];
    const connection = await serveOld(() => ({ listNodes: () => ({ nodes }) }));
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [{ uuid: NODE, name: "one" }] });
  });

  it("refuses with the details that that version has", async () => {
    const connection = await serveOld(() => ({
      getInfo: () => {
        const details = { operation: "getInfo", path: "params.instanceUuid" };
        throw new DriverError("NOT_SUPPORTED", "Cannot read it: I do not like the uuid", { details });
      },
    }));
    await expect(connection.driver.getInfo({ instanceUuid: UUID })).rejects.toMatchObject({
      code: "NOT_SUPPORTED",
      details: expect.not.objectContaining({ path: expect.anything() }) as object,
    });
  });

  it("does not send notifications that it does not have", async () => {
    const connection = await serveOld((host) => ({
      getInfo: () => {
        host.emitNodesChanged({ changes: [{ node: NODE, change: "deleted" }] });
        return { info: INFO };
      },
    }));
    const received: unknown[] = [];
    connection.onNotification("nodesChanged", (params) => received.push(params));
    await connection.driver.getInfo({ instanceUuid: UUID });
    expect(received).toEqual([]);
    expect(connection.faults).toEqual([]);
  });

  it("cannot ask the core what it does not have", async () => {
    let outcome: unknown;
    const methods = ({ core }: DriverHost): Methods => ({
      getInfo: async () => {
        outcome = await core.renewCredentials(RENEW).catch((error: unknown) => error);
        return { info: INFO };
      },
    });
    const connection = await serveOld(methods, ASKING);
    await connection.driver.getInfo({ instanceUuid: UUID });
    expect(outcome).toMatchObject({
      code: "NOT_SUPPORTED",
      message: expect.stringContaining(
        `renewCredentials came with version 0.9.0 of the spec, and the session speaks ${OLD}`,
      ),
    });
  });
});
