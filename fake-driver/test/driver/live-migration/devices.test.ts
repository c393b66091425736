import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { MediatedDevice } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { type Attached, failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { type RichGuest, richGuest } from "../../support/rich-guest.ts";
import { storedHost } from "../../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

const SOURCE = "fake-host-1";
const DESTINATION = "fake-host-2";

/** A site whose records can be looked into. */
async function create(): Promise<{ readonly site: AttachedSite; readonly stateDirectory: string }> {
  const stateDirectory = join(directory, `state-${randomUUID()}`);
  return { site: await AttachedSite.create(image, { stateDirectory }), stateDirectory };
}

/** What a host has connected and plugged for anybody: ids of volumes, and bridges and devices of ports. */
function wiring(stateDirectory: string, host: string): { volumes: string[]; plugs: unknown[] } {
  const { connections, plugs } = storedHost(stateDirectory, host);
  return {
    volumes: connections.map(({ volumeId }) => volumeId).toSorted(),
    plugs: plugs.map(({ networkInterface: { binding } }) =>
      binding.vifType === "bridge" ? binding.bridgeName : "pciAddress" in binding && binding.pciAddress,
    ),
  };
}

const NOTHING = { volumes: [], plugs: [] };

const migrated = async (site: AttachedSite, guest: RichGuest): Promise<void> => {
  const { outcome, data } = await site.migrate(guest);
  expect(outcome).toBe("completed");
  await site.complete(guest, data);
};

describe("preLiveMigration", () => {
  it("connects every volume and plugs every interface as it is bound there, and shows no instance", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const checked = await site.check(guest);
    const params = {
      instance: site.instanceOf(guest.instanceUuid),
      node: site.destination.node(),
      data: { ...checked, ...guest.additions },
      devices: guest.devices,
    };
    const first = await site.destination.driver.preLiveMigration(params);
    expect(first.attachedVolumes?.map(({ volumeId }) => volumeId)).toEqual(guest.volumeIds);
    const prepared = { volumes: [...guest.volumeIds].toSorted(), plugs: ["br-destination", "0000:3b:00.3"] };
    expect(wiring(stateDirectory, DESTINATION)).toEqual(prepared);
    expect(await site.states(guest.instanceUuid)).toEqual({ source: "running", destination: "absent" });
    const again = await site.destination.driver.preLiveMigration(params);
    expect(again.attachedVolumes).toEqual(first.attachedVolumes);
    expect(wiring(stateDirectory, DESTINATION)).toEqual(prepared);
  });

  it("refuses a disk that was there before, and leaves it", async () => {
    const { site } = await create();
    const instanceUuid = await site.source.spawn();
    await site.destination.driver.spawn({ ...site.destination.spawnParams(), instance: site.instanceOf(instanceUuid) });
    await site.destination.driver.destroy({ instanceUuid, destroyDisks: false });
    expect(await failureOf(site.prepare({ instanceUuid }))).toMatchObject({
      code: "DESTINATION_DISK_EXISTS",
      effect: "none",
      details: { instanceUuid },
    });
    await site.destination.driver.destroy({ instanceUuid, destroyDisks: true });
    expect((await site.migrate({ instanceUuid })).outcome).toBe("completed");
  });

  it("refuses an instance that it has, another node than the data's, and formats that it cannot read", async () => {
    const { site } = await create();
    const instanceUuid = await site.source.spawn();
    const data = await site.check({ instanceUuid });
    const instance = site.instanceOf(instanceUuid);
    const { driver } = site.destination;
    const node = site.destination.node();
    expect(
      await failureOf(site.source.driver.preLiveMigration({ instance, node: site.source.node(), data })),
    ).toMatchObject({ code: "INSTANCE_EXISTS" });
    expect(await failureOf(driver.preLiveMigration({ instance, node: site.destination.node(1), data }))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "other" },
    });
    const foreign = { ...data, format: { name: "other", version: 1 } };
    expect(await failureOf(driver.preLiveMigration({ instance, node, data: foreign }))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "unknown-format" },
    });
    const flavor = { ...instance.flavor, vcpus: 4096 };
    const large = driver.preLiveMigration({ instance: { ...instance, flavor }, node, data });
    expect(await failureOf(large)).toMatchObject({ code: "INSUFFICIENT_RESOURCES" });
  });
});

