// A caller that answers a driver wrongly: the driver's request settles, and its operator reads why.
import { describe, expect, it } from "vitest";
import type { DriverConnection } from "../../../src/index.ts";
import { CAME, WAIT, askingDriver } from "../support/core-requests.ts";
import { UUID, attach, gate } from "../support/test-driver.ts";

interface Rig {
  connection: DriverConnection;
  log: string[];
  /** What the driver's one request came to. */
  outcome: Promise<unknown>;
}

/** A driver that has asked something, which is request 0 of its side, and that nobody has answered yet. */
async function waitingDriver(): Promise<Rig> {
  const log: string[] = [];
  const asked = gate();
  const { promise: outcome, resolve } = Promise.withResolvers<unknown>();
  const definition = askingDriver((core) => {
    const request = core.waitForExternalEvents(WAIT).catch((error: unknown) => error);
    resolve(request);
    return request;
  });
  const requests = { waitForExternalEvents: () => (asked.open(), new Promise<never>(() => undefined)) };
  const connection = await attach(definition, { log: (line) => log.push(line), requests });
  void connection.driver.powerOn({ instanceUuid: UUID }).catch(() => undefined);
  await asked.opened;
  return { connection, log, outcome };
}

function frame(message: object): string {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

describe("a caller's answer to a driver", () => {
  it("that is right is taken, and a second one is ignored and logged", async () => {
    const { connection, log, outcome } = await waitingDriver();
    connection.writeRaw(frame({ id: 0, result: CAME }) + frame({ id: 0, result: CAME }), 0);
    expect(await outcome).toEqual(CAME);
    await connection.driver.listNodes();
    expect(log).toEqual([
      "Cannot accept a second answer to the call with id 0: it was answered before. Answer each request exactly once",
    ]);
  });

  it.each([
    ["with another id", { id: 99, result: CAME }, "the calls waiting have the ids 0"],
    ["with its id as text", { id: "0", result: CAME }, "the calls waiting have the ids 0"],
    ["that is no answer", { id: 0 }, 'it needs exactly one of "result" and "error"'],
    ["whose result does not match", { id: 0, result: {} }, 'result lacks the field "events"'],
    ["with an error that says nothing", { id: 0, error: { code: 1, message: "no" } }, 'it has no "data"'],
  ])("%s fails the request and is logged, and the connection goes on", async (_, answer, text) => {
    const { connection, log, outcome } = await waitingDriver();
    connection.writeRaw(frame(answer));
    expect(await outcome).toMatchObject({
      name: "DriverError",
      code: "INTERNAL_ERROR",
      effect: "unknown",
      message: expect.stringContaining(text),
      cause: { name: "WireError", blame: "caller" },
    });
    expect(log).toEqual([expect.stringContaining(text)]);
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [] });
  });

  it("that cannot be read at all fails the request", async () => {
    const { connection, outcome } = await waitingDriver();
    connection.writeRaw("Content-Length: 7\r\n\r\n{oops!}");
    expect(await outcome).toMatchObject({ code: "INTERNAL_ERROR", message: expect.stringContaining("is not JSON") });
  });

  it("that is no proper one fails the request, and is not answered itself", async () => {
    const { connection, log, outcome } = await waitingDriver();
    const call = connection.driver.listNodes();
    connection.writeRaw(frame({ id: 0, result: CAME, error: { code: 1, message: "no" } }), 0);
    expect(await outcome).toMatchObject({ code: "INTERNAL_ERROR", message: expect.stringContaining("exactly one of") });
    await expect(call).resolves.toEqual({ nodes: [] });
    await connection.driver.listNodes();
    expect(connection.faults).toEqual([]);
    expect(log).toHaveLength(1);
  });

  it("with a field that the driver does not know is used without it, and logged", async () => {
    const { connection, log, outcome } = await waitingDriver();
    connection.writeRaw(frame({ id: 0, result: { ...CAME, colour: "red" } }), 0);
    expect(await outcome).toEqual(CAME);
    expect(log).toEqual([expect.stringContaining("the caller's result of waitForExternalEvents: result.colour")]);
  });

  it("with a code that the driver does not know is INTERNAL_ERROR, and the code is kept", async () => {
    const { connection, outcome } = await waitingDriver();
    const data = { code: "PORT_GONE", effect: "none" };
    connection.writeRaw(frame({ id: 0, error: { code: 4001, message: "the port is gone", data } }), 0);
    expect(await outcome).toMatchObject({
      code: "INTERNAL_ERROR",
      unknownCode: "PORT_GONE",
      effect: "none",
      message: "the port is gone",
    });
  });

  it("that says JSON-RPC's own word for a missing method is NOT_SUPPORTED", async () => {
    const { connection, outcome } = await waitingDriver();
    connection.writeRaw(frame({ id: 0, error: { code: -32_601, message: "Method not found" } }), 0);
    expect(await outcome).toMatchObject({ code: "NOT_SUPPORTED", details: { operation: "waitForExternalEvents" } });
  });
});
