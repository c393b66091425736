import { randomUUID } from "node:crypto";
import type { InstanceDiagnostics } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { networkInterface } from "../support/network-interface.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const attach = (): Promise<Attached> => Attached.create({}, image);

const read = async (fake: Attached, instanceUuid: string): Promise<InstanceDiagnostics> =>
  (await fake.driver.getInstanceDiagnostics({ instanceUuid })).diagnostics;

const powerOff = (fake: Attached, instanceUuid: string): Promise<unknown> =>
  fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });

/** How many interrupts the hypervisor has sent a guest, by its own count. */
const interrupts = async (fake: Attached, instanceUuid: string): Promise<string | undefined> =>
  (await read(fake, instanceUuid)).counters?.find(({ key }) => key === "nmi.delivered")?.value;

/** All counters of a reading, in an order that is the same for equal devices. */
const countersOf = ({ cpus, interfaces, disks, uptimeSeconds = 0 }: InstanceDiagnostics): number[] =>
  [
    uptimeSeconds,
    ...cpus.map(({ timeNanoseconds }) => timeNanoseconds),
    ...interfaces.flatMap(({ rxBytes, rxPackets, txBytes, txPackets }) => [rxBytes, rxPackets, txBytes, txPackets]),
    ...disks.flatMap((disk) => [disk.readRequests, disk.readBytes, disk.writeRequests, disk.writeBytes]),
  ].map(Number);

describe("getInstanceDiagnostics", () => {
  it("gives the memory in MiB, and one entry for each device", async () => {
    const fake = await attach();
    const flavor = { name: "medium", vcpus: 3, memoryMib: 2048, rootGib: 1, ephemeralGib: 1, swapMib: 64 };
    const ports = [networkInterface(), networkInterface()];
    const params = fake.spawnParams({ flavor });
    const { uuid: instanceUuid } = params.instance;
    await fake.driver.spawn({
      ...params,
      devices: { networkInterfaces: ports, blockDevices: { ephemerals: [{ sizeGib: 1 }], swap: { sizeMib: 64 } } },
    });
    const { powerState, memory, cpus, interfaces, disks } = await read(fake, instanceUuid);
    expect(powerState).toBe("running");
    expect(memory).toEqual({ maximumMib: 2048, usedMib: 2048 });
    expect(cpus.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(interfaces.map(({ portId, macAddress }) => ({ portId, macAddress }))).toEqual(
      ports.map(({ portId, macAddress }) => ({ portId, macAddress })),
    );
    expect(new Set(disks.map(({ deviceName }) => deviceName)).size).toBe(3);
  });

  it("lists the rescue disk once, and counts what the rescue system does on it", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await powerOff(fake, instanceUuid);
    await fake.driver.rescue({ instanceUuid, image });
    await fake.advance(500);
    const { disks } = await read(fake, instanceUuid);
    expect(disks).toMatchObject([
      { deviceName: "/dev/vda", readRequests: "0" },
      { deviceName: "/dev/vdb", readRequests: "2" },
    ]);
  });

  it("counts what the guest has done, and no counter falls", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.attachInterface({ instanceUuid, interface: networkInterface() });
    const readings = [await read(fake, instanceUuid)];
    for (const ms of [1000, 60_000]) {
      await fake.advance(ms);
      readings.push(await read(fake, instanceUuid));
    }
    await fake.driver.pause({ instanceUuid });
    readings.push(await read(fake, instanceUuid));
    await fake.advance(60_000);
    readings.push(await read(fake, instanceUuid));
    for (const [index, reading] of readings.entries()) {
      const before = countersOf(readings[index - 1] ?? reading);
      for (const [place, counter] of countersOf(reading).entries()) {
        expect(counter).toBeGreaterThanOrEqual(before[place] ?? Infinity);
      }
    }
    // The probe reads its first sector and its boot counter, and writes the counter back.
    expect(readings[0]?.disks[0]).toMatchObject({ readRequests: "2", readBytes: "1024", writeBytes: "512" });
    const [first, , , paused, later] = readings.map(({ cpus }) => Number(cpus[0]?.timeNanoseconds));
    expect(paused).toBeGreaterThan(first ?? Infinity);
    expect(later).toBe(paused);
  });

  it("begins at zero with each start of the guest", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.advance(60_000);
    await powerOff(fake, instanceUuid);
    await fake.driver.powerOn({ instanceUuid });
    expect(countersOf(await read(fake, instanceUuid)).every((counter) => counter === 0)).toBe(true);
  });

  it("of a guest that is off or absent is refused", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await powerOff(fake, instanceUuid);
    const off = await failureOf(read(fake, instanceUuid));
    expect(off).toMatchObject({ code: "INVALID_STATE", effect: "none", details: { powerState: "shutdown" } });
    expect(await failureOf(read(fake, randomUUID()))).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
  });
});

describe("triggerCrashDump", () => {
  it("interrupts the guest exactly once, and leaves it running", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    expect(await interrupts(fake, instanceUuid)).toBe("0");
    await fake.driver.triggerCrashDump({ instanceUuid });
    expect(await interrupts(fake, instanceUuid)).toBe("1");
    await fake.advance(1000);
    expect(await fake.powerState(instanceUuid)).toBe("running");
    expect((await fake.lines(instanceUuid)).filter((line) => !line.startsWith("tick"))).toEqual(["boot 1", "nmi"]);
    expect(fake.transitions(instanceUuid)).toEqual(["spawned"]);
  });

  it("that fails has not interrupted it, and can be repeated", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 1 } });
    const error = await failureOf(fake.driver.triggerCrashDump({ instanceUuid }));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "interruptGuest" } });
    expect(await interrupts(fake, instanceUuid)).toBe("0");
    await fake.driver.triggerCrashDump({ instanceUuid });
    expect(await interrupts(fake, instanceUuid)).toBe("1");
  });

  it("of a guest that does not run, or is not there, is refused", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    await fake.driver.pause({ instanceUuid });
    const paused = await failureOf(fake.driver.triggerCrashDump({ instanceUuid }));
    expect(paused).toMatchObject({ code: "INVALID_STATE", effect: "none", details: { powerState: "paused" } });
    await powerOff(fake, instanceUuid);
    expect(await failureOf(fake.driver.triggerCrashDump({ instanceUuid }))).toMatchObject({ code: "INVALID_STATE" });
    const absent = await failureOf(fake.driver.triggerCrashDump({ instanceUuid: randomUUID() }));
    expect(absent).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
  });
});
