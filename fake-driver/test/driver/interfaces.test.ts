import { randomUUID } from "node:crypto";
import type { NetworkInterface } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { networkInterface } from "../support/network-interface.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";

const image = probeImage(temporaryDirectory());
const attach = (): Promise<Attached> => Attached.create({}, image);

const VF = "0000:3b:00.2";

const hostdev = (pciAddress: string): NetworkInterface => networkInterface({ vifType: "hostdev", pciAddress });

/** The addresses of the interfaces that a guest has, in its order. */
async function macsOf(fake: Attached, instanceUuid: string): Promise<string[]> {
  const { diagnostics } = await fake.driver.getInstanceDiagnostics({ instanceUuid });
  return diagnostics.interfaces.map(({ macAddress }) => macAddress);
}

/** Whether a port is plugged: another instance is refused it then. Where it is not, nothing of the trial stays. */
async function isPlugged(fake: Attached, port: NetworkInterface): Promise<boolean> {
  const trial = { instanceUuid: randomUUID(), node: fake.node(), networkInterfaces: [port] };
  const outcome = await fake.driver.plugVifs(trial).then(
    () => "free",
    (error: unknown) => (error as { code: string }).code,
  );
  await fake.driver.unplugVifs(trial);
  expect(["free", "INTERFACE_PLUG_FAILED", "DEVICE_UNAVAILABLE"]).toContain(outcome);
  return outcome !== "free";
}

const failStep = (fake: Attached, step: number): Promise<unknown> =>
  fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });

const holdOn = (fake: Attached, instanceUuid: string): Promise<unknown> =>
  fake.driver["simulation/injectFault"]({ fault: { kind: "guestBehaviour", instanceUuid, keepsDevices: true } });

const powerOff = (fake: Attached, instanceUuid: string): Promise<unknown> =>
  fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });

