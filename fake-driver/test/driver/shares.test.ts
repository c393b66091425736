import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ShareMapping } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const attach = (): Promise<Attached> => Attached.create({}, image);

const newShare = (exportLocation = "192.0.2.50:/shares/team-data"): ShareMapping => ({
  protocol: "nfs",
  shareId: randomUUID(),
  tag: "team-data",
  exportLocation,
});

const failStep = (fake: Attached, step: number): Promise<unknown> =>
  fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });

/** Whether a share is mounted for anybody: giving up a use that never was tells it. */
async function isMounted(fake: Attached, share: ShareMapping): Promise<boolean> {
  const { isInUse } = await fake.driver.umountShare({ instanceUuid: randomUUID(), node: fake.node(), share });
  return isInUse;
}

describe("mountShare", () => {
  it("counts an instance once, however often it is repeated", async () => {
    const fake = await attach();
    const use = { instanceUuid: randomUUID(), node: fake.node(), share: newShare() };
    await fake.driver.mountShare(use);
    await fake.driver.mountShare(use);
    expect(await isMounted(fake, use.share)).toBe(true);
    expect(await fake.driver.umountShare(use)).toEqual({ isInUse: false });
    expect(await isMounted(fake, use.share)).toBe(false);
  });

  it("of a location that is none, or that no server answers at, fails and leaves nothing", async () => {
    const fake = await attach();
    for (const location of ["team-data", "192.0.2.50:relative", "nfs.example.invalid:/shares/team-data"]) {
      const share = newShare(location);
      const mount = { instanceUuid: randomUUID(), node: fake.node(), share };
      expect(await failureOf(fake.driver.mountShare(mount))).toMatchObject({
        code: "SHARE_MOUNT_FAILED",
        effect: "none",
        details: { shareId: share.shareId },
      });
      expect(await isMounted(fake, share)).toBe(false);
    }
  });

  it("takes a Ceph share by its monitors, and keeps its key nowhere", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory }, image);
    const share: ShareMapping = {
      ...newShare(),
      protocol: "cephfs",
      exportLocation: "192.0.2.51:6789,192.0.2.52:6789:/volumes/_nogroup/team-data",
      authentication: { username: "team", key: "QVFEc2VjcmV0" },
    };
    await fake.driver.mountShare({ instanceUuid: randomUUID(), node: fake.node(), share });
    expect(await isMounted(fake, share)).toBe(true);
    await fake.connection.close();
    const stored = readdirSync(stateDirectory, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => readFileSync(join(stateDirectory, name), "utf8"))
      .join("");
    expect(stored).toContain(share.shareId);
    expect(stored).not.toContain("QVFEc2VjcmV0");
  });

  it("that the hypervisor fails at leaves nothing, and can succeed later", async () => {
    const fake = await attach();
    const mount = { instanceUuid: randomUUID(), node: fake.node(), share: newShare() };
    await failStep(fake, 1);
    const error = await failureOf(fake.driver.mountShare(mount));
    expect(error).toMatchObject({ code: "SHARE_MOUNT_FAILED", effect: "none" });
    expect(await isMounted(fake, mount.share)).toBe(false);
    await fake.driver.mountShare(mount);
    expect(await isMounted(fake, mount.share)).toBe(true);
  });

  it("on a node that is not there is refused", async () => {
    const fake = await attach();
    const mount = { instanceUuid: randomUUID(), node: randomUUID(), share: newShare() };
    expect(await failureOf(fake.driver.mountShare(mount))).toMatchObject({ code: "NODE_NOT_FOUND" });
    expect(await failureOf(fake.driver.umountShare(mount))).toMatchObject({ code: "NODE_NOT_FOUND" });
  });

  it("of a share that its server knows no more tells it apart from one that cannot be mounted", async () => {
    const fake = await attach();
    const share = newShare();
    const mount = { instanceUuid: randomUUID(), node: fake.node(), share };
    await fake.driver["simulation/injectFault"]({ fault: { kind: "shareLost", shareId: share.shareId } });
    const error = await failureOf(fake.driver.mountShare(mount));
    expect(error).toMatchObject({ code: "SHARE_NOT_FOUND", effect: "none", details: { shareId: share.shareId } });
    await fake.driver["simulation/clearFaults"]();
    await fake.driver.mountShare(mount);
    expect(await isMounted(fake, share)).toBe(true);
  });
});

