import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DriverError, type ImageMeta, type SpawnParams } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { bridgeInterface, fileVolume } from "../../support/guest-devices.ts";
import { imageOf, probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { storedDisks, storedHost, storedInstance } from "../../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

/** How many steps a spawn with power takes: allocate, fetch, disk, define, start. */
const SPAWN_STEPS = 5;

describe("spawn", () => {
  it("boots the guest from the image, once, and tells of it before it answers", async () => {
    const fake = await Attached.create({}, image);
    const params = fake.spawnParams();
    const operationId = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
    await fake.driver.spawn(params, { operationId });
    const { uuid } = params.instance;
    expect(fake.events).toMatchObject([
      { instanceUuid: uuid, transition: "spawned", powerState: "running", operationId },
    ]);
    expect(await fake.powerState(uuid)).toBe("running");
    await fake.advance(1000);
    expect((await fake.lines(uuid)).slice(0, 2)).toEqual(["boot 1", "tick 1"]);
  });

  it("leaves a guest that is not to be powered on unexecuted", async () => {
    const fake = await Attached.create({}, image);
    const params = { ...fake.spawnParams(), powerOn: false };
    await fake.driver.spawn(params);
    await fake.advance(10_000);
    expect(await fake.powerState(params.instance.uuid)).toBe("shutdown");
    expect(await fake.lines(params.instance.uuid)).toEqual([]);
    await fake.driver.powerOn({ instanceUuid: params.instance.uuid });
    await fake.advance(500);
    expect(await fake.lines(params.instance.uuid)).toEqual(["boot 1", "tick 1"]);
  });

  it("takes about 20 s of virtual time, and is pending until it is done", async () => {
    const fake = await Attached.create({}, image);
    const before = await fake.advance(0);
    await fake.hold();
    const params = fake.spawnParams();
    const spawning = fake.driver.spawn(params);
    await fake.advance(10_000);
    expect(await fake.powerState(params.instance.uuid)).toBe("pending");
    expect((await fake.driver.listInstances()).instances).toHaveLength(1);
    expect(await fake.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
    await fake.hold(false);
    await spawning;
    const took = (await fake.advance(0)) - before;
    expect(took).toBeGreaterThan(18_000);
    expect(took).toBeLessThan(22_000);
  });

  it("does not keep another instance's operations from finishing", async () => {
    const fake = await Attached.create({}, image);
    const other = await fake.spawn();
    await fake.hold();
    const spawning = fake.driver.spawn(fake.spawnParams());
    const pausing = fake.driver.pause({ instanceUuid: other });
    await fake.advance(1000);
    await pausing;
    expect(await fake.powerState(other)).toBe("paused");
    await fake.hold(false);
    await spawning;
  });

  it("refuses a uuid that exists, and leaves that instance alone", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    const error = await failureOf(fake.driver.spawn(fake.spawnParams({ uuid })));
    expect(error).toMatchObject({ code: "INSTANCE_EXISTS", effect: "none" });
    await fake.advance(1000);
    expect((await fake.lines(uuid)).filter((line) => line.startsWith("boot"))).toEqual(["boot 1"]);
  });

  it("refuses an unknown node and what does not fit, and builds nothing", async () => {
    const fake = await Attached.create({ vcpus: 2, memoryMib: 128, diskGib: 2 }, image);
    const params = fake.spawnParams();
    const elsewhere = { ...params, node: params.instance.uuid };
    expect(await failureOf(fake.driver.spawn(elsewhere))).toMatchObject({ code: "NODE_NOT_FOUND", effect: "none" });
    await fake.spawn();
    for (const [resource, field] of [
      ["vcpus", "vcpus"],
      ["memoryMib", "memoryMib"],
      ["localGib", "rootGib"],
    ] as const) {
      const flavor = { ...params.instance.flavor, [field]: params.instance.flavor[field] * 2 };
      const error = await failureOf(fake.driver.spawn(fake.spawnParams({ flavor })));
      const { [field]: requested } = flavor;
      expect(error).toMatchObject({
        code: "INSUFFICIENT_RESOURCES",
        details: { resource, requested, available: requested / 2 },
      });
    }
    expect((await fake.driver.listInstances()).instances).toHaveLength(1);
  });

  it("refuses an image that is not what the request says", async () => {
    const fake = await Attached.create({}, image);
    const qcow2 = join(directory, "disguised.img");
    const bytes = Buffer.concat([Buffer.from("QFI\xfb", "latin1"), Buffer.alloc(1020)]);
    writeFileSync(qcow2, bytes);
    const wrong: [string, Partial<ImageMeta>][] = [
      ["unreadable", { source: { kind: "file", path: join(directory, "absent.img") } }],
      ["unreadable", { source: { kind: "file", path: directory } }],
      ["size", { sizeBytes: image.sizeBytes + 1 }],
      ["checksum", { sha256: "0".repeat(64) }],
      ["format", { diskFormat: "qcow2" }],
      ["format", imageOf(qcow2, bytes)],
      ["flavor-too-small", { minDiskGib: 2 }],
      ["flavor-too-small", { minMemoryMib: 65 }],
      ["flavor-too-small", { sizeBytes: 2 ** 31 }],
    ];
    for (const [problem, changes] of wrong) {
      const error = await failureOf(fake.driver.spawn(fake.spawnParams({ image: { ...image, ...changes } })));
      expect(error).toMatchObject({ code: "IMAGE_UNACCEPTABLE", effect: "none", details: { problem } });
    }
    expect((await fake.driver.listInstances()).instances).toEqual([]);
    expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    expect(fake.events).toEqual([]);
  });

  it("leaves nothing when any step fails, and then succeeds", async () => {
    const fake = await Attached.create({}, image);
    const params = fake.spawnParams();
    let failures = 0;
    for (let step = 1; ; step += 1) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const outcome = await fake.driver.spawn(params).catch((error: unknown) => error);
      if (!(outcome instanceof DriverError)) break;
      failures += 1;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
      expect((await fake.driver.listInstances()).instances).toEqual([]);
      expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    }
    // The image stays in the cache once it is there, so one step is met twice.
    expect(failures).toBeGreaterThanOrEqual(SPAWN_STEPS - 1);
    await fake.advance(450);
    expect(await fake.lines(params.instance.uuid)).toEqual(["boot 1"]);
  });

  it("leaves nothing when it is cancelled at any moment", async () => {
    for (let elapsed = 100; elapsed < 18_000; elapsed += 2500) {
      const fake = await Attached.create({}, image);
      await fake.hold();
      const params = fake.spawnParams();
      const cancellation = new AbortController();
      const spawning = failureOf(fake.driver.spawn(params, { signal: cancellation.signal }));
      await fake.advance(elapsed);
      cancellation.abort();
      expect(await spawning).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
      expect((await fake.driver.listInstances()).instances).toEqual([]);
      expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
      expect(fake.events).toEqual([]);
    }
  });

  it("leaves nothing when its deadline passes", async () => {
    const fake = await Attached.create({}, image);
    await fake.hold();
    const error = await failureOf(fake.driver.spawn(fake.spawnParams(), { deadlineMs: 1 }));
    expect(error).toMatchObject({ code: "DEADLINE_EXCEEDED", effect: "none" });
    expect((await fake.driver.listInstances()).instances).toEqual([]);
  });

  it("takes back what it made as soon as a hypervisor that was lost half way answers again", async () => {
    const fake = await Attached.create({}, image);
    await fake.hold();
    const spawning = failureOf(fake.driver.spawn(fake.spawnParams()));
    await fake.advance(10_000);
    await fake.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    await fake.advance(10_000);
    expect(await spawning).toMatchObject({ code: "BACKEND_UNREACHABLE", effect: "partial" });
    await fake.driver["simulation/clearFaults"]();
    expect((await fake.driver.listInstances()).instances).toEqual([]);
    expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
  });

  it("reports how far it has come", async () => {
    const fake = await Attached.create({}, image);
    const percents: number[] = [];
    await fake.driver.spawn(fake.spawnParams(), {
      onProgress: ({ percent = Number.NaN }) => void percents.push(percent),
    });
    expect(percents.length).toBeGreaterThanOrEqual(SPAWN_STEPS);
    expect(percents).toEqual(percents.toSorted((left, right) => left - right));
    expect([percents[0], percents.at(-1)]).toEqual([0, 85]);
  });

  it("never repeats a password", async () => {
    const fake = await Attached.create({}, image);
    const adminPassword = "hunter2-hunter2";
    const params = { ...fake.spawnParams({ image: { ...image, sha256: "0".repeat(64) } }), adminPassword };
    const error = await failureOf(fake.driver.spawn(params));
    expect(JSON.stringify(error.toWire())).not.toContain(adminPassword);
  });
});

