import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import {
  bootsOf,
  destinationFor,
  failStep,
  finish,
  hasDisks,
  instanceOf,
  LARGE,
  moveAway,
  revert,
} from "../../support/cold-move.ts";
import { sharedStorePersona } from "../../support/persona-with.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const persona = sharedStorePersona(directory);
const create = (): Promise<AttachedSite> => AttachedSite.create(image, { persona });

describe("a move between hosts that reach one store", () => {
  it("sends nothing and says so", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const { endpoints } = await destinationFor(site, instanceUuid);
    expect(endpoints).toMatchObject([{ transport: "file" }]);
    expect(endpoints[0]).not.toHaveProperty("credential");
    const data = await moveAway(site, instanceUuid);
    expect(data.sharedStorage).toBe(true);
    await finish(site, instanceOf(site, instanceUuid), data);
    expect(await bootsOf(site.destination, instanceUuid)).toBe(2);
  });

  it("leaves the guest its disks when it is confirmed", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const data = await moveAway(site, instanceUuid);
    await finish(site, instanceOf(site, instanceUuid), data);
    await site.source.driver.confirmMigration({ instanceUuid, data });
    await site.source.driver.confirmMigration({ instanceUuid, data });
    await site.destination.driver.reboot({ instanceUuid, type: "hard" });
    await site.destination.advance(500);
    expect(await bootsOf(site.destination, instanceUuid)).toBe(3);
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
  });

  it("is taken back to the disks of before", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const data = await moveAway(site, instanceUuid, { flavor: LARGE });
    await finish(site, instanceOf(site, instanceUuid, { flavor: LARGE }), data, { resizeDisks: true });
    await site.destination.driver.reboot({ instanceUuid, type: "hard" });
    await site.destination.advance(500);
    await site.destination.driver.destroy({ instanceUuid, destroyDisks: false });
    await revert(site, instanceOf(site, instanceUuid), { data });
    expect(await bootsOf(site.source, instanceUuid)).toBe(2);
    const { disks } = await moveAway(site, instanceUuid);
    expect(disks).toMatchObject([{ name: "root", virtualSizeBytes: 2 ** 30 }]);
  });

  it("that fails at the destination at any step keeps the disks, for another attempt or the way back", async () => {
    const site = await create();
    const instanceUuid = await site.source.spawn();
    const data = await moveAway(site, instanceUuid);
    const instance = instanceOf(site, instanceUuid);
    for (let step = 1; ; step += 1) {
      await failStep(site.destination, step);
      const outcome = await finish(site, instance, data).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED" });
      expect((await site.destination.driver.listInstances()).instances).toEqual([]);
      expect(await hasDisks(site.destination, instanceUuid)).toBe(true);
    }
    expect(await bootsOf(site.destination, instanceUuid)).toBe(2);
    const other = await site.source.spawn();
    const half = await moveAway(site, other);
    await failStep(site.destination, 3);
    await failureOf(finish(site, instanceOf(site, other), half));
    await site.destination.driver.destroy({ instanceUuid: other, destroyDisks: false });
    await revert(site, instanceOf(site, other));
    expect(await bootsOf(site.source, other)).toBe(2);
  });
});
