import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { GuestNumaTopology, HostNumaCell, ShareMapping } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { type Attached, failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { storedHost } from "../../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

/** Two cells of 8 CPUs and 4 GiB each: 0 to 3 shared and 4 to 7 dedicated, 8 to 11 shared and 12 to 15 dedicated. */
const SIZE = { nodes: 1, vcpus: 16, memoryMib: 8192 } as const;

const FLAVOR = { name: "numa", vcpus: 3, memoryMib: 256, rootGib: 1 };

/** Two vCPUs with a host CPU of their own, and one that floats. */
function pinnedTo(hostCell: number, [first, second]: readonly [number, number]): GuestNumaTopology {
  const pinning = [
    { vcpu: 0, hostCpu: first },
    { vcpu: 1, hostCpu: second },
  ];
  return { cells: [{ id: 0, vcpus: [0, 1, 2], memoryMib: 256, hostCell, dedicatedVcpus: [0, 1], pinning }] };
}

async function pinnedCpus(fake: Attached): Promise<number[]> {
  const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
  return resource.numaTopology?.cells.flatMap((cell: HostNumaCell) => cell.pinnedCpus ?? []) ?? [];
}

describe("a guest with a place of its own", () => {
  it("is placed at the destination as it has been claimed there", async () => {
    const site = await AttachedSite.create(image, SIZE);
    const { driver: there } = site.destination;
    const node = site.destination.node();
    const instance = { ...site.instanceOf(randomUUID()), flavor: FLAVOR, numaTopology: pinnedTo(0, [4, 5]) };
    const { uuid: instanceUuid } = instance;
    await site.source.driver.spawn({ ...site.source.spawnParams(), instance });
    const { data: offered } = await there.checkCanLiveMigrateDestination({ instance, node, diskOverCommit: true });
    expect(offered.sharedCpus).toEqual([0, 1, 2, 3, 8, 9, 10, 11]);
    const { data: agreed } = await site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data: offered });
    const claimedNumaTopology = pinnedTo(1, [12, 14]);
    const { data: checked } = await there.checkSourceMigrateDataAtDestination({
      instanceUuid,
      node,
      data: agreed,
      claimedNumaTopology,
    });
    expect(checked.numa).toEqual({
      cpuPins: [
        { vcpu: 0, hostCpus: [12] },
        { vcpu: 1, hostCpus: [14] },
        { vcpu: 2, hostCpus: [8, 9, 10, 11] },
      ],
      cellPins: [{ guestCell: 0, hostCells: [1] }],
    });
    const moved = { ...instance, numaTopology: claimedNumaTopology };
    const { data } = await there.preLiveMigration({ instance: moved, node, data: checked });
    expect(await pinnedCpus(site.destination)).toEqual([]);
    expect((await site.source.driver.liveMigration({ instanceUuid, data })).outcome).toBe("completed");
    await there.postLiveMigrationAtDestination({ instance: moved, node, data });
    await site.source.driver.postLiveMigrationAtSource({ instanceUuid, data });
    await site.source.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await pinnedCpus(site.source)).toEqual([]);
    expect(await pinnedCpus(site.destination)).toEqual([12, 14]);
    await there.reboot({ instanceUuid, type: "hard" });
    expect(await pinnedCpus(site.destination)).toEqual([12, 14]);
  });

  it("stays where it is when others have the place, or none is kept", async () => {
    const site = await AttachedSite.create(image, SIZE);
    const { driver: there } = site.destination;
    const node = site.destination.node();
    const instance = { ...site.instanceOf(randomUUID()), flavor: FLAVOR, numaTopology: pinnedTo(0, [4, 5]) };
    const { uuid: instanceUuid } = instance;
    await site.source.driver.spawn({ ...site.source.spawnParams(), instance });
    const neighbour = { ...instance, uuid: randomUUID(), numaTopology: pinnedTo(1, [12, 13]) };
    await there.spawn({ ...site.destination.spawnParams(), instance: neighbour });
    const { data: offered } = await there.checkCanLiveMigrateDestination({ instance, node, diskOverCommit: true });
    const { data: agreed } = await site.source.driver.checkCanLiveMigrateSource({ instanceUuid, data: offered });
    const claim = { instanceUuid, node, data: agreed, claimedNumaTopology: pinnedTo(1, [12, 14]) };
    expect(await failureOf(there.checkSourceMigrateDataAtDestination(claim))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      effect: "none",
      details: { reason: "insufficient-resources" },
    });
    const { data: unplaced } = await there.checkSourceMigrateDataAtDestination({ instanceUuid, node, data: agreed });
    const { data } = await there.preLiveMigration({ instance, node, data: unplaced });
    expect(await failureOf(site.source.driver.liveMigration({ instanceUuid, data }))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
    });
  });
});