describe("plugVifs", () => {
  it("plugs every interface, also of an instance that does not exist yet, and a spawn with them succeeds", async () => {
    const fake = await attach();
    const params = fake.spawnParams();
    const networkInterfaces = [networkInterface(), networkInterface({ vifType: "bridge", bridgeName: "brq-1" })];
    await fake.driver.plugVifs({ instanceUuid: params.instance.uuid, node: fake.node(), networkInterfaces });
    for (const port of networkInterfaces) expect(await isPlugged(fake, port)).toBe(true);
    await fake.driver.spawn({ ...params, devices: { networkInterfaces } });
    expect(await macsOf(fake, params.instance.uuid)).toEqual(networkInterfaces.map(({ macAddress }) => macAddress));
  });

  it("leaves alone what is plugged as described, and brings the rest up to date", async () => {
    const fake = await attach();
    const port = networkInterface();
    const plug = { instanceUuid: await fake.spawn(), node: fake.node() };
    await fake.driver.plugVifs({ ...plug, networkInterfaces: [port] });
    const before = await fake.advance(0);
    await fake.driver.plugVifs({ ...plug, networkInterfaces: [port] });
    expect(await fake.advance(0)).toBe(before);
    await fake.driver.plugVifs({ ...plug, networkInterfaces: [{ ...port, mtu: 1400 }] });
    expect(await fake.advance(0)).toBeGreaterThan(before);
    expect(await fake.powerState(plug.instanceUuid)).toBe("running");
  });

  it("of an interface that the hypervisor plays itself takes no step", async () => {
    const fake = await attach();
    const before = await fake.advance(0);
    const networkInterfaces = [networkInterface({ vifType: "user" })];
    await fake.driver.plugVifs({ instanceUuid: randomUUID(), node: fake.node(), networkInterfaces });
    expect(await fake.advance(0)).toBe(before);
  });

  it("on a node that is not there is refused", async () => {
    const fake = await attach();
    const node = randomUUID();
    const error = await failureOf(
      fake.driver.plugVifs({ instanceUuid: randomUUID(), node, networkInterfaces: [networkInterface()] }),
    );
    expect(error).toMatchObject({ code: "NODE_NOT_FOUND", effect: "none", details: { node } });
  });

  it("refuses kinds of interfaces that the node does not take, before it plugs any", async () => {
    const fake = await attach();
    const good = networkInterface();
    const plug = (bad: NetworkInterface): Promise<unknown> =>
      fake.driver.plugVifs({ instanceUuid: randomUUID(), node: fake.node(), networkInterfaces: [good, bad] });
    const dvs = await failureOf(plug(networkInterface({ vifType: "vendor", name: "vrouter" })));
    expect(dvs).toMatchObject({
      code: "NOT_SUPPORTED",
      effect: "none",
      details: { operation: "plugVifs", path: "params.networkInterfaces.1.binding.vifType" },
    });
    const vnic = await failureOf(plug(networkInterface(undefined, { vnicType: "other" })));
    expect(vnic).toMatchObject({ code: "NOT_SUPPORTED", details: { path: "params.networkInterfaces.1.vnicType" } });
    expect(await isPlugged(fake, good)).toBe(false);
  });

  it("that fails half way leaves plugged what is plugged, and can be repeated", async () => {
    const fake = await attach();
    const networkInterfaces = [networkInterface(), networkInterface()];
    const [first, second] = networkInterfaces as [NetworkInterface, NetworkInterface];
    const plug = { instanceUuid: randomUUID(), node: fake.node(), networkInterfaces };
    await failStep(fake, 2);
    const error = await failureOf(fake.driver.plugVifs(plug));
    expect(error).toMatchObject({
      code: "INTERFACE_PLUG_FAILED",
      effect: "partial",
      details: { portId: second.portId },
    });
    expect([await isPlugged(fake, first), await isPlugged(fake, second)]).toEqual([true, false]);
    await fake.driver.plugVifs(plug);
    expect(await isPlugged(fake, second)).toBe(true);
  });

  it("refuses a name on the host that another port has", async () => {
    const fake = await attach();
    const plug = (port: NetworkInterface): Promise<unknown> =>
      fake.driver.plugVifs({ instanceUuid: randomUUID(), node: fake.node(), networkInterfaces: [port] });
    await plug(networkInterface(undefined, { deviceName: "tap-1" }));
    expect(await failureOf(plug(networkInterface(undefined, { deviceName: "tap-1" })))).toMatchObject({
      code: "INTERFACE_PLUG_FAILED",
    });
    const socket = { vifType: "vhostuser", socketPath: "/run/vhu-1" } as const;
    await plug(networkInterface(socket));
    expect(await failureOf(plug(networkInterface(socket)))).toMatchObject({ code: "INTERFACE_PLUG_FAILED" });
  });

  it("holds the host device of an interface, and refuses one that is missing or taken", async () => {
    const fake = await attach();
    const instanceUuid = randomUUID();
    const plug = (uuid: string, pciAddress: string): Promise<unknown> =>
      fake.driver.plugVifs({
        instanceUuid: uuid,
        node: fake.node(),
        networkInterfaces: [networkInterface({ vifType: "hostdev", pciAddress })],
      });
    await plug(instanceUuid, VF);
    const { resource } = await fake.driver.getAvailableResource({ node: fake.node() });
    expect(resource.pciDevices?.find(({ address }) => address === VF)).toMatchObject({ instanceUuid });
    const taken = await failureOf(plug(randomUUID(), VF));
    expect(taken).toMatchObject({ code: "DEVICE_UNAVAILABLE", effect: "partial", details: { device: VF } });
    expect(await failureOf(plug(randomUUID(), "0000:ff:00.0"))).toMatchObject({ code: "DEVICE_UNAVAILABLE" });
    // The physical function of a virtual function that somebody has is not to be had either.
    expect(await failureOf(plug(randomUUID(), "0000:3b:00.0"))).toMatchObject({ code: "DEVICE_UNAVAILABLE" });
  });

  it("binds a port that comes unbound", async () => {
    const fake = await attach();
    const plug = {
      instanceUuid: randomUUID(),
      node: fake.node(),
      networkInterfaces: [networkInterface({ vifType: "unbound" })],
    };
    await failStep(fake, 2);
    expect(await failureOf(fake.driver.plugVifs(plug))).toMatchObject({ code: "INTERFACE_PLUG_FAILED" });
    // The port is plugged already, so binding it is the only step that is left.
    await failStep(fake, 1);
    expect(await failureOf(fake.driver.plugVifs(plug))).toMatchObject({ code: "INTERFACE_PLUG_FAILED" });
    await fake.driver.plugVifs(plug);
    const before = await fake.advance(0);
    await fake.driver.plugVifs(plug);
    expect(await fake.advance(0)).toBe(before);
  });
});

