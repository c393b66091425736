import { describe, expect, it } from "vitest";
import { DriverError, WireError, connectDriver } from "../../../src/index.ts";
import type { EventParams, StdioEndpoint, TappedMessage } from "../../../src/index.ts";
import { NODE, UUID, attach, driverOf, failureOf, gate, operationId } from "../support/test-driver.ts";

const INFO = { uuid: UUID, name: "one", node: NODE, powerState: "running" };

/** A driver that answers `listNodes` with what a test says, checked by nobody. */
function answeringNodes(result: string): StdioEndpoint {
  const library = JSON.stringify(new URL("../fixtures/raw-driver.ts", import.meta.url).href);
  const source = `
    import { onRequest, write, frame, properAnswer } from ${library};
    onRequest((request) => {
      write(frame(request.method === "listNodes" ? { id: request.id, result: ${result} } : properAnswer(request)));
    });`;
  return { kind: "stdio", command: process.execPath, args: ["--input-type=module", "-e", source] };
}

describe("a call", () => {
  it("is not sent if its parameters do not match the schema, and blames the caller", async () => {
    const connection = await attach(driverOf({ getInfo: () => ({ info: INFO }) }));
    const seen: TappedMessage[] = [];
    connection.onMessage((message) => seen.push(message));
    const wrong = await failureOf(connection.driver.getInfo({ instanceUuid: UUID, extra: 1 } as never));
    expect(wrong).toBeInstanceOf(WireError);
    expect(wrong).toMatchObject({
      kind: "invalid-call",
      blame: "caller",
      message: expect.stringContaining("params.extra is no known field"),
    });
    expect(seen).toEqual([]);
  });

  it("is not sent if it is longer than the driver accepts", async () => {
    const connection = await attach(driverOf({ destroy: () => ({}) }));
    const text = "x".repeat(5 * 1024 * 1024);
    const error = await failureOf(connection.request("getInfo", { text }));
    expect(error).toMatchObject({
      kind: "message-too-long",
      blame: "caller",
      message: expect.stringContaining("nothing was sent"),
    });
    await expect(connection.driver.destroy({ instanceUuid: UUID, destroyDisks: true })).resolves.toEqual({});
  });

  it("carries an identity minted for it if it changes something, and none if it reads", async () => {
    let minted = 0;
    const seen: unknown[] = [];
    const methods = { pause: (_: object, call: object) => void seen.push(call), getInfo: () => ({ info: INFO }) };
    const definition = driverOf(methods, { supportsPause: true });
    const connection = await attach(definition, { mintOperationId: () => operationId((minted += 1)) });
    await connection.driver.pause({ instanceUuid: UUID });
    await connection.driver.pause({ instanceUuid: UUID }, { operationId: operationId(77), requestId: "req-1" });
    await connection.driver.getInfo({ instanceUuid: UUID });
    expect(minted).toBe(1);
    expect(seen).toMatchObject([{ operationId: operationId(1) }, { operationId: operationId(77), requestId: "req-1" }]);
  });

  it("rejects with the driver's own error, typed", async () => {
    const failing = driverOf({
      getInfo: () => {
        throw new DriverError("INSTANCE_NOT_FOUND", "Cannot read: it is not there", {
          details: { instanceUuid: UUID },
        });
      },
    });
    const { driver } = await attach(failing);
    const error = await failureOf(driver.getInfo({ instanceUuid: UUID }));
    expect(error).toBeInstanceOf(DriverError);
    expect(error).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
      effect: "none",
      details: { instanceUuid: UUID },
      recovery: "reconcile",
    });
  });

  it("rejects after its connection was closed", async () => {
    const connection = await attach(driverOf({}));
    await connection.close();
    await expect(connection.driver.listNodes()).rejects.toMatchObject({ kind: "connection-closed", blame: "caller" });
    await expect(connection.closed).resolves.toEqual({ requested: true });
    expect(connection.faults).toEqual([]);
  });

  it("in progress rejects when its connection is closed", async () => {
    const { opened, open } = gate();
    const connection = await attach(driverOf({ listNodes: () => opened }));
    const call = failureOf(connection.driver.listNodes());
    const closing = connection.close();
    expect(await call).toMatchObject({ kind: "connection-closed", blame: "caller" });
    open();
    await closing;
  });

  it("that reads rejects with the reason of its signal, at once", async () => {
    const { opened, open } = gate();
    const { driver } = await attach(driverOf({ listNodes: () => opened }));
    const controller = new AbortController();
    const call = driver.listNodes({}, { signal: controller.signal });
    controller.abort(new RangeError("no longer wanted"));
    await expect(call).rejects.toThrow("no longer wanted");
    await expect(driver.listNodes({}, { signal: controller.signal })).rejects.toThrow("no longer wanted");
    open();
  });
});

describe("a result that does not match its schema", () => {
  it("fails the call and is the driver's fault, naming the field", async () => {
    const connection = await connectDriver(answeringNodes('{ nodes: [{ uuid: 5, name: "a" }] }'));
    await connection.initialize({ epoch: 1 });
    const error = await failureOf(connection.driver.listNodes());
    await connection.close();
    expect(error).toMatchObject({
      kind: "schema-violation",
      blame: "driver",
      message: expect.stringContaining(
        "Cannot accept the driver's result of listNodes: result.nodes[0].uuid must be a string",
      ),
    });
    expect(connection.faults).toMatchObject([{ kind: "schema-violation", method: "listNodes" }]);
  });

  it("with an unknown field is only recorded if the caller says so, and the field is dropped", async () => {
    const connection = await connectDriver(answeringNodes("{ nodes: [], colour: 1 }"), { onViolation: "record" });
    await connection.initialize({ epoch: 1 });
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [] });
    await connection.close();
    expect(connection.faults).toMatchObject([
      { kind: "schema-violation", message: expect.stringContaining("result.colour is no known field") },
    ]);
  });

  it("that cannot be used fails the call even if violations are only recorded", async () => {
    const connection = await connectDriver(answeringNodes("{}"), { onViolation: "record" });
    await connection.initialize({ epoch: 1 });
    await expect(connection.driver.listNodes()).rejects.toMatchObject({ kind: "schema-violation" });
    await connection.close();
  });
});

describe("a tap", () => {
  it("sees every message in the order of the wire, with its operation, and no longer once it is removed", async () => {
    const connection = await attach(
      driverOf(
        (host) => ({
          pause: ({ instanceUuid }, { operationId: cause }) => {
            const event = {
              instanceUuid: String(instanceUuid),
              node: NODE,
              transition: "paused",
              powerState: "paused",
              operationId: cause,
            };
            host.emitEvent(event as Omit<EventParams, "driverEpoch" | "sequence" | "observedAt">);
          },
        }),
        { supportsPause: true },
      ),
    );
    const seen: string[] = [];
    const remove = connection.onMessage(({ direction, method, bytes }) =>
      seen.push(`${direction} ${method} ${bytes > 40}`),
    );
    await connection.driver.pause({ instanceUuid: UUID });
    remove();
    await connection.driver.getOperation({ operationId: operationId(1) });
    expect(seen).toEqual(["sent pause true", "received event true", "received pause false"]);
  });
});
