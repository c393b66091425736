// A driver that asks its caller wrongly: each request is answered, and what is wrong with it is the driver's fault.
import { describe, expect, it, onTestFinished } from "vitest";
import { connectDriver } from "../../../src/index.ts";
import type { CoreRequests, DriverConnection, TappedMessage, WireMessage } from "../../../src/index.ts";
import { CAME, RENEW, RENEWED, WAIT } from "../support/core-requests.ts";

/** Connects to a driver that sends some messages once it was asked to list its nodes, and answers that when they are answered. */
async function attachAsking(
  messages: object[],
  requests: CoreRequests = {},
): Promise<[DriverConnection, WireMessage[]]> {
  const library = JSON.stringify(new URL("../fixtures/raw-driver.ts", import.meta.url).href);
  const source = `
    import { onRequest, write, frame, answer, properAnswer } from ${library};
    const capabilities = { supportsHttpImages: true };
    const messages = ${JSON.stringify(messages)};
    let waiting;
    let answers = 0;
    onRequest((request) => {
      if (request.method === "listNodes") {
        waiting = request;
        write(messages.map(frame).join(""));
      } else if (request.method === undefined) {
        answers += 1;
        if (answers === ${new Set(messages.map((message) => (message as { id: unknown }).id)).size}) answer(waiting);
      } else if (request.method === "initialize") {
        const { id, result } = properAnswer(request);
        write(frame({ id, result: { ...result, capabilities } }));
      } else answer(request);
    });`;
  const args = ["--input-type=module", "-e", source];
  const connection = await connectDriver({ kind: "stdio", command: process.execPath, args }, { requests });
  onTestFinished(() => connection.close());
  const answers: WireMessage[] = [];
  connection.onMessage(({ direction, message }: TappedMessage) => {
    if (direction === "sent" && !("method" in message)) answers.push(message);
  });
  await connection.initialize({ epoch: 1 });
  await connection.driver.listNodes();
  return [connection, answers];
}

async function renewedLater(): Promise<typeof RENEWED> {
  await new Promise((resolve) => setImmediate(resolve));
  return RENEWED;
}

describe("a request of a driver's", () => {
  it("that is right is answered under its id, of whatever form", async () => {
    const request = { method: "renewCredentials", params: RENEW };
    const messages = [
      { id: 0, ...request },
      { id: "zero", ...request },
    ];
    const [connection, answers] = await attachAsking(messages, { renewCredentials: () => RENEWED });
    expect(answers).toEqual([
      { jsonrpc: "2.0", id: 0, result: RENEWED },
      { jsonrpc: "2.0", id: "zero", result: RENEWED },
    ]);
    expect(connection.faults).toEqual([]);
  });

  it("that the spec does not have is refused as any operation is", async () => {
    const [connection, answers] = await attachAsking([{ id: 1, method: "getSecret", params: { name: "root" } }]);
    expect(answers).toMatchObject([
      {
        id: 1,
        error: { code: -32_601, data: { code: "NOT_SUPPORTED", effect: "none", details: { operation: "getSecret" } } },
      },
    ]);
    expect(connection.faults).toMatchObject([{ kind: "unexpected-request", method: "getSecret", blame: "driver" }]);
  });

  it("that is an operation of its own is refused: the driver serves it, and nobody else", async () => {
    const [connection] = await attachAsking([{ id: 1, method: "pause", params: {} }]);
    expect(connection.faults).toMatchObject([{ kind: "unexpected-request", method: "pause" }]);
  });

  it("that needs a capability which the driver does not declare is refused", async () => {
    const messages = [{ id: 1, method: "waitForExternalEvents", params: WAIT }];
    const [connection, answers] = await attachAsking(messages, { waitForExternalEvents: () => CAME });
    const details = { operation: "waitForExternalEvents", capability: "supportsExternalEvents" };
    expect(answers).toMatchObject([{ error: { data: { code: "NOT_SUPPORTED", details } } }]);
    expect(connection.faults).toMatchObject([
      { kind: "unexpected-request", message: expect.stringContaining("does not declare supportsExternalEvents") },
    ]);
  });

  it("that does not match its schema is refused and named", async () => {
    const messages = [{ id: 1, method: "renewCredentials", params: { ...RENEW, resourceId: 7 } }];
    const [connection, answers] = await attachAsking(messages, { renewCredentials: () => RENEWED });
    const details = { path: "params.resourceId", problem: "must be a string, got 7" };
    expect(answers).toMatchObject([{ error: { data: { code: "INVALID_REQUEST", effect: "none", details } } }]);
    expect(connection.faults).toMatchObject([
      {
        kind: "schema-violation",
        method: "renewCredentials",
        blame: "driver",
        message: expect.stringContaining("the driver's request renewCredentials: params.resourceId must be a string"),
      },
    ]);
  });

  it("with a field too many is a fault, and is served without it", async () => {
    const seen: unknown[] = [];
    const messages = [{ id: 1, method: "renewCredentials", params: { ...RENEW, colour: "red" } }];
    const [connection] = await attachAsking(messages, { renewCredentials: (params) => (seen.push(params), RENEWED) });
    expect(seen).toEqual([RENEW]);
    expect(connection.faults).toMatchObject([{ kind: "schema-violation" }]);
  });

  it("with an unknown value of an open enumeration is a fault, and is read as the fallback", async () => {
    const seen: unknown[] = [];
    const messages = [{ id: 1, method: "renewCredentials", params: { ...RENEW, resource: "floppy" } }];
    const [connection] = await attachAsking(messages, { renewCredentials: (params) => (seen.push(params), RENEWED) });
    expect(seen).toEqual([{ ...RENEW, resource: "other" }]);
    expect(connection.faults).toMatchObject([{ kind: "schema-violation" }]);
  });

  it("with the id of one in progress is a fault, and the first is answered once", async () => {
    const request = { id: 5, method: "renewCredentials", params: RENEW };
    const [connection, answers] = await attachAsking([request, request], { renewCredentials: renewedLater });
    expect(answers).toHaveLength(1);
    expect(connection.faults).toMatchObject([
      { kind: "unexpected-request", message: expect.stringContaining("its id 5 is that of a request in progress") },
    ]);
  });
});
