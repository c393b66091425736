import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { AT_ONCE, bootsOf, failStep, finish, hasDisks, instanceOf, moveAway } from "../../support/cold-move.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

async function arrived(): Promise<{ readonly site: AttachedSite; readonly instanceUuid: string }> {
  const site = await AttachedSite.create(image);
  const instanceUuid = await site.source.spawn();
  const data = await moveAway(site, instanceUuid);
  await finish(site, instanceOf(site, instanceUuid), data);
  return { site, instanceUuid };
}

describe("confirmMigration", () => {
  it("removes the kept copy, with its disks and its claim, and tells of nothing", async () => {
    const { site, instanceUuid } = await arrived();
    await site.source.driver.confirmMigration({ instanceUuid });
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
    expect(await hasDisks(site.source, instanceUuid)).toBe(false);
    expect(await site.source.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
    expect(await bootsOf(site.destination, instanceUuid)).toBe(2);
  });

  it("succeeds when nothing is left", async () => {
    const { site, instanceUuid } = await arrived();
    await site.source.driver.confirmMigration({ instanceUuid });
    await site.source.driver.confirmMigration({ instanceUuid });
    await site.source.driver.confirmMigration({ instanceUuid: randomUUID() });
  });

  it("that failed at any step removes the rest when it is made again", async () => {
    const { site, instanceUuid } = await arrived();
    const steps: unknown[] = [];
    for (let step = 1; ; step += 1) {
      await failStep(site.source, 2);
      const outcome = await site.source.driver.confirmMigration({ instanceUuid }).catch((error: unknown) => error);
      await site.source.driver["simulation/clearFaults"]();
      if (!(outcome instanceof Error) || step > 5) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
      steps.push((outcome as { details?: { step?: unknown } }).details?.step);
    }
    expect(steps).toEqual(["undefineInstance"]);
    expect(await hasDisks(site.source, instanceUuid)).toBe(false);
    expect((await site.source.driver.listInstances()).instances).toEqual([]);
  });

  it("removes disks whose guest was removed before", async () => {
    const { site, instanceUuid } = await arrived();
    await site.source.driver.destroy({ instanceUuid, destroyDisks: false });
    expect(await hasDisks(site.source, instanceUuid)).toBe(true);
    await site.source.driver.confirmMigration({ instanceUuid });
    expect(await hasDisks(site.source, instanceUuid)).toBe(false);
  });

  it("leaves a copy alone that is not stopped", async () => {
    const site = await AttachedSite.create(image);
    const { driver } = site.source;
    for (const state of ["running", "paused", "suspended"] as const) {
      const instanceUuid = await site.source.spawn();
      if (state === "paused") await driver.pause({ instanceUuid });
      if (state === "suspended") await driver.suspend({ instanceUuid });
      expect(await failureOf(driver.confirmMigration({ instanceUuid }))).toMatchObject({
        code: "INVALID_STATE",
        effect: "none",
        details: { powerState: state },
      });
      expect(await site.source.powerState(instanceUuid)).toBe(state);
    }
  });

  it("removes a copy that is off or has crashed", async () => {
    const site = await AttachedSite.create(image);
    const { driver } = site.source;
    const off = await site.source.spawn();
    await driver.powerOff({ instanceUuid: off, ...AT_ONCE });
    const crashed = await site.source.spawn();
    await driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid: crashed } });
    for (const instanceUuid of [off, crashed]) await driver.confirmMigration({ instanceUuid });
    expect((await driver.listInstances()).instances).toEqual([]);
  });
});
