import { describe, expect, it } from "vitest";
import type { DriverConnection, WireMessage } from "../../../src/index.ts";
import { attach, driverOf, gate } from "../support/test-driver.ts";

/** Sends bytes and returns the answers without an id that come before the answer to a proper call. */
async function complaintsAbout(connection: DriverConnection, bytes: string | Uint8Array): Promise<WireMessage[]> {
  const complaints: WireMessage[] = [];
  const remove = connection.onMessage(({ direction, message }) => {
    if (direction === "received" && "id" in message && message.id === null) complaints.push(message);
  });
  connection.writeRaw(bytes);
  await connection.driver.listNodes();
  remove();
  return complaints;
}

function frame(body: string): string {
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const NODES = { listNodes: () => ({ nodes: [] }) };

describe("a message that the driver cannot read", () => {
  it.each([
    ["is not JSON", frame("{oops"), -32_700, "its body of 5 bytes is not JSON"],
    ["is a batch", frame("[]"), -32_600, "batches are not part of this protocol"],
    ["is not an object", frame("7"), -32_600, "it is not an object"],
    ["is not of JSON-RPC 2.0", frame('{"id":true,"method":"listNodes"}'), -32_600, 'its member "jsonrpc" is not "2.0"'],
    ["has no framing", "listNodes\n", -32_700, "its connection carries text outside any message"],
    [
      "is too long",
      "Content-Length: 99999999\r\n\r\n",
      -32_700,
      "its header declares 99999999 bytes and the limit is 4194304",
    ],
    ["has a header without a length", "Content-Type: text/plain\r\n\r\n", -32_700, "no Content-Length"],
    [
      "is not UTF-8",
      Buffer.concat([Buffer.from("Content-Length: 2\r\n\r\n"), Buffer.from([0xff, 0xfe])]),
      -32_700,
      "not valid UTF-8",
    ],
  ])("is answered with an error and disturbs no other call: one that %s", async (_, bytes, code, text) => {
    const log: string[] = [];
    const connection = await attach(driverOf(NODES), { log: (line) => log.push(line) });
    const complaints = await complaintsAbout(connection, bytes);
    expect(complaints).toMatchObject([
      {
        id: null,
        error: { code, message: expect.stringContaining(text), data: { code: "INVALID_REQUEST", effect: "none" } },
      },
    ]);
    expect(log).toEqual([expect.stringContaining(text)]);
    expect(connection.faults).toEqual([]);
  });

  it("is logged and answered without the secrets in it", async () => {
    const log: string[] = [];
    const connection = await attach(driverOf(NODES), { log: (line) => log.push(line) });
    const params = '"params":{"powerOn":true,"adminPassword":"hunter2"}';
    const body = `{"method":"spawn",${params}`;
    const complaints: WireMessage[] = [];
    for (const text of [`${body}}\n`, frame(`${body}}`), frame(body)]) {
      complaints.push(...(await complaintsAbout(connection, text)));
    }
    expect(complaints).toHaveLength(3);
    expect(log).toHaveLength(3);
    expect(JSON.stringify([log, complaints])).toContain("[redacted]");
    expect(JSON.stringify([log, complaints])).not.toContain("hunter2");
  });

  it("is answered under its id where that can be read", async () => {
    const connection = await attach(driverOf(NODES));
    const answers: WireMessage[] = [];
    connection.onMessage(({ direction, message }) => direction === "received" && answers.push(message));
    connection.writeRaw(frame('{"jsonrpc":"2.0","id":"mine","method":"listNodes","params":[]}'));
    await connection.driver.listNodes();
    expect(answers[0]).toMatchObject({
      id: "mine",
      error: { code: -32_602, message: expect.stringContaining("parameters go by name") },
    });
  });

  it("is answered without an id where that is the id of a request in progress, which is answered once", async () => {
    const { opened, open } = gate();
    const connection = await attach(
      driverOf({ ...NODES, probe: () => opened.then(() => ({ driver: "ok", backend: "reachable" })) }),
    );
    const answers: WireMessage[] = [];
    connection.onMessage(
      ({ direction, message, method }) => direction === "received" && method === undefined && answers.push(message),
    );
    const good = '{"jsonrpc":"2.0","id":"x","method":"probe"}';
    connection.writeRaw(frame(good) + frame('{"jsonrpc":"2.0","id":"x","method":"probe","params":[]}'), 2);
    await connection.driver.listNodes();
    open();
    await connection.driver.listNodes();
    expect(answers).toMatchObject([{ id: null }, { id: "x", result: { driver: "ok" } }]);
  });

  it("does not fail calls in progress", async () => {
    const { opened, open } = gate();
    const connection = await attach(
      driverOf({ ...NODES, probe: () => opened.then(() => ({ driver: "ok", backend: "reachable" })) }),
    );
    const call = connection.driver.probe();
    await complaintsAbout(connection, "nonsense\n");
    open();
    await expect(call).resolves.toEqual({ driver: "ok", backend: "reachable" });
  });
});

describe("a second request with the id of one in progress", () => {
  it("is refused, and the first is answered once", async () => {
    const { opened, open } = gate();
    const connection = await attach(
      driverOf({ ...NODES, probe: () => opened.then(() => ({ driver: "ok", backend: "reachable" })) }),
    );
    const answers: WireMessage[] = [];
    connection.onMessage(({ direction, message }) => direction === "received" && answers.push(message));
    connection.writeRaw(
      frame('{"jsonrpc":"2.0","id":"x","method":"probe"}') + frame('{"jsonrpc":"2.0","id":"x","method":"listNodes"}'),
      2,
    );
    await connection.driver.listNodes();
    open();
    await connection.driver.listNodes();
    expect(answers.filter((answer) => "id" in answer && (answer.id === "x" || answer.id === null))).toMatchObject([
      {
        id: null,
        error: { code: -32_600, message: "Cannot begin a second request with id x: the first is in progress" },
      },
      { id: "x", result: { driver: "ok" } },
    ]);
  });
});

describe("a notification that the driver does not know", () => {
  it.each(["$/cancelRequest", "$/setTrace", "hello", "listNodes"])("is ignored: %s", async (method) => {
    const connection = await attach(driverOf(NODES));
    expect(await complaintsAbout(connection, frame(JSON.stringify({ jsonrpc: "2.0", method })))).toEqual([]);
  });
});

describe("an answer to a driver that asked nothing", () => {
  it("is ignored and logged", async () => {
    const log: string[] = [];
    const connection = await attach(driverOf(NODES), { log: (line) => log.push(line) });
    expect(await complaintsAbout(connection, frame('{"jsonrpc":"2.0","id":5,"result":{}}'))).toEqual([]);
    expect(log).toEqual([
      "Cannot match the caller's answer with id 5 to a call: no call is waiting. Answer each request with the id that it carried, of the same JSON type",
    ]);
  });
});
