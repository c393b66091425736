// The QMP client against a server that speaks the protocol by hand, well and badly.
import { createServer, type Socket } from "node:net";
import { join } from "node:path";

import { systemClock } from "@virt-driver-kit/spec";
import { describe, expect, it, onTestFinished } from "vitest";

import { QmpClient } from "../../src/qmp/qmp-client.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

type Reply = (command: { execute: string; id: number }, socket: Socket) => void;

/** Serves a monitor that greets, leaves negotiation, and then replies as told. Returns a client of it. */
async function connectTo(reply: Reply): Promise<QmpClient> {
  const path = join(temporaryDirectory(), "qmp.sock");
  const server = createServer((socket) => {
    socket.write('{"QMP": {"version": {}, "capabilities": []}}\r\n');
    socket.setEncoding("utf8").on("data", (text: string) => {
      for (const line of text.trim().split("\n")) {
        const command = JSON.parse(line) as { execute: string; id: number };
        if (command.execute === "qmp_capabilities") socket.write(`{"return": {}, "id": ${command.id}}\r\n`);
        else reply(command, socket);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(path, () => resolve());
  });
  const client = await QmpClient.connect(path, systemClock);
  onTestFinished(() => {
    client.close();
    server.close();
  });
  return client;
}

describe("QmpClient", () => {
  it("gives each command its own answer, whatever comes between and in whatever pieces", async () => {
    const client = await connectTo(({ execute, id }, socket) => {
      socket.write('{"event": "RTC_CHANGE", "data": {}}\r\n{"ret');
      socket.write(`urn": "${execute}", "id": ${id}}\r\n`);
    });
    const answers = await Promise.all([client.execute("first"), client.execute("second")]);
    expect(answers).toEqual(["first", "second"]);
  });

  it("rejects with what QEMU said when it refuses", async () => {
    const client = await connectTo(({ id }, socket) => {
      socket.write(`{"error": {"class": "GenericError", "desc": "no such thing"}, "id": ${id}}\r\n`);
    });
    await expect(client.execute("cont")).rejects.toMatchObject({ code: "BACKEND_FAILED", message: /no such thing/u });
  });

  it("rejects what is in progress, and all that follows, when the connection is lost", async () => {
    const client = await connectTo((_command, socket) => socket.destroy());
    const event = client.nextEvent("RESET");
    await expect(client.execute("system_reset")).rejects.toMatchObject({
      code: "BACKEND_UNREACHABLE",
      effect: "unknown",
    });
    await expect(event).rejects.toMatchObject({ code: "BACKEND_UNREACHABLE" });
    await client.closed;
    await expect(client.execute("query-status")).rejects.toMatchObject({ code: "BACKEND_UNREACHABLE", effect: "none" });
  });

  it("leaves a server that does not speak the protocol", async () => {
    const client = await connectTo((_command, socket) => socket.write("HTTP/1.1 400 Bad Request\r\n"));
    await expect(client.execute("stop")).rejects.toMatchObject({ code: "BACKEND_UNREACHABLE" });
    expect(client.isClosed).toBe(true);
  });

  it("sees an event that comes before the answer", async () => {
    const client = await connectTo(({ id }, socket) => {
      socket.write(`{"event": "RESET", "data": {}}\r\n{"return": {}, "id": ${id}}\r\n`);
    });
    const reset = client.nextEvent("RESET");
    await client.execute("system_reset");
    await expect(reset).resolves.toBeUndefined();
  });
});
