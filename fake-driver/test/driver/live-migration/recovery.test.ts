import { randomUUID } from "node:crypto";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeSite } from "../../../src/fake-site.ts";
import { Attached } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { richGuest } from "../../support/rich-guest.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

const newDirectory = (): string => join(directory, `state-${randomUUID()}`);

/** What a site finds that is started over the state as it is now: all of its drivers were killed at this moment. */
async function afterKill(stateDirectory: string): Promise<AttachedSite> {
  const copy = newDirectory();
  cpSync(stateDirectory, copy, { recursive: true });
  return AttachedSite.attach(fakeSite({ hosts: 2, stateDirectory: copy }), image);
}

const boots = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith("boot"));

describe("a driver that is killed during liveMigration", () => {
  it("finds the guest whole at one host, whenever it was, and the migration can be ended from there", async () => {
    const stateDirectory = newDirectory();
    const site = await AttachedSite.create(image, { stateDirectory });
    const guest = await richGuest(site, directory);
    const { instanceUuid } = guest;
    const data = await site.prepare(guest);
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    const found: string[] = [];
    for (let sample = 0; sample < 12; sample += 1) {
      await site.source.advance(700);
      const killed = await afterKill(stateDirectory);
      const { source, destination } = await killed.states(instanceUuid);
      found.push(`${source}/${destination}`);
      const isThere = destination === "running";
      const holder = isThere ? killed.destination : killed.source;
      const before = (await holder.lines(instanceUuid)).length;
      await killed.source.advance(1000);
      const lines = await holder.lines(instanceUuid);
      expect(lines.length).toBe(before + 10);
      expect(boots(lines)).toEqual(["boot 1"]);
      if (isThere) await killed.complete(guest, data);
      else await killed.rollBack(guest, data);
      if (isThere) continue;
      const again = await killed.migrate(guest);
      expect(again.outcome).toBe("completed");
      await killed.complete(guest, again.data);
      expect(await killed.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
    }
    expect([...new Set(found)]).toEqual(["running/absent", "absent/running"]);
    await site.source.hold(false);
    expect((await migrating).outcome).toBe("completed");
  });

  it("in post-copy finds the guest at its destination", async () => {
    const stateDirectory = newDirectory();
    const site = await AttachedSite.create(image, { stateDirectory });
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data, permitPostCopy: true });
    await site.source.advance(3000);
    await site.source.driver.liveMigrationForceComplete({ instanceUuid });
    await site.source.advance(300);
    const killed = await afterKill(stateDirectory);
    expect(await killed.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
    await killed.complete({ instanceUuid }, data);
    await site.source.hold(false);
    expect((await migrating).outcome).toBe("completed");
  });

  it("held still for its sake finds the guest going on", async () => {
    const stateDirectory = newDirectory();
    const site = await AttachedSite.create(image, { stateDirectory });
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(3000);
    await site.source.driver.liveMigrationForceComplete({ instanceUuid });
    await site.source.advance(1000);
    const killed = await afterKill(stateDirectory);
    const before = (await killed.source.lines(instanceUuid)).length;
    await killed.source.advance(1000);
    expect((await killed.source.lines(instanceUuid)).length).toBe(before + 10);
    await site.source.hold(false);
    await migrating;
  });

  it.each(["transferMemory", "switchOver"])(
    "alone, at step %s, leaves a guest that its next run finds",
    async (step) => {
      for (const action of ["killDriver", "killDriverAfter"] as const) {
        const site = fakeSite({ hosts: 2, stateDirectory: newDirectory() });
        const attached = await AttachedSite.attach(site, image);
        const instanceUuid = await attached.source.spawn();
        const data = await attached.prepare({ instanceUuid });
        await attached.source.driver["simulation/injectFault"]({
          fault: { kind: "stepFault", trigger: { operation: "liveMigration", step }, action },
        });
        await attached.source.hold();
        void attached.source.driver.liveMigration({ instanceUuid, data }).catch(() => undefined);
        await attached.destination.advance(20_000);
        const next = await AttachedSite.attach(site, image);
        await next.source.hold(false);
        const { source, destination } = await next.states(instanceUuid);
        expect([source, destination].toSorted()).toEqual(["absent", "running"]);
        const holder = destination === "running" ? next.destination : next.source;
        const before = (await holder.lines(instanceUuid)).length;
        await next.source.advance(1000);
        expect((await holder.lines(instanceUuid)).length).toBe(before + 10);
        if (destination === "running") await next.complete({ instanceUuid }, data);
        else await next.rollBack({ instanceUuid }, data);
        if (destination === "running") continue;
        expect((await next.migrate({ instanceUuid })).outcome).toBe("completed");
      }
    },
  );
});

describe("a driver that is restarted between the calls", () => {
  it("knows what it has prepared and kept", async () => {
    const stateDirectory = newDirectory();
    const site = await AttachedSite.create(image, { stateDirectory });
    const guest = await richGuest(site, directory);
    const data = await site.prepare(guest);
    const killed = await afterKill(stateDirectory);
    const { outcome } = await killed.source.driver.liveMigration({ instanceUuid: guest.instanceUuid, data });
    expect(outcome).toBe("completed");
    await killed.complete(guest, data);
    const other = await afterKill(stateDirectory);
    await other.rollBackAtDestination(guest.instanceUuid, data);
    expect((await other.migrate(guest)).outcome).toBe("completed");
  });

  it("at the destination does not disturb a guest on its way", async () => {
    const fake = fakeSite({ hosts: 2, stateDirectory: newDirectory() });
    const site = await AttachedSite.attach(fake, image);
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(3000);
    const [, host] = fake.hosts;
    const restarted = await Attached.to(fake.driver(host), image);
    await restarted.hold(false);
    expect((await migrating).outcome).toBe("completed");
    expect(restarted.transitions(instanceUuid)).toEqual(["migrated"]);
  });
});