describe("unplugVifs", () => {
  it("leaves nothing of the interfaces given, and all others alone", async () => {
    const fake = await attach();
    const [gone, kept] = [networkInterface(), networkInterface()];
    const plug = { instanceUuid: randomUUID(), node: fake.node() };
    await fake.driver.plugVifs({ ...plug, networkInterfaces: [gone, kept] });
    await fake.driver.unplugVifs({ ...plug, networkInterfaces: [gone] });
    expect([await isPlugged(fake, gone), await isPlugged(fake, kept)]).toEqual([false, true]);
  });

  it("of what is not plugged succeeds, whether the instance exists or not", async () => {
    const fake = await attach();
    for (const instanceUuid of [randomUUID(), await fake.spawn()]) {
      const before = await fake.advance(0);
      const networkInterfaces = [networkInterface()];
      await fake.driver.unplugVifs({ instanceUuid, node: fake.node(), networkInterfaces });
      expect(await fake.advance(0)).toBe(before);
    }
  });

  it("takes no device out of a guest", async () => {
    const fake = await attach();
    const port = networkInterface();
    const instanceUuid = await fake.spawn();
    await fake.driver.attachInterface({ instanceUuid, interface: port });
    await fake.driver.unplugVifs({ instanceUuid, node: fake.node(), networkInterfaces: [port] });
    expect(await macsOf(fake, instanceUuid)).toEqual([port.macAddress]);
  });

  it("goes on past an interface that the host does not let go of", async () => {
    const fake = await attach();
    const [stuck, other] = [networkInterface(), networkInterface()];
    const unplug = { instanceUuid: randomUUID(), node: fake.node(), networkInterfaces: [stuck, other] };
    await fake.driver.plugVifs(unplug);
    await failStep(fake, 1);
    const error = await failureOf(fake.driver.unplugVifs(unplug));
    expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "partial", details: { step: "unplugInterface" } });
    expect([await isPlugged(fake, stuck), await isPlugged(fake, other)]).toEqual([true, false]);
    await fake.driver.unplugVifs(unplug);
    expect(await isPlugged(fake, stuck)).toBe(false);
  });

  it("on a node that is not there is refused", async () => {
    const fake = await attach();
    const unplug = { instanceUuid: randomUUID(), node: randomUUID(), networkInterfaces: [networkInterface()] };
    expect(await failureOf(fake.driver.unplugVifs(unplug))).toMatchObject({ code: "NODE_NOT_FOUND" });
  });
});

