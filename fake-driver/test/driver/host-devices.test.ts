import { randomUUID } from "node:crypto";
import type {
  AcceleratorRequest,
  Allocation,
  AttachHandle,
  GuestDevices,
  MediatedDevice,
  PciDevice,
  PciDeviceClaim,
} from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { networkInterface } from "../support/network-interface.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const attach = (): Promise<Attached> => Attached.create({}, image);

const DRIVE: PciDeviceClaim = {
  address: "0000:af:00.0",
  vendorId: "8086",
  productId: "0a54",
  deviceType: "standard",
};
const VF: PciDeviceClaim = {
  address: "0000:3b:00.2",
  vendorId: "15b3",
  productId: "101e",
  deviceType: "virtual-function",
};
const PF: PciDeviceClaim = {
  address: "0000:3b:00.0",
  vendorId: "15b3",
  productId: "101d",
  deviceType: "physical-function",
};

const GPU = "0000:5e:00.0";
const GPU_TYPE = "nvidia-232";

async function devicesOf(fake: Attached): Promise<{ pci: PciDevice[]; mediated: MediatedDevice[] }> {
  const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
  return { pci: resource.pciDevices ?? [], mediated: resource.mediatedDevices ?? [] };
}

/** What an instance holds: PCI addresses, and uuids of mediated devices. */
async function heldBy(fake: Attached, instanceUuid: string): Promise<string[]> {
  const { pci, mediated } = await devicesOf(fake);
  return [
    ...pci.filter((device) => device.instanceUuid === instanceUuid).map(({ address }) => address),
    ...mediated.filter((device) => device.instanceUuid === instanceUuid).map(({ uuid }) => uuid),
  ];
}

async function spawnWith(fake: Attached, devices: GuestDevices): Promise<string> {
  const params = fake.spawnParams();
  await fake.driver.spawn({ ...params, devices });
  return params.instance.uuid;
}

const refusal = async (fake: Attached, devices: GuestDevices) => failureOf(spawnWith(fake, devices));

const failStep = (fake: Attached, step: number): Promise<unknown> =>
  fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });

const accelerator = (attachHandle: AttachHandle): AcceleratorRequest => ({
  uuid: randomUUID(),
  providerUuid: randomUUID(),
  attachHandle,
});

/** The resource providers of the graphics cards. */
async function providersOf(fake: Attached): Promise<string[]> {
  const { mediated } = await devicesOf(fake);
  return [...new Set(mediated.flatMap(({ resourceProvider }) => resourceProvider ?? []))];
}

const vgpus = (providerUuid: string, amount: number): Allocation => ({
  providerUuid,
  resources: [{ resourceClass: "VGPU", amount }],
});

const powerOff = (fake: Attached, instanceUuid: string): Promise<unknown> =>
  fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });

const twoPorts = (): GuestDevices => ({
  networkInterfaces: [networkInterface(), networkInterface({ vifType: "unbound" })],
});