describe("umountShare", () => {
  it("leaves the share mounted for others, and the last one unmounts it", async () => {
    const fake = await attach();
    const share = newShare();
    const uses = [randomUUID(), randomUUID()].map((instanceUuid) => ({ instanceUuid, node: fake.node(), share }));
    for (const use of uses) await fake.driver.mountShare(use);
    const answers = [];
    for (const use of uses) answers.push(await fake.driver.umountShare(use));
    expect(answers).toEqual([{ isInUse: true }, { isInUse: false }]);
    expect(await isMounted(fake, share)).toBe(false);
  });

  it("keeps the nodes of a host apart", async () => {
    const fake = await attach();
    const use = { instanceUuid: randomUUID(), node: fake.node(0), share: newShare() };
    await fake.driver.mountShare(use);
    expect(await fake.driver.umountShare({ ...use, node: fake.node(1) })).toEqual({ isInUse: false });
    expect(await isMounted(fake, use.share)).toBe(true);
  });

  it("repeated, or by an instance that does not use it, takes it from no other", async () => {
    const fake = await attach();
    const share = newShare();
    const [user, other] = [randomUUID(), randomUUID()];
    for (const instanceUuid of [user, other]) {
      await fake.driver.mountShare({ instanceUuid, node: fake.node(), share });
    }
    for (let times = 0; times < 2; times += 1) {
      const answer = await fake.driver.umountShare({ instanceUuid: user, node: fake.node(), share });
      expect(answer).toEqual({ isInUse: true });
    }
  });

  it("under a guest that runs or is paused is refused, whether it uses the share or not", async () => {
    const fake = await attach();
    const umount = { instanceUuid: await fake.spawn(), node: fake.node(), share: newShare() };
    const { instanceUuid } = umount;
    const running = await failureOf(fake.driver.umountShare(umount));
    expect(running).toMatchObject({ code: "INVALID_STATE", effect: "none", details: { powerState: "running" } });
    await fake.driver.pause({ instanceUuid });
    const paused = await failureOf(fake.driver.umountShare(umount));
    expect(paused).toMatchObject({ code: "INVALID_STATE", details: { powerState: "paused" } });
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    expect(await fake.driver.umountShare(umount)).toEqual({ isInUse: false });
  });

  it("that the hypervisor fails at still counts the instance", async () => {
    const fake = await attach();
    const use = { instanceUuid: randomUUID(), node: fake.node(), share: newShare() };
    await fake.driver.mountShare(use);
    await failStep(fake, 1);
    const error = await failureOf(fake.driver.umountShare(use));
    expect(error).toMatchObject({ code: "SHARE_MOUNT_FAILED", effect: "none" });
    expect(await isMounted(fake, use.share)).toBe(true);
    expect(await fake.driver.umountShare(use)).toEqual({ isInUse: false });
  });
});

describe("a guest", () => {
  it("is built with shares that are mounted for it, and refused one that is not", async () => {
    const fake = await attach();
    const share = newShare();
    const params = { ...fake.spawnParams(), devices: { shares: [share] } };
    const error = await failureOf(fake.driver.spawn(params));
    expect(error).toMatchObject({
      code: "SHARE_MOUNT_FAILED",
      effect: "none",
      details: { shareId: share.shareId },
    });
    const { uuid: instanceUuid } = params.instance;
    await fake.driver.mountShare({ instanceUuid, node: fake.node(), share });
    await fake.driver.spawn(params);
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });

  it("is not started when its share has been unmounted meanwhile", async () => {
    const fake = await attach();
    const share = newShare();
    const params = { ...fake.spawnParams(), devices: { shares: [share] } };
    const { uuid: instanceUuid } = params.instance;
    const use = { instanceUuid, node: fake.node(), share };
    await fake.driver.mountShare(use);
    await fake.driver.spawn(params);
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await fake.driver.umountShare(use);
    expect(await failureOf(fake.driver.powerOn({ instanceUuid }))).toMatchObject({ code: "SHARE_MOUNT_FAILED" });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    await fake.driver.powerOn({ instanceUuid, devices: { shares: [] } });
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });
});