describe("a guest with volumes and interfaces", () => {
  it("has them at the destination, also after a power cycle, and leaves none behind", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid } = guest;
    const { data } = await site.migrate(guest);
    expect(wiring(stateDirectory, SOURCE).volumes).toHaveLength(2);
    const node = site.destination.node();
    const post = { instance: site.instanceOf(instanceUuid), node, data, devices: guest.devices };
    const first = await site.destination.driver.postLiveMigrationAtDestination(post);
    expect(first.attachedVolumes?.map(({ volumeId }) => volumeId)).toEqual(guest.volumeIds);
    expect(first.taggedDevices).toMatchObject([{ tag: "fast", deviceId: guest.portIds[1] }]);
    expect(await site.destination.driver.postLiveMigrationAtDestination(post)).toEqual(first);
    await site.source.driver.postLiveMigrationAtSource({ instanceUuid, data, devices: guest.sourceDevices });
    await site.source.driver.postLiveMigrationAtSource({ instanceUuid, data, devices: guest.sourceDevices });
    await site.source.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(wiring(stateDirectory, SOURCE)).toEqual(NOTHING);
    const { driver } = site.destination;
    await driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await driver.powerOn({ instanceUuid });
    expect(wiring(stateDirectory, DESTINATION)).toEqual({
      volumes: [...guest.volumeIds].toSorted(),
      plugs: ["br-destination", "0000:3b:00.3"],
    });
    expect(site.source.transitions(instanceUuid)).toEqual(["spawned", "migrated"]);
    expect(site.destination.transitions(instanceUuid)).toEqual(["migrated", "stopped", "started"]);
    await driver.destroy({ instanceUuid, destroyDisks: true });
    expect(wiring(stateDirectory, DESTINATION)).toEqual(NOTHING);
  });

  it("releases at the source just what the call names", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid, sourceDevices } = guest;
    const { data } = await site.migrate(guest);
    const [kept = "", named = ""] = guest.volumeIds;
    const devices = {
      blockDevices: {
        volumes: (sourceDevices.blockDevices?.volumes ?? []).filter(({ volumeId }) => volumeId === named),
      },
      networkInterfaces: (sourceDevices.networkInterfaces ?? []).slice(0, 1),
    };
    await site.source.driver.postLiveMigrationAtSource({ instanceUuid, data, devices });
    expect(wiring(stateDirectory, SOURCE)).toEqual({ volumes: [kept], plugs: ["0000:3b:00.2"] });
  });

  it("releases the rest when a volume is stuck, and that one with the next call", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid, sourceDevices: devices } = guest;
    const { data } = await site.migrate(guest);
    const [stuck = ""] = guest.volumeIds;
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "volumeLost", volumeId: stuck } });
    const post = { instanceUuid, data, devices };
    expect(await failureOf(site.source.driver.postLiveMigrationAtSource(post))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "partial",
    });
    expect(wiring(stateDirectory, SOURCE)).toEqual({ volumes: [stuck], plugs: [] });
    await site.source.driver["simulation/clearFaults"]();
    await site.source.driver.postLiveMigrationAtSource(post);
    expect(wiring(stateDirectory, SOURCE)).toEqual(NOTHING);
  });

  it("gets back what it had when it stays, without a boot, once", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid } = guest;
    const before = wiring(stateDirectory, SOURCE);
    const data = await site.prepare(guest);
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(4000);
    await site.source.driver.liveMigrationAbort({ instanceUuid });
    expect((await migrating).outcome).toBe("cancelled");
    await site.source.hold(false);
    const first = await site.source.driver.rollbackLiveMigrationAtSource({ instanceUuid, data });
    expect(first.taggedDevices).toMatchObject([{ tag: "fast" }]);
    const second = await site.source.driver.rollbackLiveMigrationAtSource({ instanceUuid, data });
    expect(second.taggedDevices).toEqual([]);
    await site.rollBackAtDestination(instanceUuid, data, guest.devices);
    await site.rollBackAtDestination(instanceUuid, data, guest.devices);
    expect(wiring(stateDirectory, SOURCE)).toEqual(before);
    expect(wiring(stateDirectory, DESTINATION)).toEqual(NOTHING);
    expect(storedHost(stateDirectory, DESTINATION).incoming).toEqual([]);
    expect((await site.source.lines(instanceUuid)).filter((line) => line.startsWith("boot"))).toEqual(["boot 1"]);
    await migrated(site, guest);
  });

  it("stays where it is when it does not let go of what cannot move", async () => {
    const { site } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid } = guest;
    await site.source.driver["simulation/injectFault"]({
      fault: { kind: "guestBehaviour", instanceUuid, keepsDevices: true },
    });
    expect(await site.migrate(guest)).toMatchObject({ outcome: "failed", problem: expect.stringContaining("let go") });
  });
});