describe("PCI devices", () => {
  it("are held from spawn to destroy, those claimed and no others, and reported once each", async () => {
    const fake = await attach();
    const before = (await devicesOf(fake)).pci;
    expect(before.every((device) => device.instanceUuid === undefined)).toBe(true);
    expect(new Set(before.map(({ address }) => address)).size).toBe(before.length);
    const instanceUuid = await spawnWith(fake, { pciDevices: [DRIVE, VF] });
    const after = (await devicesOf(fake)).pci;
    expect(after.map(({ address }) => address)).toEqual(before.map(({ address }) => address));
    expect((await heldBy(fake, instanceUuid)).toSorted()).toEqual([VF.address, DRIVE.address].toSorted());
    await powerOff(fake, instanceUuid);
    expect(await heldBy(fake, instanceUuid)).toHaveLength(2);
    await fake.driver.powerOn({ instanceUuid });
    expect(await heldBy(fake, instanceUuid)).toHaveLength(2);
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect((await devicesOf(fake)).pci).toEqual(before);
  });

  it("that are missing, are others than described, or are taken, are refused before any effect", async () => {
    const fake = await attach();
    const holder = await spawnWith(fake, { pciDevices: [DRIVE, VF] });
    const before = await fake.advance(0);
    for (const claim of [
      DRIVE,
      // The physical function of a virtual one that somebody has.
      PF,
      { ...DRIVE, address: "0000:ff:00.0" },
      { ...VF, address: "0000:3b:00.3", vendorId: "8086" },
      { ...VF, address: "0000:3b:00.3", deviceType: "vdpa" as const },
    ]) {
      const error = await refusal(fake, { pciDevices: [claim] });
      expect(error).toMatchObject({
        code: "DEVICE_UNAVAILABLE",
        effect: "none",
        details: { device: claim.address },
      });
    }
    expect(await fake.advance(0)).toBe(before);
    expect(await fake.powerState(holder)).toBe("running");
    expect(await heldBy(fake, holder)).toHaveLength(2);
  });

  it("of a kind that nobody knows, or named twice, are refused", async () => {
    const fake = await attach();
    const other = await refusal(fake, { pciDevices: [{ ...DRIVE, deviceType: "other" }] });
    expect(other).toMatchObject({ code: "NOT_SUPPORTED", effect: "none" });
    const twice = await refusal(fake, { pciDevices: [DRIVE, DRIVE] });
    expect(twice).toMatchObject({ code: "INVALID_REQUEST", details: { path: "params.devices.pciDevices.1.address" } });
  });

  it("are free again when the instance could not be built, whatever step failed", async () => {
    const fake = await attach();
    const { pci } = await devicesOf(fake);
    for (let step = 1; step <= 20; step += 1) {
      await failStep(fake, step);
      const params = fake.spawnParams();
      const outcome = await fake.driver.spawn({ ...params, devices: { pciDevices: [DRIVE, VF] } }).then(
        () => "built",
        () => "failed",
      );
      await fake.driver["simulation/clearFaults"]();
      if (outcome === "built") return;
      expect((await devicesOf(fake)).pci).toEqual(pci);
    }
    throw new RangeError("A spawn has fewer than 20 steps");
  });

  it("go to the second of two who ask at once only if the first does not get them", async () => {
    const fake = await attach();
    const params = [fake.spawnParams(), fake.spawnParams()];
    await fake.hold();
    const spawns = params.map((each) =>
      fake.driver.spawn({ ...each, devices: { pciDevices: [DRIVE] } }).then(
        () => "built",
        (error: unknown) => (error as { code: string }).code,
      ),
    );
    await fake.advance(60_000);
    expect(await Promise.all(spawns)).toEqual(["built", "DEVICE_UNAVAILABLE"]);
  });

  it("that are given anew replace those that the instance had", async () => {
    const fake = await attach();
    const instanceUuid = await spawnWith(fake, { pciDevices: [DRIVE] });
    await fake.driver.reboot({ instanceUuid, type: "hard", devices: { pciDevices: [VF] } });
    expect(await heldBy(fake, instanceUuid)).toEqual([VF.address]);
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    expect(await heldBy(fake, instanceUuid)).toEqual([VF.address]);
  });

  it("with a tag are told of by their address on the host", async () => {
    const fake = await attach();
    const params = fake.spawnParams();
    const { taggedDevices } = await fake.driver.spawn({
      ...params,
      devices: { pciDevices: [{ ...DRIVE, tag: "scratch" }] },
    });
    expect(taggedDevices).toEqual([
      expect.objectContaining({ tag: "scratch", hostAddress: DRIVE.address, bus: "pci", address: expect.any(String) }),
    ]);
  });

  it("come back to a guest that is resumed, and are given to nobody meanwhile", async () => {
    const fake = await attach();
    const port = networkInterface({ vifType: "hostdev", pciAddress: "0000:3b:00.3" });
    const instanceUuid = await spawnWith(fake, { pciDevices: [DRIVE], networkInterfaces: [port] });
    await fake.driver.suspend({ instanceUuid });
    expect(await heldBy(fake, instanceUuid)).toHaveLength(2);
    expect(await refusal(fake, { pciDevices: [DRIVE] })).toMatchObject({ code: "DEVICE_UNAVAILABLE" });
    await fake.driver.resume({ instanceUuid });
    expect(await heldBy(fake, instanceUuid)).toHaveLength(2);
    const { diagnostics } = await fake.driver.getInstanceDiagnostics({ instanceUuid });
    expect(diagnostics.interfaces).toHaveLength(1);
  });

  it("stay in the guest when a suspend fails", async () => {
    const fake = await attach();
    const instanceUuid = await spawnWith(fake, { pciDevices: [DRIVE] });
    await failStep(fake, 2);
    const error = await failureOf(fake.driver.suspend({ instanceUuid }));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "none", details: { step: "saveMemory" } });
    expect(await heldBy(fake, instanceUuid)).toEqual([DRIVE.address]);
  });

  it("are remembered over a restart of the driver", async () => {
    const options = { stateDirectory: temporaryDirectory() };
    const first = await Attached.create(options, image);
    const instanceUuid = await spawnWith(first, { pciDevices: [DRIVE] });
    await first.connection.close();
    const second = await Attached.create(options, image);
    expect(await heldBy(second, instanceUuid)).toEqual([DRIVE.address]);
  });
});

