import type { AvailableResource, NodesChangedParams } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const NOBODY = "0d8a5f6d-2c11-4b0e-9d8b-4f9c1a526a0e";

/** The resources of the first node, but for what is told to people. */
async function read(fake: Attached): Promise<AvailableResource> {
  const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
  return { ...resource, stats: [] };
}

describe("listNodes", () => {
  it("says of each node that it takes instances, and what it accepts", async () => {
    const fake = await Attached.create({ nodes: 3 });
    const { nodes } = await fake.driver.listNodes();
    expect(nodes.map(({ name }) => name)).toEqual(["fake-node-1", "fake-node-2", "fake-node-3"]);
    for (const { status, accepts } of nodes) {
      expect(status).toEqual({ acceptsInstances: true, reasons: [] });
      expect(accepts).toHaveProperty("diskFormats");
    }
  });

  it("goes page by page", async () => {
    const fake = await Attached.create({ nodes: 3 });
    const first = await fake.driver.listNodes({ limit: 2 });
    const second = await fake.driver.listNodes({ cursor: first.nextCursor ?? "" });
    expect([...first.nodes, ...second.nodes].map(({ uuid }) => uuid)).toEqual([0, 1, 2].map((node) => fake.node(node)));
  });

  it("keeps a node that cannot be reached, and tells of it", async () => {
    const fake = await Attached.create();
    const told: NodesChangedParams[] = [];
    fake.connection.onNotification("nodesChanged", (news) => void told.push(news));
    const node = fake.node(1);
    await fake.driver["simulation/injectFault"]({ fault: { kind: "nodeLoss", node, manner: "unreachable" } });
    const { nodes } = await fake.driver.listNodes();
    expect(nodes[1]?.status).toMatchObject({ acceptsInstances: false, reasons: ["unreachable"] });
    expect(told).toMatchObject([{ changes: [{ node, change: "changed", info: nodes[1] }] }]);
    expect(told[0]).not.toHaveProperty("operationId");
    await fake.driver["simulation/clearFaults"]();
    expect((await fake.driver.listNodes()).nodes[1]?.status).toEqual({ acceptsInstances: true, reasons: [] });
    expect(told).toHaveLength(2);
  });

  it("does without a node that another driver serves, and tells of it", async () => {
    const fake = await Attached.create();
    const told: NodesChangedParams[] = [];
    fake.connection.onNotification("nodesChanged", (news) => void told.push(news));
    const node = fake.node(1);
    await fake.driver["simulation/injectFault"]({ fault: { kind: "nodeLoss", node, manner: "released" } });
    expect((await fake.driver.listNodes()).nodes.map(({ uuid }) => uuid)).toEqual([fake.node(0)]);
    await fake.driver["simulation/clearFaults"]();
    expect((await fake.driver.listNodes()).nodes).toHaveLength(2);
    expect(told.flatMap(({ changes }) => changes)).toMatchObject([
      { node, change: "released" },
      { node, change: "added", info: { uuid: node } },
    ]);
  });
});

describe("getAvailableResource", () => {
  it("refuses a node that the driver does not serve", async () => {
    const fake = await Attached.create();
    const { code, details } = await failureOf(fake.driver.getAvailableResource({ node: NOBODY }));
    expect({ code, details }).toEqual({ code: "NODE_NOT_FOUND", details: { node: NOBODY } });
  });

  it("describes processors that make up the node's CPUs, and the guests that it can run", async () => {
    const fake = await Attached.create({ vcpus: 16 });
    const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
    const { sockets, cores, threads } = resource.cpuInfo?.topology ?? { sockets: 0, cores: 0, threads: 0 };
    expect(sockets * cores * threads * (resource.cpuInfo?.numaCells ?? 0)).toBe(16);
    expect(resource.supportedInstances).toMatchObject([{ architecture: "x86_64", guestMode: "hvm" }]);
    expect(resource.cpuInfo?.architecture).toBe("x86_64");
  });

  it("counts the disks of instances at their full size, the promised and the kept", async () => {
    const fake = await Attached.create({ nodes: 1, diskGib: 10 }, image);
    const left = async (): Promise<unknown> =>
      (await fake.driver.getAvailableResource({ node: fake.node() })).resource.diskAvailableLeastGib;
    const before = await left();
    const flavor = { name: "wide", vcpus: 1, memoryMib: 64, rootGib: 4 };
    const instanceUuid = await fake.spawn({ flavor });
    expect(await left()).toBeLessThanOrEqual(6);
    expect(await left()).toBeGreaterThanOrEqual(5);
    await fake.driver.destroy({ instanceUuid, destroyDisks: false });
    expect(await left()).toBeLessThanOrEqual(6);
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await left()).toBeLessThanOrEqual(before as number);
    expect(await left()).toBeGreaterThanOrEqual(9);
  });

  it("counts a foreign guest as long as it is there", async () => {
    const fake = await Attached.create({}, image);
    const size = { vcpus: 8, memoryMib: 1024, localGib: 20 };
    await fake.driver["simulation/injectFault"]({
      fault: { kind: "foreignGuest", node: fake.node(), name: "not ours", ...size },
    });
    expect(await fake.used()).toEqual(size);
    await fake.driver["simulation/clearFaults"]();
    expect(await fake.used()).toEqual({ vcpus: 0, memoryMib: 0, localGib: 0 });
  });

  it("has the same totals whatever instances do, and uses what they were before a restart", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ stateDirectory }, image);
    const instanceUuid = await fake.spawn();
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    const before = await read(fake);
    expect(before).toMatchObject({ vcpus: 64, memoryMib: 262_144, localGib: 4096, vcpusUsed: 1, memoryMibUsed: 64 });
    await fake.connection.close();
    expect(await read(await Attached.create({ stateDirectory }))).toEqual(before);
  });
});

describe("a node that is one machine", () => {
  it("takes one instance, however much of it that leaves", async () => {
    const fake = await Attached.create({ persona: "ironic" }, image);
    const instanceUuid = await fake.spawn();
    expect(await fake.used()).toEqual({ vcpus: 1, memoryMib: 64, localGib: 1 });
    const { code, details } = await failureOf(fake.driver.spawn(fake.spawnParams()));
    expect({ code, details }).toEqual({
      code: "INSUFFICIENT_RESOURCES",
      details: { resource: "other", requested: 1, available: 0 },
    });
    await fake.driver.spawn({ ...fake.spawnParams(), node: fake.node(1) });
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    await fake.spawn();
  });
});

describe("a mainframe", () => {
  it("has processors, guests and traits of its own kind", async () => {
    const fake = await Attached.create({ persona: "zvm" }, image);
    const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
    expect(resource).toMatchObject({ cpuInfo: { architecture: "s390x", vendor: "IBM" } });
    expect(resource).not.toHaveProperty("numaTopology");
    expect(resource).not.toHaveProperty("pciDevices");
    const instanceUuid = await fake.spawn();
    const { hardware } = (await fake.driver.getInfo({ instanceUuid })).info;
    expect(hardware).toMatchObject({
      architecture: "s390x",
      platformType: "s390-ccw-virtio-9.2",
      firmwareType: "other",
    });
    const root = { uuid: fake.node(), name: "fake-node-1", owner: "driver", inventories: [], traits: [] } as const;
    const providers = [{ ...root, inventories: [], traits: [] }];
    const tree = await fake.driver.updateProviderTree({ node: fake.node(), providers });
    expect(tree.providers).toMatchObject([{ uuid: fake.node(), traits: [] }]);
  });
});
