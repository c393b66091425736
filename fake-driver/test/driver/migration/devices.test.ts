import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { GuestDevices, PciDeviceClaim } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { type Attached, failureOf } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { bootsOf, finish, instanceOf, moveAway, revert } from "../../support/cold-move.ts";
import { fileVolume } from "../../support/guest-devices.ts";
import { networkInterface } from "../../support/network-interface.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";
import { storedHost } from "../../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

const DRIVE: PciDeviceClaim = {
  address: "0000:af:00.0",
  vendorId: "8086",
  productId: "0a54",
  deviceType: "standard",
};

interface Scene {
  readonly site: AttachedSite;
  readonly instanceUuid: string;
  readonly devices: GuestDevices;
  readonly volumeId: string;
  /** What a host has connected and plugged for the instance. */
  readonly inUse: (host: "fake-host-1" | "fake-host-2") => { readonly volumes: string[]; readonly ports: string[] };
}

async function setScene(changes: GuestDevices = {}): Promise<Scene> {
  const stateDirectory = join(directory, `state-${randomUUID()}`);
  const site = await AttachedSite.create(image, { stateDirectory });
  const volume = fileVolume(directory);
  const devices = { blockDevices: { volumes: [volume] }, networkInterfaces: [networkInterface()], ...changes };
  const params = site.source.spawnParams();
  await site.source.driver.spawn({ ...params, devices });
  await site.source.advance(500);
  const inUse: Scene["inUse"] = (host) => {
    const { connections, plugs } = storedHost(stateDirectory, host);
    return {
      volumes: connections.map(({ volumeId }) => volumeId),
      ports: plugs.map(({ networkInterface: { portId } }) => portId),
    };
  };
  return { site, instanceUuid: params.instance.uuid, devices, volumeId: volume.volumeId, inUse };
}

const NOTHING = { volumes: [], ports: [] };

async function holderOfDrive(fake: Attached): Promise<string | undefined> {
  const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
  return resource.pciDevices?.find(({ address }) => address === DRIVE.address)?.instanceUuid;
}

