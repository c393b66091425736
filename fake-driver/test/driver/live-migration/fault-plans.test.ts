import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { richGuest } from "../../support/rich-guest.ts";
import { storedHost } from "../../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

async function withPlan(plan: string): Promise<{ readonly site: AttachedSite; readonly stateDirectory: string }> {
  const stateDirectory = join(directory, `state-${randomUUID()}`);
  return { site: await AttachedSite.create(image, { stateDirectory, faults: [plan] }), stateDirectory };
}

describe("a driver that is wrong in the way of a fault plan", () => {
  it("lists the guest at both hosts", async () => {
    const { site } = await withPlan("live-migration-leaves-the-guest-at-the-source");
    const instanceUuid = await site.source.spawn();
    expect((await site.migrate({ instanceUuid })).outcome).toBe("completed");
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "running" });
  });

  it("leaves a guest paused that it has paused to force its migration", async () => {
    const { site } = await withPlan("forced-migration-leaves-the-guest-paused");
    const instanceUuid = await site.source.spawn();
    await site.source.driver["simulation/injectFault"]({
      fault: { kind: "guestBehaviour", instanceUuid, dirtyMibPerSecond: 100 },
    });
    const { outcome } = await site.migrate(
      { instanceUuid },
      { completionTimeoutSeconds: 5, onTimeout: "forceComplete" },
    );
    expect(outcome).toBe("completed");
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "paused" });
  });

  it("boots the guest next from what it had at its source", async () => {
    const { site, stateDirectory } = await withPlan("next-boot-undoes-the-migration");
    const guest = await richGuest(site, directory);
    const { instanceUuid } = guest;
    const { data } = await site.migrate(guest);
    await site.complete(guest, data);
    await site.destination.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await site.destination.driver.powerOn({ instanceUuid });
    const bridges = storedHost(stateDirectory, "fake-host-2").plugs.map(({ networkInterface: { binding } }) => binding);
    expect(bridges).toContainEqual({ vifType: "bridge", bridgeName: "br-source" });
  });

  it("leaves volumes connected at the source", async () => {
    const { site, stateDirectory } = await withPlan("source-keeps-volumes-after-migration");
    const guest = await richGuest(site, directory);
    const { data } = await site.migrate(guest);
    await site.source.driver.postLiveMigrationAtSource({
      instanceUuid: guest.instanceUuid,
      data,
      devices: guest.sourceDevices,
    });
    expect(storedHost(stateDirectory).connections).toHaveLength(2);
  });

  it("leaves volumes connected, or disks behind, after a rollback at the destination", async () => {
    const volumes = await withPlan("rollback-leaves-volumes-connected");
    const guest = await richGuest(volumes.site, directory);
    await volumes.site.rollBackAtDestination(guest.instanceUuid, await volumes.site.prepare(guest), guest.devices);
    expect(storedHost(volumes.stateDirectory, "fake-host-2").connections).toHaveLength(2);
    const disks = await withPlan("rollback-leaves-disks-behind");
    const instanceUuid = await disks.site.source.spawn();
    await disks.site.rollBackAtDestination(instanceUuid, await disks.site.prepare({ instanceUuid }));
    expect(await failureOf(disks.site.prepare({ instanceUuid }))).toMatchObject({ code: "DESTINATION_DISK_EXISTS" });
  });

  it("destroys the guest that has arrived", async () => {
    const { site } = await withPlan("rollback-destroys-the-guest-that-arrived");
    const instanceUuid = await site.source.spawn();
    const { data } = await site.migrate({ instanceUuid });
    await site.rollBackAtDestination(instanceUuid, data);
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "absent" });
  });

  it("stops at a volume that is stuck after the migration", async () => {
    const { site, stateDirectory } = await withPlan("post-migration-stops-at-a-stuck-volume");
    const guest = await richGuest(site, directory);
    const { data } = await site.migrate(guest);
    const [volumeId = ""] = guest.volumeIds;
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "volumeLost", volumeId } });
    const post = { instanceUuid: guest.instanceUuid, data, devices: guest.sourceDevices };
    expect(await failureOf(site.source.driver.postLiveMigrationAtSource(post))).toMatchObject({ effect: "partial" });
    const { connections, plugs } = storedHost(stateDirectory);
    expect(connections).toHaveLength(2);
    expect(plugs).toHaveLength(2);
  });
});
