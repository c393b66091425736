// Real guests through the whole life of an instance.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { imageFile, probeImage } from "../support/probe-image.ts";
import { describeWithQemu, qemuProcesses, stateDirectory } from "../support/real-qemu.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { codeOf, TestDriver } from "../support/test-driver.ts";

describeWithQemu("spawn() and destroy()", () => {
  it("boot the guest once from its own copy of the image, and leave nothing", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const image = probeImage(temporaryDirectory());
    const params = test.spawnParams(image);
    const instanceUuid = params.instance.uuid;
    await test.driver.spawn(params);
    expect(await test.powerState(instanceUuid)).toBe("running");
    await test.line(instanceUuid, "tick 2");
    expect(await test.console(instanceUuid)).toMatch(/^boot 1\r\ntick 1\r\ntick 2\r\n/u);
    expect(statSync(join(state, "instances", instanceUuid, "disk.raw")).size).toBe(1024 ** 3);

    await test.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await codeOf(test.driver.getInfo({ instanceUuid }))).toBe("INSTANCE_NOT_FOUND");
    expect(await qemuProcesses(state)).toEqual([]);
    expect(readdirSync(join(state, "instances"))).toEqual([]);
    expect(test.transitions).toEqual(["spawned running", "destroyed absent"]);
  });

  it("run no guest when it is not to be powered on", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const instanceUuid = await test.spawnProbe({}, false);
    expect(await test.powerState(instanceUuid)).toBe("shutdown");
    expect(await test.console(instanceUuid)).toBe("");
    expect(await qemuProcesses(state)).toEqual([]);
  });

  it("keep the disk when asked, and start from it again", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const params = test.spawnParams(probeImage(temporaryDirectory()));
    const instanceUuid = params.instance.uuid;
    await test.driver.spawn(params);
    await test.line(instanceUuid, "boot 1");
    await test.driver.destroy({ instanceUuid, destroyDisks: false });
    expect(readdirSync(join(state, "instances", instanceUuid))).toEqual(["disk.raw"]);

    await test.driver.spawn(params);
    await test.line(instanceUuid, "boot 2");
    await test.driver.destroy({ instanceUuid, destroyDisks: true });
    await test.driver.spawn(params);
    await test.line(instanceUuid, "boot 1");
  });

  it("leave a disk that was kept when a spawn on it fails", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state, machine: "pc" });
    const params = test.spawnParams(probeImage(temporaryDirectory()));
    const instanceUuid = params.instance.uuid;
    await test.driver.spawn(params);
    await test.driver.destroy({ instanceUuid, destroyDisks: false });
    await test.connection.close();

    const broken = await TestDriver.inProcess({ stateDirectory: state, machine: "no-such-machine" });
    await expect(broken.driver.spawn({ ...params, node: broken.node })).rejects.toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
      message: expect.stringContaining("unsupported machine type"),
    });
    expect(readdirSync(join(state, "instances", instanceUuid))).toEqual(["disk.raw"]);
    expect((await broken.driver.listInstances()).instances).toEqual([]);
  });
});

describeWithQemu("spawn() that cannot succeed", () => {
  it("is refused for what the request says, and leaves nothing", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state, vcpus: 2, memoryMib: 256 });
    const image = probeImage(temporaryDirectory());
    const good = test.spawnParams(image);
    const withImage = (changes: object): Promise<string> =>
      codeOf(test.driver.spawn({ ...good, instance: { ...good.instance, image: { ...image, ...changes } } }));
    const withFlavor = (changes: object): Promise<string> =>
      codeOf(
        test.driver.spawn({ ...good, instance: { ...good.instance, flavor: { ...good.instance.flavor, ...changes } } }),
      );

    expect(await withImage({ source: { kind: "file", path: join(state, "missing") } })).toBe("IMAGE_UNACCEPTABLE");
    expect(await withImage({ source: { kind: "file", path: "/dev" } })).toBe("IMAGE_UNACCEPTABLE");
    expect(await withImage({ sizeBytes: image.sizeBytes + 1 })).toBe("IMAGE_UNACCEPTABLE");
    expect(await withImage({ sha256: "0".repeat(64) })).toBe("IMAGE_UNACCEPTABLE");
    expect(await withImage({ diskFormat: "qcow2" })).toBe("IMAGE_UNACCEPTABLE");
    expect(await withImage({ minDiskGib: 2 })).toBe("IMAGE_UNACCEPTABLE");
    expect(await withFlavor({ vcpus: 3 })).toBe("INSUFFICIENT_RESOURCES");
    expect(await withFlavor({ memoryMib: 257 })).toBe("INSUFFICIENT_RESOURCES");
    expect(await codeOf(test.driver.spawn({ ...good, node: good.instance.uuid }))).toBe("NODE_NOT_FOUND");

    expect(readdirSync(join(state, "instances"))).toEqual([]);
    const { resource } = await test.driver.getAvailableResource({ node: test.node });
    expect(resource).toMatchObject({ vcpusUsed: 0, memoryMibUsed: 0, localGibUsed: 0 });
    expect(test.transitions).toEqual([]);
  });

  it("leaves nothing when it is cancelled while the image is copied", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const image = imageFile(temporaryDirectory(), Buffer.alloc(64 * 1024 * 1024, 1));
    const params = test.spawnParams(image);
    const cancel = new AbortController();
    const spawning = test.driver.spawn(params, {
      signal: cancel.signal,
      onProgress: ({ step }) => {
        if (step === "copying the image") cancel.abort();
      },
    });
    await expect(spawning).rejects.toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
    expect(existsSync(join(state, "instances", params.instance.uuid))).toBe(false);
    expect(await qemuProcesses(state)).toEqual([]);
  });
});
