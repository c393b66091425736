import type { NodeInfo } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const NOBODY = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";

async function nodesOf(seed: number): Promise<NodeInfo[]> {
  const fake = await Attached.create({ nodes: 3, seed });
  return (await fake.driver.listNodes()).nodes;
}

describe("nodes", () => {
  it("have the same identities at every start with the same seed, and others with another", async () => {
    const first = await nodesOf(1);
    expect(first.map(({ name }) => name)).toEqual(["fake-node-1", "fake-node-2", "fake-node-3"]);
    expect(new Set(first.map(({ uuid }) => uuid)).size).toBe(3);
    expect(await nodesOf(1)).toEqual(first);
    expect(await nodesOf(2)).not.toEqual(first);
  });

  it("say what they take, which is what spawn takes", async () => {
    const fake = await Attached.create({ nodes: 1 }, image);
    const [node] = (await fake.driver.listNodes()).nodes;
    const taken = node?.accepts?.diskFormats ?? [];
    const formats = ["raw", "qcow2", "vmdk", "vhd", "vhdx", "vdi", "iso", "ploop", "ova", "other"] as const;
    for (const diskFormat of formats.filter((format) => !taken.includes(format))) {
      const { instance, ...params } = fake.spawnParams();
      const request = { ...params, instance: { ...instance, image: { ...instance.image, diskFormat } } };
      expect(await failureOf(fake.driver.spawn(request))).toMatchObject({
        code: "IMAGE_UNACCEPTABLE",
        details: { problem: "format" },
      });
    }
    expect(taken).toContain("raw");
    expect(taken).not.toContain("iso");
  });

  it("report what they have, and refuse to speak for others", async () => {
    const fake = await Attached.create({ vcpus: 4, memoryMib: 1024, diskGib: 10 });
    const { resource } = await fake.driver.getAvailableResource({ node: fake.node(1) });
    expect(resource).toMatchObject({ node: fake.node(1), vcpus: 4, memoryMib: 1024, localGib: 10, vcpusUsed: 0 });
    expect(await failureOf(fake.driver.getAvailableResource({ node: NOBODY }))).toMatchObject({
      code: "NODE_NOT_FOUND",
    });
  });
});

describe("lists of instances", () => {
  it("show each instance on its node, in every page size", async () => {
    const fake = await Attached.create({}, image);
    const expected = [];
    for (let index = 0; index < 5; index += 1) {
      const params = { ...fake.spawnParams({ name: `probe-${index}` }), node: fake.node(index % 2) };
      await fake.driver.spawn(params);
      expected.push({ ownership: "owned", uuid: params.instance.uuid, name: `probe-${index}`, node: params.node });
    }
    for (const limit of [1, 2, 5, 1000]) {
      const entries = [];
      let page = await fake.driver.listInstances({ limit });
      entries.push(...page.instances);
      while (page.nextCursor !== undefined) {
        page = await fake.driver.listInstances({ limit, cursor: page.nextCursor });
        entries.push(...page.instances);
      }
      expect(entries).toEqual(expected);
    }
    const { instances } = await fake.driver.listInstances({ node: fake.node(1) });
    expect(instances).toEqual([expected[1], expected[3]]);
    const { states } = await fake.driver.listInstanceStates({ node: fake.node(1) });
    expect(states.map(({ uuid }) => uuid)).toEqual([expected[1]?.uuid, expected[3]?.uuid]);
  });

  it("go on after the last entry seen when instances come and go", async () => {
    const fake = await Attached.create({}, image);
    const uuids = [await fake.spawn(), await fake.spawn(), await fake.spawn()];
    const first = await fake.driver.listInstances({ limit: 2 });
    await fake.driver.destroy({ instanceUuid: uuids[0] ?? "", destroyDisks: true });
    const late = await fake.spawn();
    const second = await fake.driver.listInstances({
      limit: 2,
      ...(first.nextCursor ? { cursor: first.nextCursor } : {}),
    });
    expect(second.instances.map((entry) => "uuid" in entry && entry.uuid)).toEqual([uuids[2], late]);
  });

  it("refuse an unknown node, and a cursor of another list", async () => {
    const fake = await Attached.create({}, image);
    expect(await failureOf(fake.driver.listInstances({ node: NOBODY }))).toMatchObject({ code: "NODE_NOT_FOUND" });
    await fake.spawn();
    await fake.spawn();
    const { nextCursor = "" } = await fake.driver.listInstances({ limit: 1 });
    for (const cursor of [nextCursor, "nonsense"]) {
      const error = await failureOf(fake.driver.listInstanceStates({ cursor }));
      expect(error).toMatchObject({ code: "INVALID_REQUEST", details: { path: "params.cursor" } });
    }
  });

  it("name the last event", async () => {
    const fake = await Attached.create({}, image);
    await fake.spawn();
    const { driverEpoch, lastSequence } = await fake.driver.listInstanceStates();
    expect(fake.events.at(-1)).toMatchObject({ driverEpoch, sequence: lastSequence });
  });
});