describe("attachInterface", () => {
  it("gives a running guest the interface, which it keeps over its power cycles", async () => {
    const fake = await attach();
    const [first, second] = [networkInterface(), networkInterface()];
    const instanceUuid = await fake.spawn();
    await fake.driver.attachInterface({ instanceUuid, interface: first });
    await fake.driver.attachInterface({ instanceUuid, interface: second });
    const macs = [first.macAddress, second.macAddress];
    expect(await macsOf(fake, instanceUuid)).toEqual(macs);
    expect(await isPlugged(fake, first)).toBe(true);
    await powerOff(fake, instanceUuid);
    await fake.driver.powerOn({ instanceUuid });
    expect(await macsOf(fake, instanceUuid)).toEqual(macs);
  });

  it("gives a guest that is off the interface from its next start on, and a paused one at once", async () => {
    const fake = await attach();
    const [first, second] = [networkInterface(), networkInterface()];
    const instanceUuid = await fake.spawn();
    await powerOff(fake, instanceUuid);
    await fake.driver.attachInterface({ instanceUuid, interface: first });
    expect(await fake.powerState(instanceUuid)).toBe("shutdown");
    await fake.driver.powerOn({ instanceUuid });
    expect(await macsOf(fake, instanceUuid)).toEqual([first.macAddress]);
    await fake.driver.pause({ instanceUuid });
    await fake.driver.attachInterface({ instanceUuid, interface: second });
    expect(await macsOf(fake, instanceUuid)).toEqual([first.macAddress, second.macAddress]);
  });

  it("that fails at any step leaves nothing, and can be repeated", async () => {
    const fake = await attach();
    const port = networkInterface();
    const instanceUuid = await fake.spawn();
    const codes: string[] = [];
    for (const step of [1, 2]) {
      await failStep(fake, step);
      const error = await failureOf(fake.driver.attachInterface({ instanceUuid, interface: port }));
      codes.push(error.code);
      expect(error.effect).toBe("none");
      expect(await macsOf(fake, instanceUuid)).toEqual([]);
      expect(await isPlugged(fake, port)).toBe(false);
    }
    expect(codes).toEqual(["INTERFACE_PLUG_FAILED", "BACKEND_FAILED"]);
    await fake.driver.attachInterface({ instanceUuid, interface: port });
    expect(await macsOf(fake, instanceUuid)).toEqual([port.macAddress]);
  });

  it("that is cancelled half way leaves nothing", async () => {
    const fake = await attach();
    const port = networkInterface();
    const instanceUuid = await fake.spawn();
    await fake.hold();
    const cancellation = new AbortController();
    const attaching = failureOf(
      fake.driver.attachInterface({ instanceUuid, interface: port }, { signal: cancellation.signal }),
    );
    await fake.advance(500);
    cancellation.abort();
    expect(await attaching).toMatchObject({ code: "OPERATION_CANCELLED" });
    await fake.hold(false);
    expect(await macsOf(fake, instanceUuid)).toEqual([]);
    expect(await isPlugged(fake, port)).toBe(false);
  });

  it("of an interface that the instance has adds no second one", async () => {
    const fake = await attach();
    const port = networkInterface();
    const instanceUuid = await fake.spawn();
    await fake.driver.attachInterface({ instanceUuid, interface: port });
    await fake.driver.attachInterface({ instanceUuid, interface: port });
    expect(await macsOf(fake, instanceUuid)).toEqual([port.macAddress]);
  });

  it("with a tag tells where the guest finds the interface, each at a place of its own", async () => {
    const fake = await attach();
    const [first, second] = [networkInterface(), networkInterface()];
    const instanceUuid = await fake.spawn();
    const one = await fake.driver.attachInterface({ instanceUuid, interface: first, tag: "public" });
    expect(one).toEqual({
      taggedDevice: { tag: "public", deviceId: first.portId, bus: "pci", address: "0000:00:03.0" },
    });
    const two = await fake.driver.attachInterface({ instanceUuid, interface: second, tag: "private" });
    expect(two.taggedDevice?.address).toBe("0000:00:04.0");
    expect(await fake.driver.attachInterface({ instanceUuid, interface: first, tag: "public" })).toEqual(one);
    await fake.driver.detachInterface({ instanceUuid, interface: first });
    const third = await fake.driver.attachInterface({ instanceUuid, interface: networkInterface(), tag: "spare" });
    expect(third.taggedDevice?.address).toBe("0000:00:03.0");
  });

  it("refuses a host device that is missing or that another instance has", async () => {
    const fake = await attach();
    await fake.driver.attachInterface({ instanceUuid: await fake.spawn(), interface: hostdev(VF) });
    const instanceUuid = await fake.spawn();
    const error = await failureOf(fake.driver.attachInterface({ instanceUuid, interface: hostdev(VF) }));
    expect(error).toMatchObject({ code: "DEVICE_UNAVAILABLE", effect: "none", details: { device: VF } });
    const missing = await failureOf(fake.driver.attachInterface({ instanceUuid, interface: hostdev("0000:ff:00.0") }));
    expect(missing).toMatchObject({ code: "DEVICE_UNAVAILABLE", effect: "none" });
    expect(await macsOf(fake, instanceUuid)).toEqual([]);
  });

  it("refuses one more interface than there is room for", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    const last = networkInterface();
    for (let count = 0; count < 29; count += 1) {
      await fake.driver.attachInterface({ instanceUuid, interface: networkInterface() });
    }
    const error = await failureOf(fake.driver.attachInterface({ instanceUuid, interface: last }));
    expect(error).toMatchObject({ code: "TOO_MANY_DEVICES", effect: "none", details: { limit: 29 } });
    expect(await isPlugged(fake, last)).toBe(false);
  });

  it("refuses a kind of interface that the node does not take", async () => {
    const fake = await attach();
    const port = networkInterface({ vifType: "vendor", name: "vrouter" });
    const error = await failureOf(fake.driver.attachInterface({ instanceUuid: await fake.spawn(), interface: port }));
    expect(error).toMatchObject({
      code: "NOT_SUPPORTED",
      details: { operation: "attachInterface", path: "params.interface.binding.vifType" },
    });
  });
});

