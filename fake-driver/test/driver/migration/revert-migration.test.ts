import { randomUUID } from "node:crypto";
import type { StepFault } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import {
  AT_ONCE,
  bootsOf,
  destinationFor,
  failStep,
  finish,
  hasDisks,
  instanceOf,
  LARGE,
  moveAway,
  revert,
  SMALL,
} from "../../support/cold-move.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { fakeSite } from "../../../src/index.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

describe("finishRevertMigration", () => {
  it("brings the guest back with the flavor and the disks of before, and nothing that it wrote elsewhere", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    const data = await moveAway(site, instanceUuid, { flavor: LARGE });
    await finish(site, instanceOf(site, instanceUuid, { flavor: LARGE }), data, { resizeDisks: true });
    await site.destination.driver.reboot({ instanceUuid, type: "hard" });
    await site.destination.advance(500);
    expect(await bootsOf(site.destination, instanceUuid)).toBe(3);
    await site.destination.driver.destroy({ instanceUuid, destroyDisks: true });
    await revert(site, instanceOf(site, instanceUuid), { data });
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
    expect(await bootsOf(site.source, instanceUuid)).toBe(2);
    expect(await site.source.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "stopped", "started"]);
    const again = await moveAway(site, instanceUuid);
    expect(again.disks).toMatchObject([{ name: "root", virtualSizeBytes: 2 ** 30 }]);
  });

  it("leaves the guest off with powerOn false", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await moveAway(site, instanceUuid);
    await revert(site, instanceOf(site, instanceUuid), { powerOn: false });
    expect(await site.source.powerState(instanceUuid)).toBe("shutdown");
    expect(await bootsOf(site.source, instanceUuid)).toBe(1);
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
    await site.source.driver.powerOn({ instanceUuid });
    await site.source.advance(500);
    expect(await bootsOf(site.source, instanceUuid)).toBe(2);
  });

  it("lets a guest that never stopped go on without a boot", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await failStep(site.source, 1);
    await failureOf(moveAway(site, instanceUuid));
    expect(await site.source.powerState(instanceUuid)).toBe("running");
    await revert(site, instanceOf(site, instanceUuid));
    expect(await bootsOf(site.source, instanceUuid)).toBe(1);
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned"]);
    await revert(site, instanceOf(site, instanceUuid), { powerOn: false });
    expect(await site.source.powerState(instanceUuid)).toBe("shutdown");
  });

  it("starts from every state that it allows, and from no other", async () => {
    const { source } = await AttachedSite.create(image);
    const { driver } = source;
    const reach = {
      running: async () => undefined,
      shutdown: (instanceUuid: string) => driver.powerOff({ instanceUuid, ...AT_ONCE }),
      crashed: (instanceUuid: string) =>
        driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } }),
    };
    for (const powerOn of [true, false]) {
      for (const go of Object.values(reach)) {
        const instanceUuid = await source.spawn();
        await go(instanceUuid);
        const { instance } = source.spawnParams({ uuid: instanceUuid });
        await driver.finishRevertMigration({ instance, node: source.node(), powerOn });
        expect(await source.powerState(instanceUuid)).toBe(powerOn ? "running" : "shutdown");
      }
    }
    for (const operation of ["pause", "suspend"] as const) {
      const instanceUuid = await source.spawn();
      await driver[operation]({ instanceUuid });
      const { instance } = source.spawnParams({ uuid: instanceUuid });
      const error = await failureOf(driver.finishRevertMigration({ instance, node: source.node(), powerOn: true }));
      expect(error).toMatchObject({ code: "INVALID_STATE", effect: "none" });
    }
  });

  it("refuses an instance of which nothing is left, a node that is not served, and a flavor without room", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await moveAway(site, instanceUuid);
    const instance = instanceOf(site, instanceUuid);
    expect(await failureOf(revert(site, { ...instance, uuid: randomUUID() }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
      effect: "none",
    });
    expect(await failureOf(revert(site, instance, { node: randomUUID() }))).toMatchObject({
      code: "NODE_NOT_FOUND",
      effect: "none",
    });
    expect(await failureOf(revert(site, { ...instance, flavor: { ...SMALL, vcpus: 4096 } }))).toMatchObject({
      code: "INSUFFICIENT_RESOURCES",
      effect: "none",
    });
    await revert(site, instance);
  });

  it("that fails at any step keeps the disks, and succeeds when it is made again", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await moveAway(site, instanceUuid);
    const steps: unknown[] = [];
    for (let step = 1; ; step += 1) {
      await failStep(site.source, 1);
      const outcome = await revert(site, instanceOf(site, instanceUuid)).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED" });
      steps.push((outcome as { details?: { step?: unknown } }).details?.step);
      expect(await hasDisks(site.source, instanceUuid)).toBe(true);
      await failStep(site.source, step + 1);
      const second = await revert(site, instanceOf(site, instanceUuid)).catch((error: unknown) => error);
      await site.source.driver["simulation/clearFaults"]();
      if (!(second instanceof Error)) break;
      steps.push((second as { details?: { step?: unknown } }).details?.step);
    }
    expect(steps).toContain("restoreDisk");
    await revert(site, instanceOf(site, instanceUuid));
    expect(await site.source.powerState(instanceUuid)).toBe("running");
    expect(await bootsOf(site.source, instanceUuid)).toBe(2);
  });

  it("builds the instance from disks whose guest has been removed", async () => {
    const site = await AttachedSite.create(image);
    for (const isMoved of [false, true]) {
      const instanceUuid = await site.source.spawn();
      if (isMoved) await moveAway(site, instanceUuid);
      else await site.source.driver.powerOff({ instanceUuid, ...AT_ONCE });
      await site.source.driver.destroy({ instanceUuid, destroyDisks: false });
      expect(await hasDisks(site.source, instanceUuid)).toBe(true);
      await failStep(site.source, 3);
      expect(await failureOf(revert(site, instanceOf(site, instanceUuid)))).toMatchObject({ code: "BACKEND_FAILED" });
      expect(await hasDisks(site.source, instanceUuid)).toBe(true);
      await revert(site, instanceOf(site, instanceUuid));
      expect(await site.source.powerState(instanceUuid)).toBe("running");
      expect(await bootsOf(site.source, instanceUuid)).toBe(2);
      expect(site.source.transitions(instanceUuid).at(-1)).toBe("started");
      await site.source.driver.destroy({ instanceUuid, destroyDisks: true });
      expect(await hasDisks(site.source, instanceUuid)).toBe(false);
    }
  });

  // The run that was killed is given a second to end, so these are few.
  it.each([
    ["stopGuest", "killDriver", 1],
    ["stopGuest", "killDriverAfter", 2],
    ["keepDisk", "killDriverAfter", 2],
    ["sendDisk", "killDriverAfter", 2],
  ] as const)("brings back an instance whose driver died at %s (%s)", async (step, action, boots) => {
    const site = fakeSite({ hosts: 2 });
    const pair = await AttachedSite.attach(site, image);
    const instanceUuid = await pair.source.spawn();
    const destination = await destinationFor(pair, instanceUuid);
    const fault: StepFault = { kind: "stepFault", trigger: { operation: "migrateDiskAndPowerOff", step }, action };
    await pair.source.driver["simulation/injectFault"]({ fault });
    const params = { instanceUuid, destination, flavor: SMALL, ...AT_ONCE };
    void pair.source.driver.migrateDiskAndPowerOff(params).catch(() => undefined);
    await pair.destination.advance(60_000);
    const source = await Attached.to(site.driver(site.hosts[0]), image);
    const instance = instanceOf(pair, instanceUuid);
    await source.driver.finishRevertMigration({ instance, node: source.node(), powerOn: true });
    await source.advance(500);
    expect(await source.powerState(instanceUuid)).toBe("running");
    expect(await bootsOf(source, instanceUuid)).toBe(boots);
    expect(await source.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
  });
});