describe("interfaces that are devices of the host", () => {
  it("hold their device, and refuse it to a claim", async () => {
    const fake = await attach();
    const port = networkInterface({ vifType: "hostdev", pciAddress: VF.address });
    const instanceUuid = await spawnWith(fake, { networkInterfaces: [port] });
    expect(await heldBy(fake, instanceUuid)).toEqual([VF.address]);
    expect(await refusal(fake, { pciDevices: [VF] })).toMatchObject({ code: "DEVICE_UNAVAILABLE" });
    const again = networkInterface({ vifType: "vdpa", pciAddress: VF.address });
    expect(await refusal(fake, { networkInterfaces: [again] })).toMatchObject({ code: "DEVICE_UNAVAILABLE" });
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await heldBy(fake, instanceUuid)).toEqual([]);
  });
});

describe("mediated devices", () => {
  it("follow the allocations, each from the resource provider named", async () => {
    const fake = await attach();
    const [first, second] = (await providersOf(fake)) as [string, string];
    const instanceUuid = await spawnWith(fake, { allocations: [vgpus(first, 2), vgpus(second, 1)] });
    const held = (await devicesOf(fake)).mediated.filter((device) => device.instanceUuid === instanceUuid);
    expect(held.map(({ resourceProvider }) => resourceProvider)).toEqual([first, first, second]);
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await heldBy(fake, instanceUuid)).toEqual([]);
  });

  it("are kept by uuid over reboots and power cycles, also with the same allocations", async () => {
    const fake = await attach();
    const [provider] = (await providersOf(fake)) as [string];
    const allocations = [vgpus(provider, 2)];
    const other = await spawnWith(fake, { allocations: [vgpus(provider, 1)] });
    const instanceUuid = await spawnWith(fake, { allocations });
    const held = await heldBy(fake, instanceUuid);
    await fake.driver.destroy({ instanceUuid: other, destroyDisks: true });
    await fake.driver.reboot({ instanceUuid, type: "hard", devices: { allocations } });
    expect(await heldBy(fake, instanceUuid)).toEqual(held);
    await powerOff(fake, instanceUuid);
    expect(await heldBy(fake, instanceUuid)).toEqual(held);
    await fake.driver.powerOn({ instanceUuid });
    expect(await heldBy(fake, instanceUuid)).toEqual(held);
    await fake.driver.reboot({ instanceUuid, type: "hard", devices: { allocations: [vgpus(provider, 1)] } });
    expect(await heldBy(fake, instanceUuid)).toEqual(held.slice(0, 1));
  });

  it("run short when more are allocated than are free", async () => {
    const fake = await attach();
    const [provider] = (await providersOf(fake)) as [string];
    await spawnWith(fake, { allocations: [vgpus(provider, 3)] });
    const error = await refusal(fake, { allocations: [vgpus(provider, 2)] });
    expect(error).toMatchObject({
      code: "INSUFFICIENT_RESOURCES",
      effect: "none",
      details: { resource: "mediatedDevices", requested: 2, available: 1 },
    });
    expect(await refusal(fake, { allocations: [vgpus(randomUUID(), 1)] })).toMatchObject({
      code: "INSUFFICIENT_RESOURCES",
    });
  });

  it("are not what other kinds of resource are made of", async () => {
    const fake = await attach();
    const allocation = { providerUuid: fake.node(), resources: [{ resourceClass: "VCPU", amount: 1 }] };
    const instanceUuid = await spawnWith(fake, { allocations: [allocation] });
    expect(await heldBy(fake, instanceUuid)).toEqual([]);
  });
});