describe("rollbackLiveMigrationAtDestination", () => {
  it("goes on past what is stuck, and removes the rest with the next call", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const data = await site.prepare(guest);
    const [stuck = ""] = guest.volumeIds;
    await site.destination.driver["simulation/injectFault"]({ fault: { kind: "volumeLost", volumeId: stuck } });
    const rollBack = (): Promise<void> => site.rollBackAtDestination(guest.instanceUuid, data, guest.devices);
    expect(await failureOf(rollBack())).toMatchObject({ code: "BACKEND_FAILED", effect: "partial" });
    expect(wiring(stateDirectory, DESTINATION)).toEqual({ volumes: [stuck], plugs: [] });
    await site.destination.driver["simulation/clearFaults"]();
    await rollBack();
    expect(wiring(stateDirectory, DESTINATION)).toEqual(NOTHING);
    await migrated(site, guest);
  });

  it("knows by itself what was prepared, and succeeds where nothing was", async () => {
    const { site, stateDirectory } = await create();
    const guest = await richGuest(site, directory);
    const data = await site.prepare(guest);
    await site.rollBackAtDestination(guest.instanceUuid, data);
    expect(wiring(stateDirectory, DESTINATION)).toEqual(NOTHING);
    await site.rollBackAtDestination(randomUUID(), data);
  });

  it("refuses a guest that has arrived, which goes on", async () => {
    const { site } = await create();
    const guest = await richGuest(site, directory);
    const { data } = await site.migrate(guest);
    expect(await failureOf(site.rollBackAtDestination(guest.instanceUuid, data, guest.devices))).toMatchObject({
      code: "INVALID_STATE",
      effect: "none",
      details: { powerState: "running" },
    });
    expect(await site.states(guest.instanceUuid)).toEqual({ source: "absent", destination: "running" });
  });

  it("takes the place of a guest that is on its way, which then stays at the source", async () => {
    const { site } = await create();
    const guest = await richGuest(site, directory);
    const { instanceUuid } = guest;
    const data = await site.prepare(guest);
    await site.source.hold();
    const migrating = site.source.driver.liveMigration({ instanceUuid, data });
    await site.source.advance(4000);
    const node = site.destination.node();
    const instance = site.instanceOf(instanceUuid);
    const early = site.destination.driver.postLiveMigrationAtDestination({ instance, node, data });
    expect(await failureOf(early)).toMatchObject({ code: "INVALID_STATE", details: { powerState: "pending" } });
    const rolledBack = site.rollBackAtDestination(instanceUuid, data, guest.devices);
    await site.source.hold(false);
    await rolledBack;
    expect((await migrating).outcome).toBe("failed");
    expect(await site.states(instanceUuid)).toEqual({ source: "running", destination: "absent" });
  });
});

async function mediatedDevices(fake: Attached, instanceUuid: string): Promise<MediatedDevice[]> {
  const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
  return (resource.mediatedDevices ?? []).filter((device) => device.instanceUuid === instanceUuid);
}

async function heldPci(fake: Attached, instanceUuid: string): Promise<string[]> {
  const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
  return (resource.pciDevices ?? []).flatMap((device) =>
    device.instanceUuid === instanceUuid ? [device.address] : [],
  );
}

