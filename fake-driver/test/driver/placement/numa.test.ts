import type { GuestNumaCell, GuestNumaTopology, HostNumaCell, SpawnParams } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const image = probeImage(temporaryDirectory());

/** Two cells of 8 CPUs and 4 GiB each: 0 to 3 shared and 4 to 7 dedicated, 8 to 11 shared and 12 to 15 dedicated. */
const SIZE = { nodes: 1, vcpus: 16, memoryMib: 8192 } as const;

type Changes = Partial<SpawnParams["instance"]>;

/** An instance with a topology that its flavor fits. */
function placed(cells: readonly GuestNumaCell[], policies: Omit<GuestNumaTopology, "cells"> = {}): Changes {
  const vcpus = cells.reduce((sum, cell) => sum + cell.vcpus.length, 0);
  const memoryMib = cells.reduce((sum, cell) => sum + cell.memoryMib, 0);
  return {
    flavor: { name: "numa", vcpus, memoryMib, rootGib: 1 },
    numaTopology: { cells: [...cells], ...policies },
  };
}

/** A cell with one dedicated vCPU for each of the host CPUs. */
function pinnedTo(hostCell: number, hostCpus: readonly number[]): GuestNumaCell {
  const vcpus = hostCpus.map((_, vcpu) => vcpu);
  const pinning = hostCpus.map((hostCpu, vcpu) => ({ vcpu, hostCpu }));
  return { id: 0, vcpus, memoryMib: 256, hostCell, dedicatedVcpus: vcpus, pinning };
}

/** An instance with 160 huge pages. */
const huge = (hostCell: number): Changes =>
  placed([{ id: 0, vcpus: [0], memoryMib: 320, hostCell, pageSizeKib: 2048 }]);

async function cellsOf(fake: Attached): Promise<HostNumaCell[]> {
  const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
  return resource.numaTopology?.cells ?? [];
}

async function refusalOf(fake: Attached, changes: Changes): Promise<{ code: string; details: unknown }> {
  const before = await fake.advance(0);
  const { code, details } = await failureOf(fake.driver.spawn(fake.spawnParams(changes)));
  expect(await fake.advance(0)).toBe(before);
  return { code, details };
}