describe("accelerators", () => {
  it("are the devices of their handles, and no others", async () => {
    const fake = await attach();
    const [wanted] = (await devicesOf(fake)).mediated.slice(2) as [MediatedDevice];
    const pci = accelerator({ kind: "pci", address: DRIVE.address });
    const any = accelerator({ kind: "mdev", parent: GPU, mdevType: GPU_TYPE });
    const named = accelerator({ kind: "mdev", parent: GPU, mdevType: GPU_TYPE, mdevUuid: wanted.uuid });
    const instanceUuid = await spawnWith(fake, { accelerators: [pci, any, named] });
    const held = await heldBy(fake, instanceUuid);
    expect(held).toHaveLength(3);
    expect(held).toEqual(expect.arrayContaining([DRIVE.address, wanted.uuid]));
    await fake.driver.reboot({ instanceUuid, type: "hard", devices: { accelerators: [pci, named] } });
    expect((await heldBy(fake, instanceUuid)).toSorted()).toEqual([DRIVE.address, wanted.uuid].toSorted());
    await fake.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await heldBy(fake, instanceUuid)).toEqual([]);
  });

  it("that are gone or taken are refused", async () => {
    const fake = await attach();
    await spawnWith(fake, { accelerators: [accelerator({ kind: "pci", address: DRIVE.address })] });
    for (const handle of [
      { kind: "pci", address: DRIVE.address },
      { kind: "pci", address: "0000:ff:00.0" },
      { kind: "mdev", parent: GPU, mdevType: "nvidia-1" },
      { kind: "mdev", parent: GPU, mdevType: GPU_TYPE, mdevUuid: randomUUID() },
    ] as const) {
      const error = await refusal(fake, { accelerators: [accelerator(handle)] });
      expect(error).toMatchObject({ code: "DEVICE_UNAVAILABLE", effect: "none" });
    }
  });
});

describe("a spawn with interfaces", () => {
  it("gives the guest those and no other, in their order", async () => {
    const fake = await attach();
    const devices = twoPorts();
    const instanceUuid = await spawnWith(fake, devices);
    const { diagnostics } = await fake.driver.getInstanceDiagnostics({ instanceUuid });
    expect(diagnostics.interfaces.map(({ portId }) => portId)).toEqual(
      devices.networkInterfaces?.map(({ portId }) => portId),
    );
  });

  it("that fails at any step has unplugged them all", async () => {
    const fake = await attach();
    for (let step = 1; step <= 20; step += 1) {
      const devices = twoPorts();
      await failStep(fake, step);
      const outcome = await spawnWith(fake, devices).then(
        () => "built",
        () => "failed",
      );
      await fake.driver["simulation/clearFaults"]();
      if (outcome === "built") return;
      // Another instance can plug them, so nothing of them is left.
      const plug = { instanceUuid: randomUUID(), node: fake.node() };
      await fake.driver.plugVifs({ ...plug, networkInterfaces: devices.networkInterfaces ?? [] });
    }
    throw new RangeError("A spawn has fewer than 20 steps");
  });
});