describe("detachInterface", () => {
  it("takes the interface from guest and host, also after the next start", async () => {
    const fake = await attach();
    const [gone, kept] = [networkInterface(), networkInterface()];
    const instanceUuid = await fake.spawn();
    for (const port of [gone, kept]) await fake.driver.attachInterface({ instanceUuid, interface: port });
    await fake.driver.detachInterface({ instanceUuid, interface: gone });
    expect(await macsOf(fake, instanceUuid)).toEqual([kept.macAddress]);
    expect([await isPlugged(fake, gone), await isPlugged(fake, kept)]).toEqual([false, true]);
    await powerOff(fake, instanceUuid);
    await fake.driver.powerOn({ instanceUuid });
    expect(await macsOf(fake, instanceUuid)).toEqual([kept.macAddress]);
  });

  it("of an interface that the instance does not have succeeds, and removes what is left of it on the host", async () => {
    const fake = await attach();
    const [absent, left] = [networkInterface(), networkInterface()];
    const instanceUuid = await fake.spawn();
    const before = await fake.advance(0);
    await fake.driver.detachInterface({ instanceUuid, interface: absent });
    expect(await fake.advance(0)).toBe(before);
    await fake.driver.plugVifs({ instanceUuid, node: fake.node(), networkInterfaces: [left] });
    await fake.driver.detachInterface({ instanceUuid, interface: left });
    expect(await isPlugged(fake, left)).toBe(false);
  });

  it("takes the interface from the guest also when the host's side is gone", async () => {
    const fake = await attach();
    const port = networkInterface();
    const instanceUuid = await fake.spawn();
    await fake.driver.attachInterface({ instanceUuid, interface: port });
    await fake.driver.unplugVifs({ instanceUuid, node: fake.node(), networkInterfaces: [port] });
    await fake.driver.detachInterface({ instanceUuid, interface: port });
    expect(await macsOf(fake, instanceUuid)).toEqual([]);
  });

  it("of a guest that holds on leaves all in order, and can succeed later", async () => {
    const fake = await attach();
    const port = networkInterface(undefined, { deviceName: "tap-1" });
    const instanceUuid = await fake.spawn();
    await fake.driver.attachInterface({ instanceUuid, interface: port });
    await holdOn(fake, instanceUuid);
    const before = await fake.advance(0);
    const detach = { instanceUuid, interface: port, timeoutSeconds: 5 };
    const error = await failureOf(fake.driver.detachInterface(detach));
    expect(error).toMatchObject({ code: "DEVICE_DETACH_FAILED", effect: "none", details: { device: "tap-1" } });
    const took = (await fake.advance(0)) - before;
    expect(took).toBeGreaterThanOrEqual(5000);
    expect(took).toBeLessThan(8000);
    expect(await macsOf(fake, instanceUuid)).toEqual([port.macAddress]);
    expect(await isPlugged(fake, port)).toBe(true);
    await fake.driver["simulation/clearFaults"]();
    await fake.driver.detachInterface(detach);
    expect(await macsOf(fake, instanceUuid)).toEqual([]);
  });

  it("waits for no guest that is off", async () => {
    const fake = await attach();
    const port = networkInterface();
    const instanceUuid = await fake.spawn();
    await fake.driver.attachInterface({ instanceUuid, interface: port });
    await holdOn(fake, instanceUuid);
    await powerOff(fake, instanceUuid);
    await fake.driver.detachInterface({ instanceUuid, interface: port });
    expect(await isPlugged(fake, port)).toBe(false);
  });

  it("that fails at any step goes on from there when it is repeated", async () => {
    const fake = await attach();
    const instanceUuid = await fake.spawn();
    for (const [index, step] of ["detachDevice", "unplugInterface"].entries()) {
      const port = networkInterface();
      await fake.driver.attachInterface({ instanceUuid, interface: port });
      await failStep(fake, index + 1);
      const error = await failureOf(fake.driver.detachInterface({ instanceUuid, interface: port }));
      expect(error).toMatchObject({ code: "BACKEND_FAILED", effect: "partial", details: { step } });
      await fake.driver.detachInterface({ instanceUuid, interface: port });
      expect(await macsOf(fake, instanceUuid)).toEqual([]);
      expect(await isPlugged(fake, port)).toBe(false);
    }
  });
});

describe.each(["attachInterface", "detachInterface"] as const)("%s", (operation) => {
  it("of an instance that is absent or suspended is refused", async () => {
    const fake = await attach();
    const port = networkInterface();
    const instanceUuid = randomUUID();
    const absent = await failureOf(fake.driver[operation]({ instanceUuid, interface: port }));
    expect(absent).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none", details: { instanceUuid } });
    const suspended = await fake.spawn();
    await fake.driver.suspend({ instanceUuid: suspended });
    const error = await failureOf(fake.driver[operation]({ instanceUuid: suspended, interface: port }));
    expect(error).toMatchObject({ code: "INVALID_STATE", details: { powerState: "suspended" } });
  });
});

describe("interfaces over a restart", () => {
  it("are remembered, with what is plugged", async () => {
    const options = { stateDirectory: temporaryDirectory() };
    const port = networkInterface();
    const first = await Attached.create(options, image);
    const instanceUuid = await first.spawn();
    await first.driver.attachInterface({ instanceUuid, interface: port });
    await first.connection.close();
    const second = await Attached.create(options, image);
    expect(await macsOf(second, instanceUuid)).toEqual([port.macAddress]);
    expect(await isPlugged(second, port)).toBe(true);
    await second.driver.destroy({ instanceUuid, destroyDisks: true });
    expect(await isPlugged(second, port)).toBe(false);
  });
});