describe("NUMA", () => {
  it("is reported whole: each CPU in one cell, siblings together, and all memory in pages", async () => {
    const fake = await Attached.create(SIZE);
    const cells = await cellsOf(fake);
    expect(cells).toEqual([
      {
        id: 0,
        socket: 0,
        sharedCpus: [0, 1, 2, 3],
        dedicatedCpus: [4, 5, 6, 7],
        pinnedCpus: [],
        siblings: [
          [0, 1],
          [2, 3],
          [4, 5],
          [6, 7],
        ],
        vcpusUsed: 0,
        memoryMib: 4096,
        memoryMibUsed: 0,
        pages: [
          { sizeKib: 4, total: 917_504, used: 0 },
          { sizeKib: 2048, total: 256, used: 0 },
          { sizeKib: 1_048_576, total: 0, used: 0 },
        ],
      },
      expect.objectContaining({ id: 1, sharedCpus: [8, 9, 10, 11], dedicatedCpus: [12, 13, 14, 15] }),
    ]);
  });

  it.each([1, 3, 7, 64])("divides a node of %i CPUs and odd memory without a rest", async (vcpus) => {
    const fake = await Attached.create({ vcpus, memoryMib: 1001 });
    const cells = await cellsOf(fake);
    const cpus = cells.flatMap(({ sharedCpus, dedicatedCpus }) => [...sharedCpus, ...dedicatedCpus]);
    expect(cpus.toSorted((left, right) => left - right)).toEqual(Array.from({ length: vcpus }, (_, cpu) => cpu));
    expect(cells.reduce((sum, { memoryMib }) => sum + memoryMib, 0)).toBe(1001);
    for (const { memoryMib, pages } of cells) {
      expect(pages.reduce((sum, { sizeKib, total }) => sum + sizeKib * total, 0)).toBeLessThanOrEqual(memoryMib * 1024);
    }
  });

  it("gives each cell of a guest what its host cell has, and counts it there until it is destroyed", async () => {
    const fake = await Attached.create(SIZE, image);
    const before = await cellsOf(fake);
    const changes = placed([
      { id: 0, vcpus: [0, 2], memoryMib: 512, hostCell: 1 },
      { id: 1, vcpus: [1], memoryMib: 256, hostCell: 0, pageSizeKib: 2048 },
    ]);
    const instanceUuid = await fake.spawn(changes);
    expect(await cellsOf(fake)).toMatchObject([
      { vcpusUsed: 1, memoryMibUsed: 256, pages: [{ used: 0 }, { sizeKib: 2048, used: 128 }, { used: 0 }] },
      { vcpusUsed: 2, memoryMibUsed: 512, pages: [{ sizeKib: 4, used: 131_072 }, { used: 0 }, { used: 0 }] },
    ]);
    const { hardware } = (await fake.driver.getInfo({ instanceUuid })).info;
    expect(hardware?.numaTopology).toEqual(changes.numaTopology);
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await cellsOf(fake)).toEqual(before);
  });

  it("is left alone by a guest that floats", async () => {
    const fake = await Attached.create(SIZE, image);
    const before = await cellsOf(fake);
    const instanceUuid = await fake.spawn();
    expect(await cellsOf(fake)).toEqual(before);
    expect((await fake.driver.getInfo({ instanceUuid })).info.hardware).not.toHaveProperty("numaTopology");
  });

  it.each<[string, Changes, object]>([
    [
      "a cell that is not there",
      placed([{ id: 0, vcpus: [0], memoryMib: 64, hostCell: 2 }]),
      { resource: "numaCells" },
    ],
    [
      "more floating vCPUs than the cell has shared CPUs",
      placed([{ id: 0, vcpus: [0, 1, 2, 3, 4], memoryMib: 64, hostCell: 0 }]),
      { resource: "numaCells", requested: 5, available: 4 },
    ],
    [
      "more memory than the cell has in small pages",
      placed([{ id: 0, vcpus: [0], memoryMib: 3585, hostCell: 0 }]),
      { resource: "numaCells", requested: 917_760, available: 917_504 },
    ],
    [
      "more huge pages than the cell has",
      placed([{ id: 0, vcpus: [0], memoryMib: 514, hostCell: 0, pageSizeKib: 2048 }]),
      { resource: "hugePages", requested: 257, available: 256 },
    ],
    [
      "pages of a size that the cell has not",
      placed([{ id: 0, vcpus: [0], memoryMib: 64, hostCell: 0, pageSizeKib: 16_384 }]),
      { resource: "hugePages", requested: 4, available: 0 },
    ],
    [
      "a CPU that is for sharing",
      placed([pinnedTo(0, [3])]),
      { resource: "dedicatedCpus", requested: 1, available: 0 },
    ],
    ["a CPU that is not there", placed([pinnedTo(0, [99])]), { resource: "dedicatedCpus" }],
  ])("that asks for %s is refused, and might fit elsewhere", async (_, changes, details) => {
    const fake = await Attached.create(SIZE, image);
    const refusal = await refusalOf(fake, changes);
    expect(refusal.code).toBe("INSUFFICIENT_RESOURCES");
    expect(refusal.details).toMatchObject(details);
  });

  it("does not let guests have the pages of others, whatever is free elsewhere on the node", async () => {
    const fake = await Attached.create(SIZE, image);
    await fake.spawn(huge(0));
    expect(await refusalOf(fake, huge(0))).toMatchObject({
      details: { resource: "hugePages", requested: 160, available: 96 },
    });
    await fake.spawn(huge(1));
  });

  const two = { name: "two", vcpus: 2, memoryMib: 64, rootGib: 1 };
  const cell = { id: 0, vcpus: [0, 1], memoryMib: 64, hostCell: 0 };
  const topology = (change: Partial<GuestNumaCell>, policies: Omit<GuestNumaTopology, "cells"> = {}): Changes => ({
    flavor: two,
    numaTopology: { cells: [{ ...cell, ...change }], ...policies },
  });
  const pinning = [
    { vcpu: 0, hostCpu: 4 },
    { vcpu: 1, hostCpu: 5 },
  ];

  it.each<[string, Changes]>([
    [".cells", topology({ vcpus: [0] })],
    [".cells", topology({ vcpus: [0, 0] })],
    [".cells", topology({ vcpus: [0, 2] })],
    [".cells", topology({ memoryMib: 63 })],
    [".cells[0].pageSizeKib", topology({ pageSizeKib: 1_048_576 })],
    [".cells[0].dedicatedVcpus", topology({ dedicatedVcpus: [2] })],
    [".cells[0].pinning", topology({ dedicatedVcpus: [0], pinning })],
    [".cells[0].pinning", topology({ dedicatedVcpus: [0, 1], pinning: pinning.slice(0, 1) })],
    [".cells[0]", topology({ dedicatedVcpus: [0] })],
    [".cells[0]", topology({ dedicatedVcpus: [0], pinning: [{ vcpu: 0, hostCpu: 12 }] })],
    [".cells", topology({ dedicatedVcpus: [0, 1], pinning, reservedHostCpus: [4] })],
    [".realtimeVcpus", topology({}, { realtimeVcpus: [0] })],
    [".emulatorThreadPolicy", topology({}, { emulatorThreadPolicy: "isolate" })],
    [".threadPolicy", topology({ dedicatedVcpus: [0, 1], pinning }, { threadPolicy: "isolate" })],
  ])("that contradicts the flavor or itself in %s is refused for good", async (path, changes) => {
    const fake = await Attached.create(SIZE, image);
    expect(await refusalOf(fake, changes)).toMatchObject({
      code: "INVALID_REQUEST",
      details: { path: `params.instance.numaTopology${path}` },
    });
  });

  it("takes a topology without host cells for one that the caller has not claimed", async () => {
    const fake = await Attached.create(SIZE, image);
    const { hostCell: _, ...unclaimed } = cell;
    expect(await refusalOf(fake, { flavor: two, numaTopology: { cells: [unclaimed] } })).toMatchObject({
      code: "INVALID_REQUEST",
      details: { path: "params.instance.numaTopology.cells[0]" },
    });
  });
});

