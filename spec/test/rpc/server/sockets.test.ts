import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { SPEC_VERSION, connectDriver, parseEndpoint, serveDriver } from "../../../src/index.ts";
import { NODE, driverOf, failureOf } from "../support/test-driver.ts";

const DRIVER = driverOf({ listNodes: () => ({ nodes: [] }) });
const MORE_THAN_A_SOCKET_HOLDS = 50_000_000;
const QUIET = { graceMs: 50, log: () => undefined };

function temporary(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), "vdk-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, name);
}

/** Leaves a socket file behind that nobody listens on, as a process that was killed does. */
function leaveStaleSocket(path: string): void {
  const script = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", script]);
  expect(existsSync(path)).toBe(true);
}

describe("a driver on a unix socket", () => {
  it("can be reached by its owner only, by several connections, and removes the socket when it closes", async () => {
    const path = temporary("driver.sock");
    const server = await serveDriver(DRIVER, { transport: { kind: "unix", path }, ...QUIET });
    expect(server.address).toBe(`unix:${path}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const connections = await Promise.all([1, 2, 3].map(() => connectDriver(parseEndpoint(server.address))));
    for (const [index, connection] of connections.entries()) await connection.initialize({ epoch: index + 1 });
    await expect(connections[2]?.driver.listNodes()).resolves.toEqual({ nodes: [] });
    await server.close();
    await server.closed;
    await expect(connections[0]?.closed).resolves.toMatchObject({
      requested: false,
      fault: { kind: "connection-closed", blame: "driver" },
    });
    expect(existsSync(path)).toBe(false);
    await Promise.all(connections.map((connection) => connection.close()));
  });

  it("takes the place of a socket that nobody listens on", async () => {
    const path = temporary("stale.sock");
    leaveStaleSocket(path);
    const server = await serveDriver(DRIVER, { transport: { kind: "unix", path }, ...QUIET });
    const connection = await connectDriver({ kind: "unix", path });
    await expect(connection.initialize({ epoch: 1 })).resolves.toMatchObject({ driver: { name: "test" } });
    await connection.close();
    await server.close();
  });

  it("does not take the place of one that somebody listens on", async () => {
    const path = temporary("live.sock");
    const other = createServer().listen(path);
    await once(other, "listening");
    onTestFinished(() => void other.close());
    expect(await failureOf(serveDriver(DRIVER, { transport: { kind: "unix", path }, ...QUIET }))).toMatchObject({
      kind: "cannot-listen",
      message: `Cannot listen on unix socket "${path}": another process is listening there. Stop it, or choose another path.`,
    });
    expect(other.listening).toBe(true);
  });

  it("does not remove what is no socket", async () => {
    const path = temporary("notes.txt");
    writeFileSync(path, "important");
    expect(await failureOf(serveDriver(DRIVER, { transport: { kind: "unix", path }, ...QUIET }))).toMatchObject({
      message: expect.stringContaining("the path exists and is not a socket"),
    });
    expect(statSync(path).size).toBe(9);
  });

  it.each([
    ["that is too long", "x".repeat(120), "a socket's path has at most 107 bytes"],
    ["in a directory that is not there", "nowhere/driver.sock", "its directory does not exist"],
  ])("refuses a path %s", async (_, name, state) => {
    const transport = { kind: "unix", path: temporary(name) } as const;
    await expect(serveDriver(DRIVER, { transport, ...QUIET })).rejects.toThrow(state);
  });
});

describe("a driver on a TCP port", () => {
  it("can be reached on the loopback interface", async () => {
    const server = await serveDriver(DRIVER, { transport: { kind: "tcp", port: 0 }, ...QUIET });
    const connection = await connectDriver(parseEndpoint(server.address));
    await expect(connection.initialize({ epoch: 1 })).resolves.toMatchObject({ driver: { name: "test" } });
    await connection.close();
    await server.close();
  });

  it.each(["0.0.0.0", "::", "192.0.2.1", "example.org"])("is not served to the world: %s", async (host) => {
    await expect(serveDriver(DRIVER, { transport: { kind: "tcp", host, port: 0 }, ...QUIET })).rejects.toThrow(
      "loopback interface only",
    );
  });

  it("says which port is taken", async () => {
    const server = await serveDriver(DRIVER, { transport: { kind: "tcp", port: 0 }, ...QUIET });
    const port = Number(server.address.split(":").at(-1));
    await expect(serveDriver(DRIVER, { transport: { kind: "tcp", port }, ...QUIET })).rejects.toMatchObject({
      kind: "cannot-listen",
    });
    await server.close();
  });
});

describe("a peer that does not read", () => {
  it("does not keep a connection from closing", async () => {
    const peer = createServer((socket) => void socket.pause().on("error", () => undefined));
    peer.listen(0, "127.0.0.1");
    await once(peer, "listening");
    onTestFinished(() => void peer.close());
    const connection = await connectDriver(parseEndpoint(`tcp:127.0.0.1:${(peer.address() as AddressInfo).port}`));
    connection.writeRaw(Buffer.alloc(MORE_THAN_A_SOCKET_HOLDS), 0);
    await expect(connection.close()).resolves.toBeUndefined();
  });

  it("does not keep a driver from closing", async () => {
    const answered = Promise.withResolvers<void>();
    const nodes = Array.from({ length: 1000 }, () => ({ uuid: NODE, name: "n".repeat(200) }));
    let left = 100;
    const listNodes = (): object => {
      left -= 1;
      if (left === 0) answered.resolve();
      return { nodes };
    };
    const server = await serveDriver(driverOf({ listNodes }), { transport: { kind: "tcp", port: 0 }, ...QUIET });
    const deaf = connect(Number(server.address.split(":").at(-1)), "127.0.0.1");
    onTestFinished(() => void deaf.destroy());
    const call = (id: number, method: string, params: object): void => {
      const body = JSON.stringify({ jsonrpc: "2.0", id, method, params });
      deaf.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    };
    const caller = { name: "deaf", version: "1" };
    call(0, "initialize", { specVersions: [SPEC_VERSION], caller, epoch: 1, maxMessageBytes: 4_000_000 });
    for (let id = 1; id <= 100; id += 1) call(id, "listNodes", {});
    await answered.promise;
    await expect(server.close()).resolves.toBeUndefined();
  });
});

describe("a connection to a socket", () => {
  it("that is not there says so", async () => {
    expect(await failureOf(connectDriver({ kind: "unix", path: temporary("absent.sock") }))).toMatchObject({
      kind: "cannot-connect",
      blame: "caller",
      message: expect.stringContaining("there is no such socket. Start the driver first"),
    });
  });

  it("that nobody listens on says so", async () => {
    const path = temporary("stale.sock");
    leaveStaleSocket(path);
    await expect(connectDriver({ kind: "unix", path })).rejects.toThrow("nothing listens there");
    chmodSync(path, 0o600);
  });

  it.each(["unix:", "tcp:localhost", "tcp:localhost:99999", "/run/driver.sock", ""])(
    "has no address such as %j",
    (address) => {
      expect(() => parseEndpoint(address)).toThrow("Write unix:<path> or tcp:<host>:<port>");
    },
  );

  it("is read from an address of version 6 too", () => {
    expect(parseEndpoint("tcp:[::1]:4000")).toEqual({ kind: "tcp", host: "::1", port: 4000 });
  });
});
