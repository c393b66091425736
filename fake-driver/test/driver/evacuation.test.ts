import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { AttachedSite } from "../support/attached-site.ts";
import { bootsOf, failStep, hasDisks, moveAway } from "../support/cold-move.ts";
import { sharedStorePersona } from "../support/persona-with.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const persona = sharedStorePersona(directory);

describe("instanceOnDisk", () => {
  it("is true where the node reaches the disks, with or without the instance, and false where it does not", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    const onDisk = async (index: number): Promise<boolean> =>
      (await fake.driver.instanceOnDisk({ instanceUuid, node: fake.node(index) })).onDisk;
    expect(await onDisk(0)).toBe(true);
    expect(await onDisk(1)).toBe(false);
    await fake.driver.destroy({ instanceUuid, destroyDisks: false });
    expect(await onDisk(0)).toBe(true);
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await onDisk(0)).toBe(false);
  });

  it("sees disks on a store that hosts share", async () => {
    const site = await AttachedSite.create(image, { persona });
    expect(await hasDisks(site.destination, await site.source.spawn())).toBe(true);
  });

  it("is no answer while storage does not answer, or for a node that is not served", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    expect(await failureOf(fake.driver.instanceOnDisk({ instanceUuid, node: randomUUID() }))).toMatchObject({
      code: "NODE_NOT_FOUND",
      effect: "none",
    });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "backendUnreachable" } });
    expect((await failureOf(fake.driver.instanceOnDisk({ instanceUuid, node: fake.node() }))).code).toBe(
      "BACKEND_UNREACHABLE",
    );
  });
});

describe("spawn of an instance whose disks are within reach", () => {
  it("on another host starts the guest from them", async () => {
    const site = await AttachedSite.create(image, { persona });
    const params = site.source.spawnParams();
    await site.source.driver.spawn(params);
    await site.source.advance(500);
    const { uuid } = params.instance;
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "hostDown", node: site.source.node() } });
    await site.destination.driver.spawn({ ...params, node: site.destination.node() });
    await site.destination.advance(500);
    expect(await bootsOf(site.destination, uuid)).toBe(2);
  });

  it("leaves them there when it fails, at whatever step, and changes nothing on them", async () => {
    const site = await AttachedSite.create(image, { persona });
    const params = site.source.spawnParams();
    await site.source.driver.spawn(params);
    await site.source.advance(500);
    const { uuid } = params.instance;
    const evacuated = { ...params, node: site.destination.node() };
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "hostDown", node: site.source.node() } });
    for (let step = 1; ; step += 1) {
      await failStep(site.destination, step);
      const outcome = await site.destination.driver.spawn(evacuated).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) break;
      expect(outcome).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
      expect(await hasDisks(site.destination, uuid)).toBe(true);
    }
    await site.destination.advance(500);
    expect(await bootsOf(site.destination, uuid)).toBe(2);
  });

  it("leaves them there also when the guest had started", async () => {
    const site = await AttachedSite.create(image, { persona });
    const params = site.source.spawnParams();
    await site.source.driver.spawn(params);
    await site.source.advance(500);
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "hostDown", node: site.source.node() } });
    const trigger = { operation: "spawn", step: "startGuest" };
    await site.destination.driver["simulation/injectFault"]({
      fault: { kind: "stepFault", trigger, action: "failAfter" },
    });
    await failureOf(site.destination.driver.spawn({ ...params, node: site.destination.node() }));
    expect(await hasDisks(site.destination, params.instance.uuid)).toBe(true);
  });

  it("starts from disks that a move had set aside when its host was lost", async () => {
    const site = await AttachedSite.create(image, { persona });
    const params = site.source.spawnParams();
    await site.source.driver.spawn(params);
    await site.source.advance(500);
    const { uuid } = params.instance;
    await moveAway(site, uuid);
    await site.source.driver["simulation/injectFault"]({ fault: { kind: "hostDown", node: site.source.node() } });
    expect(await hasDisks(site.destination, uuid)).toBe(true);
    await site.destination.driver.spawn({ ...params, node: site.destination.node() });
    await site.destination.advance(500);
    expect(await bootsOf(site.destination, uuid)).toBe(2);
  });
});

