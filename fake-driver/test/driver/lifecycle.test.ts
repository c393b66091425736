import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageMeta } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { imageOf, probeImage, silentImage, temporaryDirectory } from "../support/probe-image.ts";

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

  it("notices an image that was changed between two spawns", async () => {
    const fake = await Attached.create();
    const changing = probeImage(directory);
    await fake.spawn({ image: changing });
    const bytes = readFileSync(changing.source.path);
    writeFileSync(changing.source.path, bytes.fill(1, 4096));
    const error = await failureOf(fake.driver.spawn(fake.spawnParams({ image: changing })));
    expect(error.details).toMatchObject({ problem: "checksum" });
  });

  it("leaves nothing when any step fails, and then succeeds", async () => {
    const fake = await Attached.create({}, image);
    const params = fake.spawnParams();
    for (let step = 1; step <= SPAWN_STEPS; step += 1) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      expect(await failureOf(fake.driver.spawn(params))).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
      expect((await fake.driver.listInstances()).instances).toEqual([]);
      expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    }
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: SPAWN_STEPS + 1 } });
    await fake.driver.spawn(params);
    await fake.advance(450);
    expect(await fake.lines(params.instance.uuid)).toEqual(["boot 1"]);
  });

  it("leaves nothing when it is cancelled at any moment", async () => {
    const fake = await Attached.create({}, image);
    for (let elapsed = 100; elapsed < 18_000; elapsed += 2500) {
      await fake.hold();
      const params = fake.spawnParams();
      const cancellation = new AbortController();
      const spawning = failureOf(fake.driver.spawn(params, { signal: cancellation.signal }));
      await fake.advance(elapsed);
      cancellation.abort();
      expect(await spawning).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
      expect((await fake.driver.listInstances()).instances).toEqual([]);
      expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
      await fake.hold(false);
    }
    expect(fake.events).toEqual([]);
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
    const steps: string[] = [];
    await fake.driver.spawn(fake.spawnParams(), { onProgress: ({ step }) => void steps.push(step) });
    expect(steps).toHaveLength(SPAWN_STEPS);
  });

  it("never repeats a password", async () => {
    const fake = await Attached.create({}, image);
    const adminPassword = "hunter2-hunter2";
    const params = { ...fake.spawnParams({ image: { ...image, sha256: "0".repeat(64) } }), adminPassword };
    const error = await failureOf(fake.driver.spawn(params));
    expect(JSON.stringify(error.toWire())).not.toContain(adminPassword);
  });
});

describe("destroy", () => {
  it("removes the instance and gives its resources back", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    expect(await failureOf(fake.driver.getInfo({ instanceUuid: uuid }))).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
    expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    expect(fake.events.at(-1)).toMatchObject({ transition: "destroyed", powerState: "absent" });
  });

  it("succeeds for an absent instance without telling of anything", async () => {
    const fake = await Attached.create({}, image);
    await fake.driver.destroy({ instanceUuid: fake.spawnParams().instance.uuid, destroyDisks: true });
    expect(fake.events).toEqual([]);
  });

  it("keeps the disks when asked, and a spawn of the same uuid starts from them", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: false });
    await fake.spawn({ uuid });
    expect((await fake.lines(uuid))[0]).toBe("boot 2");
  });

  it("keeps such disks when that spawn fails", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: false });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 3 } });
    await failureOf(fake.driver.spawn(fake.spawnParams({ uuid })));
    await fake.spawn({ uuid });
    expect((await fake.lines(uuid))[0]).toBe("boot 2");
  });

  it("removes disks that an earlier destroy had kept", async () => {
    const fake = await Attached.create({}, image);
    const uuid = await fake.spawn();
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: false });
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    await fake.spawn({ uuid });
    expect((await fake.lines(uuid))[0]).toBe("boot 1");
  });

  it("can be repeated after a failure at any step, and tells of the removal once", async () => {
    const fake = await Attached.create({}, image);
    for (const step of [1, 2, 3]) {
      const uuid = await fake.spawn();
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      const error = await failureOf(fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true }));
      expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
      await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
      expect(fake.transitions(uuid)).toEqual(["spawned", "destroyed"]);
      await fake.spawn({ uuid });
      expect((await fake.lines(uuid))[0]).toBe("boot 1");
    }
  });

  it("leaves other instances as they are", async () => {
    const fake = await Attached.create({}, image);
    const [one, other] = [await fake.spawn(), await fake.spawn()];
    await fake.driver.destroy({ instanceUuid: one, destroyDisks: true });
    const before = await fake.lines(other);
    await fake.advance(100);
    expect(await fake.lines(other)).toEqual([...before, `tick ${before.length}`]);
  });

  it("removes a silent guest too", async () => {
    const fake = await Attached.create({}, silentImage(directory));
    const uuid = await fake.spawn();
    expect(await fake.lines(uuid)).toEqual([]);
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    expect((await fake.driver.listInstances()).instances).toEqual([]);
  });
});