describe("the devices of an instance that moves", () => {
  it("are released at the source and given at the destination", async () => {
    const { site, instanceUuid, devices, inUse } = await setScene();
    const before = inUse("fake-host-1");
    expect(before.volumes).toHaveLength(1);
    expect(before.ports).toHaveLength(1);
    const data = await moveAway(site, instanceUuid, { devices });
    expect(inUse("fake-host-1")).toEqual(NOTHING);
    const { attachedVolumes } = await finish(site, instanceOf(site, instanceUuid), data, { devices });
    expect(attachedVolumes?.map(({ volumeId }) => volumeId)).toEqual(before.volumes);
    expect(inUse("fake-host-2")).toEqual(before);
    await site.source.driver.confirmMigration({ instanceUuid, devices });
    expect(inUse("fake-host-2")).toEqual(before);
  });

  it("are released also where the request does not name them", async () => {
    const { site, instanceUuid, inUse } = await setScene({ pciDevices: [DRIVE] });
    expect(await holderOfDrive(site.source)).toBe(instanceUuid);
    await moveAway(site, instanceUuid);
    expect(inUse("fake-host-1")).toEqual(NOTHING);
    expect(await holderOfDrive(site.source)).toBeUndefined();
  });

  it("come back with the instance, whether the request names them or not", async () => {
    for (const isNamed of [true, false]) {
      const { site, instanceUuid, devices, inUse } = await setScene({ pciDevices: [DRIVE] });
      const before = inUse("fake-host-1");
      await moveAway(site, instanceUuid);
      await revert(site, instanceOf(site, instanceUuid), isNamed ? { devices } : {});
      expect(inUse("fake-host-1")).toEqual(before);
      expect(await holderOfDrive(site.source)).toBe(instanceUuid);
      expect(await site.source.powerState(instanceUuid)).toBe("running");
    }
  });

  it("are refused to an instance that comes back and finds them taken", async () => {
    const { site, instanceUuid, inUse } = await setScene({ pciDevices: [DRIVE] });
    await moveAway(site, instanceUuid);
    const other = site.source.spawnParams();
    await site.source.driver.spawn({ ...other, devices: { pciDevices: [DRIVE] } });
    const error = await failureOf(revert(site, instanceOf(site, instanceUuid)));
    expect(error).toMatchObject({ code: "DEVICE_UNAVAILABLE", effect: "none", details: { device: DRIVE.address } });
    expect(inUse("fake-host-1")).toEqual(NOTHING);
    await site.source.driver.destroy({ instanceUuid: other.instance.uuid, destroyDisks: true });
    await revert(site, instanceOf(site, instanceUuid));
  });

  it("are connected again by a powerOn after a move that failed", async () => {
    const { site, instanceUuid, volumeId, inUse } = await setScene({ pciDevices: [DRIVE] });
    const before = inUse("fake-host-1");
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "volumeLost", volumeId } });
    const error = await failureOf(moveAway(site, instanceUuid));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "partial", details: { step: "disconnectVolume" } });
    await site.source.driver["simulation/clearFaults"]();
    await site.source.driver.powerOn({ instanceUuid });
    await site.source.advance(500);
    expect(inUse("fake-host-1")).toEqual(before);
    expect(await holderOfDrive(site.source)).toBe(instanceUuid);
    expect(await bootsOf(site.source, instanceUuid)).toBe(2);
  });

  it("are not given where the destination cannot build the guest", async () => {
    const { site, instanceUuid, devices, volumeId, inUse } = await setScene();
    const data = await moveAway(site, instanceUuid, { devices });
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "volumeLost", volumeId } });
    const error = await failureOf(finish(site, instanceOf(site, instanceUuid), data, { devices }));
    expect(error).toMatchObject({ code: "VOLUME_CONNECTION_FAILED", details: { volumeId } });
    expect(inUse("fake-host-2")).toEqual(NOTHING);
    await site.source.driver["simulation/clearFaults"]();
    await finish(site, instanceOf(site, instanceUuid), data, { devices });
  });

  it("stay with an instance that is replaced on its own host", async () => {
    const { site, instanceUuid, inUse } = await setScene({ pciDevices: [DRIVE] });
    const before = inUse("fake-host-1");
    const { driver } = site.source;
    const { flavor } = site.source.spawnParams().instance;
    const stop = { timeoutSeconds: 0, retryIntervalSeconds: 0 };
    const { data } = await driver.migrateDiskAndPowerOff({ instanceUuid, sameHost: true, flavor, ...stop });
    expect(inUse("fake-host-1")).toEqual(NOTHING);
    const instance = instanceOf(site, instanceUuid);
    const finished = { instance, node: site.source.node(), data, sameHost: true, resizeDisks: false, powerOn: true };
    await driver.finishMigration(finished);
    expect(inUse("fake-host-1")).toEqual(before);
    expect(await holderOfDrive(site.source)).toBe(instanceUuid);
    await driver.confirmMigration({ instanceUuid, sameHost: true });
    expect(inUse("fake-host-1")).toEqual(before);
  });
});

describe("the trusted platform module of an instance that moves", () => {
  it("goes with its state, and with its secret where the source's node keeps that", async () => {
    const site = await AttachedSite.create(image);
    const tpm = { ...image, properties: { tpm: { version: "2.0", model: "tpm-crb" } } } as const;
    const params = site.source.spawnParams({ image: tpm });
    const { uuid } = params.instance;
    const secret = { use: "vtpm" as const, value: "c2VjcmV0", keepOnHost: true };
    await site.source.driver.spawn({ ...params, devices: { secrets: [secret] } });
    const data = await moveAway(site, uuid);
    expect(data.disks.map(({ use }) => use)).toContain("tpm");
    expect(JSON.stringify({ ...data, driverPrivate: undefined })).not.toContain(secret.value);
    await finish(site, params.instance, data);
    await site.destination.driver.reboot({ instanceUuid: uuid, type: "hard" });
    await site.source.driver.confirmMigration({ instanceUuid: uuid });
    expect(await site.destination.powerState(uuid)).toBe("running");
  });

  it("needs the secret again where no node keeps it", async () => {
    const site = await AttachedSite.create(image);
    const tpm = { ...image, properties: { tpm: { version: "2.0", model: "tpm-crb" } } } as const;
    const params = site.source.spawnParams({ image: tpm });
    const secrets = [{ use: "vtpm" as const, value: "c2VjcmV0" }];
    await site.source.driver.spawn({ ...params, devices: { secrets } });
    const data = await moveAway(site, params.instance.uuid);
    for (const devices of [{}, { secrets: [{ use: "vtpm" as const, value: "b3RoZXI=" }] }]) {
      const error = await failureOf(finish(site, params.instance, data, { devices }));
      expect(error).toMatchObject({
        code: "INVALID_REQUEST",
        effect: "none",
        details: { path: "params.devices.secrets" },
      });
    }
    await finish(site, params.instance, data, { devices: { secrets } });
  });
});