describe("destroy on the old host of an instance that was evacuated", () => {
  it("keeps the guest's disks, its config drive and its rescue disk on a store that hosts share", async () => {
    const site = await AttachedSite.create(image, { persona });
    const { source, destination } = site;
    const configDrive = { format: "iso9660", label: "config-2", files: [{ path: "a", data: "" }] } as const;
    const params = source.spawnParams({ configDrive: { ...configDrive, files: [...configDrive.files] } });
    const instanceUuid = params.instance.uuid;
    await source.driver.spawn(params);
    await source.driver["simulation/injectFault"]({ fault: { kind: "hostDown", node: source.node() } });
    await destination.driver.spawn({ ...params, node: destination.node(), powerOn: false });
    await destination.driver.rescue({ instanceUuid, image: probeImage(directory) });
    const disksOf = async (): Promise<string | undefined> => {
      const { resource } = await destination.driver.getAvailableResource({ node: destination.node() });
      return resource.stats?.find(({ key }) => key === "store")?.value;
    };
    const before = await disksOf();
    await source.driver["simulation/clearFaults"]();
    await source.driver.destroy({ instanceUuid, destroyDisks: false });
    expect(await disksOf()).toBe(before);
    expect((await source.driver.listInstances()).instances).toEqual([]);
    await destination.driver.reboot({ instanceUuid, type: "hard" });
    expect(await destination.powerState(instanceUuid)).toBe("running");
  });
});

describe("the check for shared storage", () => {
  it("leaves a probe that only the same store shows, and removes it", async () => {
    const site = await AttachedSite.create(image);
    const { source, destination } = site;
    const instanceUuid = await source.spawn();
    const asked = { instanceUuid, node: source.node() };
    const { verdict, probe } = await source.driver.checkInstanceSharedStorageLocal(asked);
    expect(verdict).toBe("probe");
    if (probe === undefined) throw new RangeError("There is no probe");
    const seen = async (host: Attached, changes: Partial<typeof probe> = {}): Promise<boolean> => {
      const looked = { instanceUuid, node: host.node(), probe: { ...probe, ...changes } };
      return (await host.driver.checkInstanceSharedStorageRemote(looked)).shared;
    };
    expect(await seen(source)).toBe(true);
    expect(await seen(source, { token: randomUUID() })).toBe(false);
    expect(await seen(source, { location: "/etc/passwd" })).toBe(false);
    expect(await seen(source, { location: "toString" })).toBe(false);
    expect(await seen(destination)).toBe(false);
    const clean = (changes: Partial<typeof probe>): Promise<unknown> =>
      source.driver.checkInstanceSharedStorageCleanup({ ...asked, probe: { ...probe, ...changes } });
    await clean({ token: randomUUID() });
    await clean({ location: "/etc/passwd" });
    expect(await seen(source)).toBe(true);
    await clean({});
    await clean({});
    expect(await seen(source)).toBe(false);
    expect(await hasDisks(source, instanceUuid)).toBe(true);
  });

  it("gives each probe a token of its own, so that an old one is not taken for a new one", async () => {
    const { source } = await AttachedSite.create(image);
    const asked = { instanceUuid: await source.spawn(), node: source.node() };
    const { probe: first } = await source.driver.checkInstanceSharedStorageLocal(asked);
    const { probe: second } = await source.driver.checkInstanceSharedStorageLocal(asked);
    expect(second?.token).not.toBe(first?.token);
    if (first === undefined || second === undefined) throw new RangeError("There is no probe");
    expect(await source.driver.checkInstanceSharedStorageRemote({ ...asked, probe: first })).toEqual({ shared: false });
    expect(await source.driver.checkInstanceSharedStorageRemote({ ...asked, probe: second })).toEqual({ shared: true });
  });

  it("knows of a store that all hosts reach, and needs no probe", async () => {
    const { source } = await AttachedSite.create(image, { persona });
    const asked = { instanceUuid: randomUUID(), node: source.node() };
    expect(await source.driver.checkInstanceSharedStorageLocal(asked)).toEqual({ verdict: "shared" });
  });

  it("fails without effect where a step does, and refuses nodes that are not served", async () => {
    const { source } = await AttachedSite.create(image);
    const asked = { instanceUuid: randomUUID(), node: source.node() };
    await failStep(source, 1);
    const { driver } = source;
    expect(await failureOf(driver.checkInstanceSharedStorageLocal(asked))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
      details: { step: "leaveProbe" },
    });
    const { probe } = await driver.checkInstanceSharedStorageLocal(asked);
    if (probe === undefined) throw new RangeError("There is no probe");
    await failStep(source, 1);
    expect(await failureOf(driver.checkInstanceSharedStorageCleanup({ ...asked, probe }))).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "none",
    });
    const elsewhere = { ...asked, node: randomUUID(), probe };
    for (const call of [
      driver.checkInstanceSharedStorageLocal({ instanceUuid: asked.instanceUuid, node: elsewhere.node }),
      driver.checkInstanceSharedStorageRemote(elsewhere),
      driver.checkInstanceSharedStorageCleanup(elsewhere),
    ]) {
      expect(await failureOf(call)).toMatchObject({ code: "NODE_NOT_FOUND", effect: "none" });
    }
  });
});
