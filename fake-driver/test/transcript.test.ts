import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { connectDriver, type DriverConnection, runDriver, type SpawnParams } from "@virt-driver-kit/spec";
import { describe, expect, it, onTestFinished } from "vitest";
import { fakeDriver } from "../src/index.ts";
import { probeImage, temporaryDirectory } from "./support/probe-image.ts";

const directory = temporaryDirectory();
const image = { ...probeImage(directory), id: "00000000-0000-4000-8000-0000000000ff" };
const program = fileURLToPath(new URL("../src/bin/vdk-fake-driver.ts", import.meta.url));
const DRIVER_EPOCH = "11111111-2222-4333-8444-555555555555";

/** Uuids that are the same in each life. */
function uuidSource(): () => string {
  let count = 0;
  return () => {
    const digits = createHash("sha256")
      .update(String((count += 1)))
      .digest("hex");
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
  };
}

/** Attaches, leads some instances through their lives, and returns every message as it was, in order. */
async function transcriptOf(attach: (mintOperationId: () => string) => Promise<DriverConnection>): Promise<string[]> {
  const uuid = uuidSource();
  const connection = await attach(uuid);
  onTestFinished(() => connection.close());
  const messages: string[] = [];
  connection.onMessage(({ direction, message }) => void messages.push(`${direction} ${JSON.stringify(message)}`));
  await connection.initialize({ epoch: 1 });
  const { driver } = connection;
  const [node] = (await driver.listNodes()).nodes;
  const params = (): SpawnParams => ({
    instance: { uuid: uuid(), name: "probe", flavor: { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1 }, image },
    node: node?.uuid ?? "",
    powerOn: true,
  });
  const [first, second] = [params(), params()];
  await driver.spawn(first);
  await driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 3 } });
  await driver.spawn(second).catch(() => undefined);
  await driver.spawn(second);
  const instanceUuid = first.instance.uuid;
  await driver.suspend({ instanceUuid });
  await driver.resume({ instanceUuid });
  await driver["simulation/advance"]({ durationMs: 86_400_000 });
  await driver.getConsoleOutput({ instanceUuid });
  await driver.getInstanceDiagnostics({ instanceUuid });
  await driver.powerOff({ instanceUuid, timeoutSeconds: 10, retryIntervalSeconds: 1 });
  await driver.getHostCpuStats({ node: first.node });
  await driver.getAvailableResource({ node: first.node });
  await driver.listInstanceStates();
  await driver.destroy({ instanceUuid, destroyDisks: true });
  await driver["simulation/advance"]({ durationMs: 0 });
  return messages;
}

/** The virtual times in a transcript. */
const timesIn = (messages: readonly string[]): string[] => messages.join("\n").match(/"observedAt":"[^"]*"/gu) ?? [];

const inProcess =
  (seed: number) =>
  async (mintOperationId: () => string): Promise<DriverConnection> => {
    const run = await runDriver(fakeDriver({ seed }), { driverEpoch: DRIVER_EPOCH, log: () => undefined });
    onTestFinished(() => run.close());
    return connectDriver({ kind: "memory", run }, { mintOperationId });
  };

const asProcess =
  (seed: number) =>
  (mintOperationId: () => string): Promise<DriverConnection> => {
    const options = ["--seed", String(seed), "--driver-epoch", DRIVER_EPOCH];
    const args = ["--conditions=@virt-driver-kit/source", program, ...options];
    return connectDriver({ kind: "stdio", command: process.execPath, args }, { mintOperationId });
  };

describe("the transcript of a session", () => {
  it("is the same for the same seed, byte for byte, in-process and over the wire", async () => {
    const once = await transcriptOf(inProcess(7));
    expect(once.length).toBeGreaterThan(40);
    expect(await transcriptOf(inProcess(7))).toEqual(once);
    expect(await transcriptOf(asProcess(7))).toEqual(once);
  });

  it("is another for another seed, also in its times", async () => {
    const [one, other] = [await transcriptOf(inProcess(7)), await transcriptOf(inProcess(8))];
    expect(timesIn(one).length).toBeGreaterThan(5);
    expect(timesIn(other)).not.toEqual(timesIn(one));
    expect(other).not.toEqual(one);
  });
});