describe("a trusted platform module", () => {
  it("goes along with its contents, and so does its secret where the node keeps it", async () => {
    const stateDirectory = join(directory, `state-${randomUUID()}`);
    const withTpm = { ...image, properties: { tpm: { version: "2.0" as const } } };
    const site = await AttachedSite.create(withTpm, { stateDirectory });
    const secrets = [{ use: "vtpm" as const, value: "c2VjcmV0", keepOnHost: true }];
    const params = { ...site.source.spawnParams(), devices: { secrets } };
    const { uuid: instanceUuid } = params.instance;
    await site.source.driver.spawn(params);
    const before = storedHost(stateDirectory).secrets.map(({ digest }) => digest);
    const data = await site.prepare({ instanceUuid });
    expect(data.disks?.map(({ use }) => use)).toEqual(["root", "tpm"]);
    expect(data.vtpmSecret?.keepOnHost).toBe(true);
    expect((await site.source.driver.liveMigration({ instanceUuid, data })).outcome).toBe("completed");
    await site.complete({ instanceUuid }, data);
    expect(storedHost(stateDirectory).secrets).toEqual([]);
    expect(storedHost(stateDirectory, "fake-host-2").secrets.map(({ digest }) => digest)).toEqual(before);
    await site.destination.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await site.destination.driver.powerOn({ instanceUuid });
    expect(await site.destination.powerState(instanceUuid)).toBe("running");
  });
});

describe("a share", () => {
  const share: ShareMapping = {
    protocol: "nfs",
    shareId: randomUUID(),
    tag: "team-data",
    exportLocation: "192.0.2.50:/shares/team-data",
  };

  it("has to be mounted at the destination before the guest comes", async () => {
    const site = await AttachedSite.create(image);
    const params = site.source.spawnParams();
    const { uuid: instanceUuid } = params.instance;
    await site.source.driver.mountShare({ instanceUuid, node: site.source.node(), share });
    await site.source.driver.spawn({ ...params, devices: { shares: [share] } });
    const move = { instanceUuid, devices: { shares: [share] } };
    expect(await failureOf(site.prepare(move))).toMatchObject({ code: "SHARE_MOUNT_FAILED", effect: "none" });
    await site.destination.driver.mountShare({ instanceUuid, node: site.destination.node(), share });
    const { outcome, data } = await site.migrate(move);
    expect(outcome).toBe("completed");
    await site.complete(move, data);
  });
});

describe("consoles", () => {
  it("listen at the destination on ports that nobody else there has", async () => {
    const site = await AttachedSite.create(image);
    const neighbour = await site.destination.spawn();
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    const later = await site.destination.spawn();
    expect((await site.source.driver.liveMigration({ instanceUuid, data })).outcome).toBe("completed");
    const consoleOf = async (uuid: string): Promise<{ host: string; port?: number }> =>
      (await site.destination.driver.getSerialConsole({ instanceUuid: uuid })).console;
    const { port } = await consoleOf(instanceUuid);
    expect(data.consoles?.serialPorts).toEqual([port]);
    expect(new Set([port, (await consoleOf(neighbour)).port, (await consoleOf(later)).port]).size).toBe(3);
    await site.complete({ instanceUuid }, data);
    expect((await consoleOf(instanceUuid)).port).toBe(port);
  });
});

describe("a persona of hosts under libvirt", () => {
  it("shows nothing of a guest that is on its way to it, though it shows one that is being built as paused", async () => {
    const site = await AttachedSite.create(image, { persona: "libvirt-kvm" });
    const instanceUuid = await site.source.spawn();
    const data = await site.prepare({ instanceUuid });
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(3000);
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
    await site.source.hold(false);
    expect((await migrating).outcome).toBe("completed");
    expect(await site.states(instanceUuid)).toEqual({ source: "absent", destination: "running" });
  });
});