describe("getConsoleOutput", () => {
  it("reads the same in pieces as at once", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn();
    await fake.advance(600_000);
    const whole = await fake.driver.getConsoleOutput({ instanceUuid, limit: 1_048_576 });
    let pieces = "";
    let offset = 0;
    while (offset < whole.endOffset) {
      const piece = await fake.driver.getConsoleOutput({ instanceUuid, offset, limit: 777 });
      expect(piece.offset).toBe(offset);
      pieces += Buffer.from(piece.data, "base64").toString();
      offset = piece.nextOffset;
    }
    expect(pieces.startsWith(Buffer.from(whole.data, "base64").toString())).toBe(true);
    expect(pieces.trimEnd().split("\r\n").at(-1)).toBe("tick 6001");
  });

  it("has nothing to show before the instance is defined", async () => {
    const fake = await Attached.create({}, image);
    await fake.hold();
    const params = fake.spawnParams();
    const spawning = fake.driver.spawn(params);
    await fake.advance(1000);
    const error = await failureOf(fake.driver.getConsoleOutput({ instanceUuid: params.instance.uuid }));
    expect(error).toMatchObject({ code: "CONSOLE_NOT_AVAILABLE" });
    await fake.hold(false);
    await spawning;
  });

  it("refuses an absent instance", async () => {
    const fake = await Attached.create({}, image);
    expect(await failureOf(fake.driver.getConsoleOutput({ instanceUuid: NOBODY }))).toMatchObject({
      code: "INSTANCE_NOT_FOUND",
    });
  });
});

describe("foreign guests", () => {
  const uuid = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c12";

  async function withForeignGuest(): Promise<Attached> {
    const fake = await Attached.create({}, image);
    const size = { vcpus: 2, memoryMib: 128, localGib: 3 };
    const fault = { kind: "foreignGuest", node: fake.node(), name: "stranger", uuid, ...size } as const;
    await fake.driver["simulation/injectFault"]({ fault });
    return fake;
  }

  it("are listed as such among the others, page by page", async () => {
    const fake = await withForeignGuest();
    await fake.spawn();
    const pages = [await fake.driver.listInstances({ limit: 1 })];
    const { nextCursor: cursor = "" } = pages[0] ?? {};
    pages.push(await fake.driver.listInstances({ limit: 1, cursor }));
    const entries = pages.flatMap(({ instances }) => instances);
    expect(entries).toMatchObject([
      { ownership: "foreign", name: "stranger", node: fake.node() },
      { ownership: "owned" },
    ]);
    expect((await fake.driver.listInstances({ node: fake.node(1) })).instances).toEqual([]);
  });

  it("are no instances, and stay where they are", async () => {
    const fake = await withForeignGuest();
    expect((await fake.driver.listInstanceStates()).states).toEqual([]);
    expect(await fake.used()).toEqual({ vcpus: 2, memoryMib: 128, localGib: 3 });
    expect(await failureOf(fake.driver.getInfo({ instanceUuid: uuid }))).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
    expect(await failureOf(fake.driver.powerOn({ instanceUuid: uuid }))).toMatchObject({ code: "INSTANCE_NOT_FOUND" });
    await fake.driver.destroy({ instanceUuid: uuid, destroyDisks: true });
    expect(await failureOf(fake.driver.spawn(fake.spawnParams({ uuid })))).toMatchObject({ code: "INSTANCE_EXISTS" });
    await fake.spawn({ name: "stranger" });
    expect((await fake.driver.listInstances()).instances).toHaveLength(2);
    expect(fake.events.map(({ transition }) => transition)).toEqual(["spawned"]);
  });
});
