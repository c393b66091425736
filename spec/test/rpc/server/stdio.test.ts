import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectDriver } from "../../../src/index.ts";
import type { DriverConnection, StdioEndpoint } from "../../../src/index.ts";
import { isAlive } from "../support/fixture.ts";
import { UUID, failureOf, operationId } from "../support/test-driver.ts";

const SCRIPT = fileURLToPath(new URL("../fixtures/served-driver.ts", import.meta.url));
const ENDPOINT: StdioEndpoint = { kind: "stdio", command: process.execPath, args: [SCRIPT] };

async function attach(onStderr: (text: string) => void = () => undefined): Promise<DriverConnection> {
  const connection = await connectDriver(ENDPOINT, { onStderr });
  onTestFinished(() => connection.close());
  await connection.initialize({ epoch: 1 });
  return connection;
}

describe("a driver served on standard input and output", () => {
  it("may print: what it prints goes to standard error, and the protocol is not disturbed", async () => {
    const connection = await attach();
    await expect(connection.driver.listNodes()).resolves.toEqual({ nodes: [] });
    await connection.close();
    expect(connection.process?.stderrTail).toBe("made\nlisting nodes\nraw text\n");
    expect(connection.faults).toEqual([]);
  });

  it("ends with its input, although its author left a timer running", async () => {
    const connection = await attach();
    await connection.close();
    await expect(connection.process?.exited).resolves.toEqual({ code: 0, signal: null });
    await expect(connection.closed).resolves.toEqual({ requested: true });
  });

  it("ends when its input ends without a session", async () => {
    const child = spawn(process.execPath, [SCRIPT], { stdio: ["ignore", "pipe", "ignore"] });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(0);
  });

  it("lets a call in progress finish when its input ends", async () => {
    const connection = await attach();
    const call = failureOf(
      connection.driver.reboot({ instanceUuid: UUID, type: "hard" }, { operationId: operationId(1) }),
    );
    await connection.driver.getOperation({ operationId: operationId(1) });
    await connection.close();
    expect(await call).toMatchObject({ kind: "connection-closed", blame: "caller" });
    expect(connection.process?.stderrTail).toContain("rebooted\n");
  });

  it("does not wait for a call that does not end", async () => {
    const connection = await attach();
    void failureOf(connection.driver.powerOn({ instanceUuid: UUID }, { operationId: operationId(1) }));
    await connection.driver.getOperation({ operationId: operationId(1) });
    await connection.close();
    await expect(connection.process?.exited).resolves.toEqual({ code: 0, signal: null });
  });

  it("exits after it has answered shutdown, which is no fault", async () => {
    const connection = await attach();
    await expect(connection.driver.shutdown()).resolves.toEqual({});
    await expect(connection.process?.exited).resolves.toEqual({ code: 0, signal: null });
    await expect(connection.closed).resolves.toEqual({ requested: true });
    expect(connection.faults).toEqual([]);
    await expect(connection.driver.listNodes()).rejects.toMatchObject({ kind: "driver-exited" });
  });

  it("answers what came whole before its input ended", async () => {
    const child = spawn(process.execPath, [SCRIPT], { stdio: ["pipe", "pipe", "ignore"] });
    const bodies = [1, 2, 3].map((id) => JSON.stringify({ jsonrpc: "2.0", id, method: "listNodes" }));
    child.stdin.end(bodies.map((body) => `Content-Length: ${body.length}\r\n\r\n${body}`).join(""));
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    await new Promise((resolve) => child.once("close", resolve));
    expect(stdout.match(/"id":\d/gu)).toEqual(['"id":1', '"id":2', '"id":3']);
  });

  it("survives a caller that goes away without reading", async () => {
    const child = spawn(process.execPath, [SCRIPT], { stdio: ["pipe", "pipe", "pipe"] });
    const body = '{"jsonrpc":"2.0","id":1,"method":"listNodes"}';
    child.stdout.destroy();
    child.stdin.end(`Content-Length: ${body.length}\r\n\r\n${body}`.repeat(2000));
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "made\n" });
  });

  it("that crashes is told of by the last line of its standard error", async () => {
    const connection = await attach();
    const error = await failureOf(connection.driver.destroy({ instanceUuid: UUID, destroyDisks: true }));
    expect(error).toMatchObject({
      kind: "driver-exited",
      message: expect.stringMatching(/exited with code 1, and the last line of its stderr is/u),
    });
  });
});

describe("a driver's process", () => {
  it("is not there any more after the connection was closed", async () => {
    const connection = await attach();
    const pid = connection.process?.pid ?? 0;
    expect(isAlive(pid)).toBe(true);
    await connection.close();
    expect(isAlive(pid)).toBe(false);
  });
});