describe("spawn with devices", () => {
  const flavor = { name: "small", vcpus: 1, memoryMib: 64, rootGib: 1, ephemeralGib: 1, swapMib: 64 };
  const configDrive = { files: [{ path: "openstack/latest/meta_data.json", data: "e30=" }] };

  /** A guest with something of everything. */
  const everything = (fake: Attached): SpawnParams => ({
    ...fake.spawnParams({ flavor, configDrive: { ...configDrive, taggedDevicesPath: "tagged.json" } }),
    injectedFiles: [{ path: "/etc/motd", data: "aGVsbG8K" }],
    devices: {
      networkInterfaces: [bridgeInterface({ tag: "public" }), bridgeInterface()],
      blockDevices: {
        root: { tag: "system" },
        ephemerals: [{ sizeGib: 1, tag: "scratch" }],
        swap: { sizeMib: 64 },
        volumes: [fileVolume(directory, { tag: "database" })],
      },
    },
  });

  it("gives the guest all of them, and says where the tagged ones are", async () => {
    const fake = await Attached.create({}, image);
    const params = everything(fake);
    const { attachedVolumes, taggedDevices } = await fake.driver.spawn(params);
    const { networkInterfaces: [nic] = [], blockDevices: { volumes: [volume] = [] } = {} } = params.devices ?? {};
    expect(attachedVolumes).toMatchObject([{ volumeId: volume?.volumeId, deviceName: "/dev/vdd", bus: "virtio" }]);
    expect(taggedDevices).toMatchObject([
      { tag: "public", deviceId: nic?.portId, bus: "pci", address: "0000:00:03.0" },
      { tag: "system", deviceName: "/dev/vda", bus: "pci" },
      { tag: "scratch", deviceName: "/dev/vdb", bus: "pci" },
      { tag: "database", deviceId: volume?.volumeId, deviceName: "/dev/vdd", bus: "pci" },
    ]);
    expect(new Set(taggedDevices?.map(({ address }) => address)).size).toBe(4);
    expect(await fake.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 3 });
  });

  it("writes the config drive just as it is given, with the tagged devices where it is asked to", async () => {
    const stateDirectory = join(directory, "config-drive");
    const fake = await Attached.create({ stateDirectory }, image);
    const params = everything(fake);
    const { taggedDevices } = await fake.driver.spawn(params);
    const { uuid } = params.instance;
    const data = Buffer.from(JSON.stringify({ devices: taggedDevices })).toString("base64");
    expect(storedInstance(stateDirectory, uuid).configDrive?.files).toEqual([
      ...configDrive.files,
      { path: "tagged.json", data },
    ]);
    expect(storedDisks(stateDirectory, uuid).filter(({ use }) => use === "configDrive")).toHaveLength(1);
    await fake.driver.reboot({ instanceUuid: uuid, type: "hard" });
    expect(storedInstance(stateDirectory, uuid).configDrive?.files).toHaveLength(2);
    expect(storedInstance(stateDirectory, uuid).description).not.toHaveProperty("configDrive");
  });

  it("refuses a config drive on which two files have one path, or one is a folder of the other's", async () => {
    const fake = await Attached.create({}, image);
    const file = { path: "a", data: "" };
    for (const [drive, path] of [
      [{ files: [file, file] }, "params.instance.configDrive.files.1.path"],
      [{ files: [file, { path: "a/b", data: "" }] }, "params.instance.configDrive.files.1.path"],
      [{ files: [{ path: "a/b", data: "" }, file] }, "params.instance.configDrive.files.1.path"],
      [{ files: [file], taggedDevicesPath: "a" }, "params.instance.configDrive.taggedDevicesPath"],
    ] as const) {
      const error = await failureOf(
        fake.driver.spawn(fake.spawnParams({ configDrive: { ...drive, files: [...drive.files] } })),
      );
      expect(error).toMatchObject({ code: "INVALID_REQUEST", details: { path } });
    }
  });

  it("writes files into the root disk, and fails where one cannot be written", async () => {
    const stateDirectory = join(directory, "injected-files");
    const fake = await Attached.create({ stateDirectory }, image);
    const params = everything(fake);
    await fake.driver.spawn(params);
    const root = storedDisks(stateDirectory, params.instance.uuid).find(({ use }) => use === "root");
    expect(root?.files).toEqual(params.injectedFiles);
    for (const [paths, code] of [
      [["etc/motd"], "INVALID_REQUEST"],
      [["/etc/../motd"], "INVALID_REQUEST"],
      [["/etc/"], "INVALID_REQUEST"],
      [["/a", "/a"], "INVALID_REQUEST"],
      [["/etc/motd", "/etc/motd/today"], "BACKEND_FAILED"],
    ] as const) {
      const injectedFiles = paths.map((path) => ({ path, data: "" }));
      const error = await failureOf(fake.driver.spawn({ ...fake.spawnParams(), injectedFiles }));
      expect(error).toMatchObject({ code, effect: "none" });
    }
    expect((await fake.driver.listInstances()).instances).toHaveLength(1);
  });

  it("boots from the volume with boot index 0, and takes no room for a root disk", async () => {
    const fake = await Attached.create({}, image);
    const volume = fileVolume(directory, { bootIndex: 0 });
    copyFileSync(image.source.path, volume.connection.path);
    const params = fake.spawnParams({ image: { ...image, source: { kind: "volume" } } });
    const devices = { blockDevices: { volumes: [volume] } };
    await fake.driver.spawn({ ...params, devices });
    await fake.advance(450);
    expect(await fake.lines(params.instance.uuid)).toEqual(["boot 1"]);
    expect(await fake.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 0 });
    const injectedFiles = [{ path: "/etc/motd", data: "" }];
    const other = { ...fake.spawnParams({ image: params.instance.image }), devices, injectedFiles };
    expect(await failureOf(fake.driver.spawn({ ...params, node: fake.node(), injectedFiles, devices }))).toMatchObject({
      code: "INSTANCE_EXISTS",
    });
    await fake.driver.destroy({ instanceUuid: params.instance.uuid, destroyDisks: true });
    expect(await failureOf(fake.driver.spawn(other))).toMatchObject({ code: "NOT_SUPPORTED" });
    expect(await failureOf(fake.driver.spawn(fake.spawnParams({ image: params.instance.image })))).toMatchObject({
      code: "INVALID_REQUEST",
      details: { path: "params.instance.image.source.kind" },
    });
  });

  it("leaves nothing connected, plugged or stored when any step fails", async () => {
    const stateDirectory = join(directory, "failing-steps");
    const fake = await Attached.create({ stateDirectory }, image);
    const params = everything(fake);
    const steps = new Set<string>();
    for (let step = 1; ; step += 1) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const outcome = await fake.driver.spawn(params).catch((error: unknown) => error);
      if (!(outcome instanceof DriverError)) break;
      expect(outcome).toMatchObject({ effect: "none" });
      steps.add(outcome.message.replace(/.*step "(\w+)".*/, "$1"));
      expect((await fake.driver.listInstances()).instances).toEqual([]);
      expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
      expect(storedHost(stateDirectory)).toMatchObject({ connections: [], plugs: [] });
      expect(storedDisks(stateDirectory, params.instance.uuid)).toEqual([]);
    }
    expect(steps.size).toBeGreaterThan(8);
    expect(fake.transitions(params.instance.uuid)).toEqual(["spawned"]);
  });
});