describe("devices of the host", () => {
  const GPU = "0000:5e:00.0";

  const claim = {
    address: "0000:3b:00.2",
    vendorId: "15b3",
    productId: "101e",
    deviceType: "virtual-function",
  } as const;

  it("are replaced by those that the caller has claimed, if they can move", async () => {
    const { site } = await create();
    const params = site.source.spawnParams();
    const { uuid: instanceUuid } = params.instance;
    await site.source.driver.spawn({ ...params, devices: { pciDevices: [claim] } });
    const destination = "0000:3b:00.3";
    const move = { instanceUuid, claims: { pciDevices: [{ source: claim.address, destination }] } };
    const { outcome, data } = await site.migrate(move);
    expect(outcome).toBe("completed");
    await site.complete(move, data);
    expect(await heldPci(site.source, instanceUuid)).toEqual([]);
    expect(await heldPci(site.destination, instanceUuid)).toEqual([destination]);
  });

  it("are refused where they cannot move, are taken, or have no counterpart", async () => {
    const { site } = await create();
    const params = site.source.spawnParams();
    const drive = { address: "0000:af:00.0", vendorId: "8086", productId: "0a54", deviceType: "standard" } as const;
    await site.source.driver.spawn({ ...params, devices: { pciDevices: [drive] } });
    expect(await failureOf(site.check({ instanceUuid: params.instance.uuid }))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "device-cannot-move" },
    });
    const other = site.source.spawnParams();
    const { uuid: instanceUuid } = other.instance;
    await site.source.driver.spawn({ ...other, devices: { pciDevices: [claim] } });
    const unclaimed = await site.prepare({ instanceUuid });
    expect(await failureOf(site.source.driver.liveMigration({ instanceUuid, data: unclaimed }))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "device-cannot-move" },
    });
    await site.rollBackAtDestination(instanceUuid, unclaimed);
    const neighbour = site.destination.spawnParams();
    await site.destination.driver.spawn({ ...neighbour, devices: { pciDevices: [claim] } });
    const pciDevices = [{ source: claim.address, destination: claim.address }];
    expect(await failureOf(site.check({ instanceUuid, claims: { pciDevices } }))).toMatchObject({
      code: "DEVICE_UNAVAILABLE",
      details: { device: claim.address },
    });
  });

  it("that are mediated are kept from the last check on, for nobody else, and then are the guest's", async () => {
    const { site } = await create();
    const { resource } = await site.source.driver.getAvailableResource({ node: site.source.node() });
    const provider = resource.mediatedDevices?.find(({ parentAddress }) => parentAddress === GPU)?.resourceProvider;
    const allocations = [{ providerUuid: provider ?? "", resources: [{ resourceClass: "VGPU", amount: 2 }] }];
    const params = site.source.spawnParams();
    const { uuid: instanceUuid } = params.instance;
    await site.source.driver.spawn({ ...params, devices: { allocations } });
    const had = (await mediatedDevices(site.source, instanceUuid)).map(({ uuid }) => uuid);
    const data = await site.check({ instanceUuid });
    expect(data.mediatedDevices?.map(({ source }) => source)).toEqual(had);
    const kept = data.mediatedDevices?.map(({ destination }) => destination);
    expect(new Set(kept).size).toBe(2);
    const { data: repeated } = await site.destination.driver.checkSourceMigrateDataAtDestination({
      instanceUuid,
      node: site.destination.node(),
      data,
    });
    expect(repeated).toEqual(data);
    const instance = site.instanceOf(instanceUuid);
    const prepared = await site.destination.driver.preLiveMigration({ instance, node: site.destination.node(), data });
    const { outcome } = await site.source.driver.liveMigration({ instanceUuid, data: prepared.data });
    expect(outcome).toBe("completed");
    await site.complete({ instanceUuid }, prepared.data);
    expect(await mediatedDevices(site.source, instanceUuid)).toEqual([]);
    expect((await mediatedDevices(site.destination, instanceUuid)).map(({ uuid }) => uuid)).toEqual(kept);
  });

  it("that are accelerators keep their guest where it is", async () => {
    const { site } = await create();
    const params = site.source.spawnParams();
    const accelerators = [
      {
        uuid: randomUUID(),
        providerUuid: randomUUID(),
        attachHandle: { kind: "pci" as const, address: claim.address },
      },
    ];
    await site.source.driver.spawn({ ...params, devices: { accelerators } });
    expect(await failureOf(site.check({ instanceUuid: params.instance.uuid }))).toMatchObject({
      code: "MIGRATION_NOT_POSSIBLE",
      details: { reason: "device-cannot-move" },
    });
  });
});
