import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectDriver, type DriverConnection, type SpawnParams } from "@virt-driver-kit/spec";
import { describe, expect, it, onTestFinished } from "vitest";
import { fakeDriver } from "../../src/index.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const program = fileURLToPath(new URL("../../src/bin/vdk-fake-driver.ts", import.meta.url));

let epoch = 0;

/** Starts the program from source and opens a session with it. */
async function start(...args: string[]): Promise<DriverConnection> {
  const connection = await connectDriver({
    kind: "stdio",
    command: process.execPath,
    args: ["--conditions=@virt-driver-kit/source", program, ...args],
  });
  onTestFinished(() => connection.close());
  epoch += 1;
  await connection.initialize({ epoch });
  return connection;
}

async function spawnParams({ driver }: DriverConnection): Promise<SpawnParams> {
  const [node] = (await driver.listNodes()).nodes;
  const flavor = { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 };
  return { instance: { uuid: randomUUID(), name: "probe-1", flavor, image }, node: node?.uuid ?? "", powerOn: true };
}

async function linesOf({ driver }: DriverConnection, instanceUuid: string): Promise<string[]> {
  const { data } = await driver.getConsoleOutput({ instanceUuid });
  return Buffer.from(data, "base64").toString().split("\r\n").slice(0, -1);
}

async function kill(connection: DriverConnection): Promise<void> {
  connection.process?.kill("SIGKILL");
  await connection.closed;
}

/** Leads an instance through a short life; returns what a caller saw of time. */
async function shortLife(connection: DriverConnection): Promise<unknown[]> {
  const params = await spawnParams(connection);
  await connection.driver.spawn(params);
  await connection.driver.reboot({ instanceUuid: params.instance.uuid, type: "soft" });
  return [
    await connection.driver["simulation/advance"]({ durationMs: 0 }),
    await linesOf(connection, params.instance.uuid),
  ];
}

describe("the program vdk-fake-driver", () => {
  it("finds its instances again after it was killed, their guests running on without a boot", async () => {
    const args = ["--state", join(directory, "killed")];
    const first = await start(...args);
    const params = await spawnParams(first);
    const instanceUuid = params.instance.uuid;
    await first.driver.spawn(params);
    await first.driver["simulation/advance"]({ durationMs: 1000 });
    const lines = await linesOf(first, instanceUuid);
    await kill(first);

    const second = await start(...args);
    expect(second.session?.driverEpoch).not.toBe(first.session?.driverEpoch);
    expect((await second.driver.getInfo({ instanceUuid })).info).toMatchObject({
      name: "probe-1",
      powerState: "running",
    });
    await second.driver["simulation/advance"]({ durationMs: 100 });
    expect(await linesOf(second, instanceUuid)).toEqual([...lines, `tick ${lines.length}`]);
    await second.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 0 });
    expect((await linesOf(second, instanceUuid)).at(-1)).toBe("off");
  });

  it("leaves nothing of a spawn in the middle of which it was killed", async () => {
    const args = ["--state", join(directory, "half-way")];
    const first = await start(...args);
    const params = await spawnParams(first);
    await first.driver["simulation/hold"]({ held: true });
    const spawning = first.driver.spawn(params).catch((error: unknown) => error);
    await first.driver["simulation/advance"]({ durationMs: 16_000 });
    expect((await first.driver.getInfo({ instanceUuid: params.instance.uuid })).info.powerState).toBe("pending");
    await kill(first);
    expect(await spawning).toBeInstanceOf(Error);

    const second = await start(...args);
    expect((await second.driver.listInstances()).instances).toEqual([]);
    await second.driver.spawn(params);
    await second.driver["simulation/advance"]({ durationMs: 400 });
    expect(await linesOf(second, params.instance.uuid)).toEqual(["boot 1"]);
  });

  it("answers the same over stdio as in-process, virtual times included", async () => {
    const memory = await connectDriver({ kind: "memory", definition: fakeDriver({ seed: 3 }) });
    onTestFinished(() => memory.close());
    await memory.initialize({ epoch: 1 });
    expect(await shortLife(await start("--seed", "3"))).toEqual(await shortLife(memory));
  });

  it("is killed by a fault as by SIGKILL", async () => {
    const connection = await start();
    const params = await spawnParams(connection);
    const fault = { kind: "stepFault", trigger: { step: "createDisk" }, action: "killDriver" } as const;
    await connection.driver["simulation/injectFault"]({ fault });
    await expect(connection.driver.spawn(params)).rejects.toThrow("SIGKILL");
    expect(await connection.process?.exited).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("is wrong as the plans say that it is started with", async () => {
    const { driver } = await start("--faults", "unreachable-means-no-nodes", "--faults", "used-memory-reads-zero");
    await driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    expect(await driver.listNodes()).toEqual({ nodes: [] });
  });

  it("ends with its input, and with it a process that a fault had it start", async () => {
    const connection = await start();
    const fault = { kind: "leakFault", trigger: { operation: "listNodes" }, into: "commandLine" } as const;
    await connection.driver["simulation/injectFault"]({ fault });
    await connection.driver.listNodes();
    await connection.close();
    expect(await connection.process?.exited).toEqual({ code: 0, signal: null });
  });
});
