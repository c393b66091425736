import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { personaWith } from "../support/persona-with.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

/** A guest with a root disk of a GiB that writes 64 MiB per second, on a node whose store holds so many GiB. */
async function busyGuest(
  diskGib: number,
  options: { persona?: string } = {},
): Promise<{ site: Attached; uuid: string }> {
  const site = await Attached.create({ nodes: 1, diskGib, ...options }, image);
  const uuid = await site.spawn();
  const fault = { kind: "guestBehaviour", instanceUuid: uuid, writesMibPerSecond: 64 } as const;
  await site.driver["simulation/injectFault"]({ fault });
  return { site, uuid };
}

async function freeGib(site: Attached): Promise<number | undefined> {
  return (await site.driver.getAvailableResource({ node: site.node() })).resource.diskAvailableLeastGib;
}

describe("a thin disk", () => {
  it("was promised its full size from the start, so that what is left does not change as its guest writes", async () => {
    const { site, uuid } = await busyGuest(4);
    expect(await freeGib(site)).toBe(2);
    await site.advance(600_000);
    expect(await freeGib(site)).toBe(2);
    expect(await site.powerState(uuid)).toBe("running");
  });

  it("has its guest held when the store is full, and again when it is let go, until there is room", async () => {
    const { site, uuid } = await busyGuest(1);
    await site.advance(60_000);
    expect(await site.powerState(uuid)).toBe("paused");
    expect(site.transitions(uuid)).toEqual(["spawned", "paused"]);
    const lines = (await site.lines(uuid)).length;
    await site.driver.unpause({ instanceUuid: uuid });
    await site.advance(60_000);
    expect(await site.powerState(uuid)).toBe("paused");
    expect((await site.lines(uuid)).length).toBeGreaterThan(lines);
    // The image in the cache is what takes the rest of the room.
    await site.driver.manageImageCache({ node: site.node(), imagesInUse: [], unusedForSeconds: 0 });
    await site.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    await site.spawn();
  });

  it("that cannot be made for want of room fails the spawn and leaves nothing", async () => {
    const { site } = await busyGuest(1);
    await site.advance(60_000);
    const flavor = { name: "diskless", vcpus: 1, memoryMib: 64, rootGib: 0 };
    const error = await failureOf(site.driver.spawn(site.spawnParams({ flavor })));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "createDisk" } });
    expect(error.message).toMatch(/store ".*" has \d+ bytes free and "root" needs \d+/u);
    expect((await site.driver.listInstances()).instances).toHaveLength(1);
  });

  it("that fills its store does not stop a guest whose hypervisor leaves that to it", async () => {
    const persona = personaWith(directory, { fullStoreGuest: "runs" });
    const { site, uuid } = await busyGuest(1, { persona });
    await site.advance(60_000);
    expect(await site.powerState(uuid)).toBe("running");
  });
});
