import type { StepFault } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { fakeSite } from "../../../src/index.ts";
import { Attached } from "../../support/attached.ts";
import { AttachedSite } from "../../support/attached-site.ts";
import { AT_ONCE, bootsOf, hasDisks, instanceOf, LARGE, moveAway, SMALL } from "../../support/cold-move.ts";
import { sharedStorePersona } from "../../support/persona-with.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const shared = sharedStorePersona(directory);

/** Has a driver die at a step of an operation. */
async function dieAt(
  { driver }: Attached,
  operation: string,
  step: string,
  action: StepFault["action"],
): Promise<void> {
  await driver["simulation/injectFault"]({ fault: { kind: "stepFault", trigger: { operation, step }, action } });
}

/** Makes a call that its driver does not outlive. */
async function abandon(call: Promise<unknown>, other: Attached): Promise<void> {
  void call.catch(() => undefined);
  await other.advance(120_000);
}

// The run that was killed is given a second to end, so these are few.
describe("a driver that dies while it finishes a move", () => {
  it.each([
    ["resizeDisk", "killDriverAfter", {}],
    ["allocateResources", "killDriverAfter", {}],
    ["copyDisk", "killDriverAfter", { persona: shared }],
    ["defineInstance", "killDriver", { persona: shared }],
  ] as const)(
    "at step %s (%s) leaves the disks, and its next run the call to be made again",
    async (step, action, options) => {
      const site = fakeSite({ hosts: 2, ...options });
      const pair = await AttachedSite.attach(site, image);
      const instanceUuid = await pair.source.spawn();
      const data = await moveAway(pair, instanceUuid, { flavor: LARGE });
      const instance = instanceOf(pair, instanceUuid, { flavor: LARGE });
      const node = pair.destination.node();
      const params = { instance, node, data, resizeDisks: true, powerOn: true };
      await dieAt(pair.destination, "finishMigration", step, action);
      await abandon(pair.destination.driver.finishMigration(params), pair.source);
      const restarted = await Attached.to(site.driver(site.hosts[1]), image);
      expect((await restarted.driver.listInstances()).instances).toEqual([]);
      expect((await restarted.used()).vcpus).toBe(0);
      expect(await hasDisks(restarted, instanceUuid)).toBe(true);
      await restarted.driver.finishMigration(params);
      await restarted.advance(500);
      expect(await bootsOf(restarted, instanceUuid)).toBe(2);
      expect(await restarted.used()).toEqual({ vcpus: 2, memoryMib: 128, localGib: 2 });
    },
  );
});

describe("a driver that dies while it replaces an instance on its own host", () => {
  it.each([
    ["copyDisk", "killDriverAfter", "forth"],
    ["allocateResources", "killDriverAfter", "back"],
    ["resizeDisk", "killDriverAfter", "back"],
    ["defineInstance", "killDriverAfter", "forth"],
  ] as const)("at step %s (%s) can go %s in its next run", async (step, action, way) => {
    const site = fakeSite({ hosts: 2 });
    const { source: first, destination: other } = await AttachedSite.attach(site, image);
    const instanceUuid = await first.spawn();
    const away = { instanceUuid, sameHost: true, ...AT_ONCE };
    const { data } = await first.driver.migrateDiskAndPowerOff({ ...away, flavor: LARGE });
    const { instance } = first.spawnParams({ uuid: instanceUuid });
    const forth = { instance: { ...instance, flavor: LARGE }, node: first.node(1), sameHost: true, powerOn: true };
    const params = { ...forth, data, resizeDisks: true };
    await dieAt(first, "finishMigration", step, action);
    await abandon(first.driver.finishMigration(params), other);
    const fake = await Attached.to(site.driver(), image);
    const isBack = way === "back";
    await (isBack
      ? fake.driver.finishRevertMigration({ ...forth, instance, node: fake.node(0) })
      : fake.driver.finishMigration(params));
    await fake.advance(500);
    expect(await bootsOf(fake, instanceUuid)).toBe(2);
    expect([(await fake.used(0)).vcpus, (await fake.used(1)).vcpus]).toEqual(isBack ? [1, 0] : [0, 2]);
    const again = await fake.driver.migrateDiskAndPowerOff({ ...away, flavor: isBack ? SMALL : LARGE });
    expect(again.data.disks).toMatchObject([{ name: "root", virtualSizeBytes: isBack ? 2 ** 30 : 2 ** 31 }]);
  });
});

describe("a driver that dies while it removes a kept copy", () => {
  it.each(["deleteDisk", "undefineInstance"])("at step %s removes the rest in its next run", async (step) => {
    const site = fakeSite({ hosts: 2 });
    const pair = await AttachedSite.attach(site, image);
    const instanceUuid = await pair.source.spawn();
    await moveAway(pair, instanceUuid);
    await dieAt(pair.source, "confirmMigration", step, "killDriverAfter");
    await abandon(pair.source.driver.confirmMigration({ instanceUuid }), pair.destination);
    const source = await Attached.to(site.driver(site.hosts[0]), image);
    await source.driver.confirmMigration({ instanceUuid });
    expect((await source.driver.listInstances()).instances).toEqual([]);
    expect(await hasDisks(source, instanceUuid)).toBe(false);
  });
});