describe("pinning", () => {
  it("takes host CPUs from everybody else until the guest is destroyed", async () => {
    const fake = await Attached.create(SIZE, image);
    const first = await fake.spawn(placed([pinnedTo(0, [4, 6])]));
    expect(await cellsOf(fake)).toMatchObject([{ pinnedCpus: [4, 6], vcpusUsed: 2 }, { pinnedCpus: [] }]);
    expect(await refusalOf(fake, placed([pinnedTo(0, [5, 6])]))).toEqual({
      code: "INSUFFICIENT_RESOURCES",
      details: { resource: "dedicatedCpus", requested: 2, available: 1 },
    });
    await fake.spawn(placed([pinnedTo(0, [5])]));
    await fake.driver.destroy({ instanceUuid: first, destroyDisks: true });
    expect(await cellsOf(fake)).toMatchObject([{ pinnedCpus: [5] }, {}]);
    await fake.spawn(placed([pinnedTo(0, [6, 4])]));
  });

  it("keeps the sibling threads of an isolated guest idle", async () => {
    const fake = await Attached.create(SIZE, image);
    await fake.spawn(placed([pinnedTo(1, [12, 14])], { threadPolicy: "isolate" }));
    expect(await cellsOf(fake)).toMatchObject([{ pinnedCpus: [] }, { pinnedCpus: [12, 13, 14, 15], vcpusUsed: 2 }]);
    expect(await refusalOf(fake, placed([pinnedTo(1, [13])]))).toMatchObject({
      details: { resource: "dedicatedCpus" },
    });
  });

  it("does not isolate a guest whose sibling threads have a guest already", async () => {
    const fake = await Attached.create(SIZE, image);
    await fake.spawn(placed([pinnedTo(0, [4])]));
    expect(await refusalOf(fake, placed([pinnedTo(0, [5])], { threadPolicy: "isolate" }))).toMatchObject({
      details: { resource: "dedicatedCpus", requested: 2, available: 1 },
    });
  });

  it("gives a guest that requires sibling threads no others", async () => {
    const fake = await Attached.create(SIZE, image);
    await fake.spawn(placed([pinnedTo(0, [4, 5])], { threadPolicy: "require" }));
    expect(await refusalOf(fake, placed([pinnedTo(1, [12, 14])], { threadPolicy: "require" }))).toMatchObject({
      code: "INVALID_REQUEST",
      details: { path: "params.instance.numaTopology.threadPolicy" },
    });
  });

  it("holds the CPUs that a guest reserves for the hypervisor's own threads", async () => {
    const fake = await Attached.create(SIZE, image);
    const reserving = { ...pinnedTo(0, [4]), reservedHostCpus: [6] };
    await fake.spawn(placed([reserving], { emulatorThreadPolicy: "isolate", realtimeVcpus: [0] }));
    expect(await cellsOf(fake)).toMatchObject([{ pinnedCpus: [4, 6], vcpusUsed: 1 }, {}]);
  });

  it("never gives one CPU to two guests that are spawned at the same time", async () => {
    const fake = await Attached.create(SIZE, image);
    await fake.hold();
    const changes = placed([pinnedTo(0, [4])]);
    const spawns = [1, 2].map(() => fake.driver.spawn(fake.spawnParams(changes)).then(() => "built", codeOf));
    await fake.advance(1000);
    await fake.hold(false);
    expect((await Promise.all(spawns)).toSorted()).toEqual(["INSUFFICIENT_RESOURCES", "built"]);
  });

  it("leaves nothing taken by a spawn that failed", async () => {
    const fake = await Attached.create(SIZE, image);
    const before = await cellsOf(fake);
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 3 } });
    await failureOf(fake.driver.spawn(fake.spawnParams(placed([pinnedTo(0, [4])]))));
    expect(await cellsOf(fake)).toEqual(before);
  });

  it("is kept while the guest is off, over reboots, and over a restart of the driver", async () => {
    const stateDirectory = temporaryDirectory();
    const fake = await Attached.create({ ...SIZE, stateDirectory }, image);
    const instanceUuid = await fake.spawn(placed([pinnedTo(0, [4, 6])], { threadPolicy: "isolate" }));
    const cells = await cellsOf(fake);
    const { hardware } = (await fake.driver.getInfo({ instanceUuid })).info;
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    expect(await cellsOf(fake)).toEqual(cells);
    expect(await refusalOf(fake, placed([pinnedTo(0, [4])]))).toMatchObject({ code: "INSUFFICIENT_RESOURCES" });
    await fake.driver.powerOn({ instanceUuid });
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    await fake.connection.close();
    const again = await Attached.create({ ...SIZE, stateDirectory }, image);
    expect(await cellsOf(again)).toEqual(cells);
    expect((await again.driver.getInfo({ instanceUuid })).info.hardware).toEqual(hardware);
  });
});

function codeOf(error: unknown): string {
  return (error as { code: string }).code;
}
