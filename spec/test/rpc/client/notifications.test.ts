import { describe, expect, it, onTestFinished } from "vitest";
import { connectDriver } from "../../../src/index.ts";
import type { DriverConnection, EventParams } from "../../../src/index.ts";
import { NODE, UUID, operationId } from "../support/test-driver.ts";

const EVENT = {
  driverEpoch: operationId(9),
  sequence: 1,
  instanceUuid: UUID,
  node: NODE,
  transition: "stopped",
  powerState: "shutdown",
  observedAt: "2026-03-01T12:00:00.000Z",
};

/** Connects to a driver that sends some notifications before its first answer. */
async function attachSending(...notifications: object[]): Promise<[DriverConnection, EventParams[]]> {
  const library = JSON.stringify(new URL("../fixtures/raw-driver.ts", import.meta.url).href);
  const source = `
    import { onRequest, write, frame, answer } from ${library};
    onRequest((request) => {
      write(${JSON.stringify(notifications)}.map(frame).join(""));
      answer(request);
    });`;
  const args = ["--input-type=module", "-e", source];
  const connection = await connectDriver({ kind: "stdio", command: process.execPath, args });
  onTestFinished(() => connection.close());
  const events: EventParams[] = [];
  connection.onEvent((event) => events.push(event));
  await connection.initialize({ epoch: 1 });
  return [connection, events];
}

describe("an event from a driver", () => {
  it("that matches the schema is delivered", async () => {
    const [connection, events] = await attachSending({ method: "event", params: EVENT });
    expect(events).toEqual([EVENT]);
    expect(connection.faults).toEqual([]);
  });

  it("with an unknown field is a fault, and is delivered without it", async () => {
    const [connection, events] = await attachSending({ method: "event", params: { ...EVENT, mood: "good" } });
    expect(events).toEqual([EVENT]);
    expect(connection.faults).toMatchObject([
      {
        kind: "schema-violation",
        method: "event",
        blame: "driver",
        message: expect.stringContaining("params.mood is no known field"),
      },
    ]);
  });

  it("with an unknown value of an open enum is a fault, and is delivered with the fallback", async () => {
    const [connection, events] = await attachSending({
      method: "event",
      params: { ...EVENT, transition: "teleported" },
    });
    expect(events).toEqual([{ ...EVENT, transition: "other" }]);
    expect(connection.faults).toMatchObject([{ kind: "schema-violation" }]);
  });

  it("that cannot be used is a fault, and is not delivered", async () => {
    const [connection, events] = await attachSending(
      { method: "event" },
      { method: "event", params: { ...EVENT, sequence: 0 } },
    );
    expect(events).toEqual([]);
    expect(connection.faults).toMatchObject([{ kind: "schema-violation" }, { kind: "schema-violation" }]);
  });
});

describe("another notification from a driver", () => {
  it("is a fault if the spec does not have it, and ignored if it is one of JSON-RPC's own", async () => {
    const [connection] = await attachSending(
      { method: "log", params: { line: "hello" } },
      { method: "$/alive", params: {} },
    );
    expect(connection.faults).toMatchObject([
      { kind: "unexpected-notification", method: "log", excerpt: expect.stringContaining("hello") },
    ]);
  });

  it("is a fault if it is progress that does not match the schema", async () => {
    const [connection] = await attachSending({
      method: "progress",
      params: { operationId: UUID, step: "", percent: 5 },
    });
    expect(connection.faults).toMatchObject([{ kind: "schema-violation", method: "progress" }]);
  });
});
