// Local disks beside the root disk, on real guests and before them.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import type { SpawnParams } from "@virt-driver-kit/spec";
import { expect, it } from "vitest";

import { probeImage } from "../support/probe-image.ts";
import { describeWithQemu, stateDirectory } from "../support/real-qemu.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";
import { codeOf, TestDriver } from "../support/test-driver.ts";

const GIB = 1024 ** 3;

type Blocks = NonNullable<NonNullable<SpawnParams["devices"]>["blockDevices"]>;

function withDisks(test: TestDriver, blockDevices: Blocks): SpawnParams {
  const params = test.spawnParams(probeImage(temporaryDirectory(), { tellsDisks: true }));
  const flavor = { ...params.instance.flavor, ephemeralGib: 3, swapMib: 64 };
  return { ...params, instance: { ...params.instance, flavor }, devices: { blockDevices } };
}

const DISKS: Blocks = { ephemerals: [{ sizeGib: 2 }, { sizeGib: 1 }], swap: { sizeMib: 64 } };

describeWithQemu("local disks", () => {
  it("are in the guest in their order, at each boot, and counted", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const params = withDisks(test, DISKS);
    const instanceUuid = params.instance.uuid;
    await test.driver.spawn(params);
    for (const boot of ["boot 1", "boot 2"]) {
      await test.line(instanceUuid, `${boot}\r\n${linesOf([2 * GIB, GIB, 64 * 1024 ** 2])}disks 3`);
      await test.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
      await test.driver.powerOn({ instanceUuid, devices: { blockDevices: DISKS } });
    }
    const { resource } = await test.driver.getAvailableResource({ node: test.node });
    expect(resource.localGibUsed).toBe(1 + 3 + 1);
  });

  it("take no room that nobody wrote to, stay if disks are to stay, and go with the instance", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const params = { ...withDisks(test, DISKS), powerOn: false };
    const instanceUuid = params.instance.uuid;
    const directory = join(state, "instances", instanceUuid);
    await test.driver.spawn(params);
    expect(statSync(join(directory, "ephemeral-1.raw"))).toMatchObject({ size: 2 * GIB, blocks: 0 });
    await test.driver.destroy({ instanceUuid, destroyDisks: false });
    const kept = ["disk.raw", "ephemeral-1.raw", "ephemeral-2.raw", "swap.raw"];
    expect(readdirSync(directory).toSorted()).toEqual(kept);
    await test.driver.spawn(params);
    await test.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(readdirSync(join(state, "instances"))).toEqual([]);
  });

  it("are refused where they cannot be made, before anything is", async () => {
    const state = stateDirectory();
    const test = await TestDriver.inProcess({ stateDirectory: state });
    const refused: Blocks[] = [
      { ephemerals: [{ sizeGib: 1, bus: "ide" }] },
      { ephemerals: [{ sizeGib: 1, guestFormat: "ext4" }] },
      { ephemerals: [{ sizeGib: 1, deviceType: "cdrom" }] },
      { swap: { sizeMib: 1, deviceName: "/dev/vdx" } },
    ];
    for (const blocks of refused) {
      expect(await codeOf(test.driver.spawn(withDisks(test, blocks)))).toBe("NOT_SUPPORTED");
    }
    const many = Array.from({ length: 17 }, () => ({ sizeGib: 1 }));
    expect(await codeOf(test.driver.spawn(withDisks(test, { ephemerals: many })))).toBe("TOO_MANY_DEVICES");
    expect(readdirSync(join(state, "instances"))).toEqual([]);
  });

  it("cannot be changed when a guest is started", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const params = { ...withDisks(test, DISKS), powerOn: false };
    const instanceUuid = params.instance.uuid;
    await test.driver.spawn(params);
    const devices = { blockDevices: { ephemerals: [{ sizeGib: 1 }] } };
    expect(await codeOf(test.driver.powerOn({ instanceUuid, devices }))).toBe("NOT_SUPPORTED");
    expect(await codeOf(test.driver.reboot({ instanceUuid, type: "hard", devices }))).toBe("NOT_SUPPORTED");
    expect(await test.powerState(instanceUuid)).toBe("shutdown");
  });
});

describeWithQemu("triggerCrashDump()", () => {
  it("interrupts a guest that runs, once, and no other", async () => {
    const test = await TestDriver.inProcess({ stateDirectory: stateDirectory() });
    const instanceUuid = await test.spawnProbe();
    await test.line(instanceUuid, "tick 1");
    await test.driver.triggerCrashDump({ instanceUuid });
    await test.line(instanceUuid, "nmi");
    expect((await test.console(instanceUuid)).match(/nmi/gu)).toHaveLength(1);
    await test.driver.pause({ instanceUuid });
    expect(await codeOf(test.driver.triggerCrashDump({ instanceUuid }))).toBe("INVALID_STATE");
  });
});

/** What the probe guest writes of blank disks. */
function linesOf(sizes: readonly number[]): string {
  const head = "0".repeat(32);
  return sizes.map((size, index) => `disk ${index + 1} ${size / 512} sectors of 512 bytes ${head}\r\n`).join("");
}
