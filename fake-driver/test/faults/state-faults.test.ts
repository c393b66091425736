import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { DriverError, type ImageTransferFault, type SimulatedFault } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../support/attached.ts";
import { type FaultCase, faultTest, outcomeOf, type Scene } from "../support/fault-case.ts";
import { AttachedSite } from "../support/attached-site.ts";
import { ImageServer, serves } from "../support/image-server.ts";
import { fileVolume } from "../support/guest-devices.ts";
import { networkInterface } from "../support/network-interface.ts";
import { probeImage, temporaryDirectory } from "../support/probe-image.ts";
import { storedHost } from "../support/stored-values.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);

async function inject({ driver }: Pick<Attached, "driver">, fault: SimulatedFault): Promise<void> {
  await driver["simulation/injectFault"]({ fault });
}

async function reasonsOf({ fake }: Scene): Promise<string[][]> {
  const { nodes } = await fake.driver.listNodes();
  return nodes.map(({ status }) => [...(status?.reasons ?? [])]);
}

async function readAndState({ fake, instanceUuid }: Scene): Promise<string[]> {
  const { states } = await fake.driver.listInstanceStates();
  const outcome = await outcomeOf(fake.driver.getInfo({ instanceUuid }));
  return [outcome, states.find((state) => state.uuid === instanceUuid)?.powerState ?? "unlisted"];
}

const volumeId = randomUUID();
const shareId = randomUUID();

/** The kinds of fault that have tests of their own, with triggers or further below. */
type Elsewhere =
  "stepFault" | "requestFault" | "answerFault" | "eventFault" | "leakFault" | "guestBehaviour" | "networkLoss";

const CASES: Record<Exclude<SimulatedFault["kind"], Elsewhere>, FaultCase> = {
  backendUnreachable: {
    title: "backendUnreachable: the hypervisor does not answer",
    fault: () => ({ kind: "backendUnreachable" }),
    see: ({ fake }) => outcomeOf(fake.driver.listNodes()),
    right: "ok",
    wrong: "BACKEND_UNREACHABLE",
  },
  failStep: {
    title: "failStep: one step fails",
    fault: () => ({ kind: "failStep", step: 1 }),
    see: ({ fake, instanceUuid }) => outcomeOf(fake.driver.pause({ instanceUuid })),
    right: "ok",
    wrong: "BACKEND_FAILED",
  },
  guestCrash: {
    title: "guestCrash: the guest has crashed, for good",
    fault: ({ instanceUuid }) => ({ kind: "guestCrash", instanceUuid }),
    see: ({ fake, instanceUuid }) => fake.powerState(instanceUuid),
    right: "running",
    wrong: "crashed",
    cleared: "crashed",
  },
  guestPowerOff: {
    title: "guestPowerOff: the guest is off, and says so",
    fault: ({ instanceUuid }) => ({ kind: "guestPowerOff", instanceUuid }),
    see: async ({ fake, instanceUuid }) => [
      await fake.powerState(instanceUuid),
      fake.transitions(instanceUuid).at(-1),
      (await fake.lines(instanceUuid)).at(-1) === "off",
    ],
    right: ["running", "spawned", false],
    wrong: ["shutdown", "stopped", true],
    cleared: ["shutdown", "stopped", true],
  },
  hostDown: {
    title: "hostDown: a node dies with its guests, and comes back without them",
    fault: ({ fake }) => ({ kind: "hostDown", node: fake.node() }),
    see: async (scene) => [await reasonsOf(scene), ...(await readAndState(scene))],
    right: [[[], []], "ok", "running"],
    wrong: [[["unreachable"], []], "BACKEND_UNREACHABLE", "shutdown"],
    cleared: [[[], []], "ok", "shutdown"],
  },
  nodeLoss: {
    title: "nodeLoss unreachable: a node does not answer, and its guests go on",
    fault: ({ fake }) => ({ kind: "nodeLoss", node: fake.node(), manner: "unreachable" }),
    see: async (scene) => [await reasonsOf(scene), ...(await readAndState(scene))],
    right: [[[], []], "ok", "running"],
    wrong: [[["unreachable"], []], "BACKEND_UNREACHABLE", "running"],
  },
  foreignGuest: {
    title: "foreignGuest: another guest is on a node and takes its room",
    fault: ({ fake }) => ({
      kind: "foreignGuest",
      node: fake.node(),
      name: "stranger",
      vcpus: 3,
      memoryMib: 100,
      localGib: 7,
    }),
    see: async ({ fake }) => [
      (await fake.driver.listInstances()).instances.map(({ ownership }) => ownership).toSorted(),
      await fake.used(),
    ],
    right: [["owned"], { vcpus: 1, memoryMib: 64, localGib: 1 }],
    wrong: [["foreign", "owned"], { vcpus: 4, memoryMib: 164, localGib: 8 }],
  },
  diskCorruption: {
    title: "diskCorruption: the guest boots no more, for good",
    fault: ({ instanceUuid }) => ({ kind: "diskCorruption", instanceUuid }),
    see: async ({ fake, instanceUuid }) => {
      await fake.driver.reboot({ instanceUuid, type: "hard" });
      await fake.advance(1000);
      return (await fake.lines(instanceUuid)).includes("boot 2");
    },
    right: true,
    wrong: false,
    cleared: false,
  },
  storageFull: {
    title: "storageFull: no disk can be made",
    fault: ({ fake }) => ({ kind: "storageFull", node: fake.node() }),
    see: ({ fake }) => outcomeOf(fake.driver.spawn(fake.spawnParams())),
    right: "ok",
    wrong: "BACKEND_FAILED",
  },
  volumeLost: {
    title: "volumeLost: a volume cannot be connected",
    fault: () => ({ kind: "volumeLost", volumeId }),
    see: ({ fake, instanceUuid, stateDirectory }) =>
      outcomeOf(fake.driver.attachVolume({ instanceUuid, volume: fileVolume(stateDirectory, { volumeId }) })),
    right: "ok",
    wrong: "VOLUME_CONNECTION_FAILED",
  },
  shareLost: {
    title: "shareLost: a share is known no more",
    fault: () => ({ kind: "shareLost", shareId }),
    see: ({ fake, instanceUuid }) => {
      const share = { protocol: "nfs", shareId, tag: "data", exportLocation: "192.0.2.50:/data" } as const;
      return outcomeOf(fake.driver.mountShare({ instanceUuid, node: fake.node(), share }));
    },
    right: "ok",
    wrong: "SHARE_NOT_FOUND",
  },
  imageTransfer: {
    title: "imageTransfer: other bytes arrive than were sent",
    fault: () => ({ kind: "imageTransfer", manner: "corrupts" }),
    see: spawnFromServer,
    right: "ok",
    wrong: "IMAGE_UNACCEPTABLE",
  },
};

/** Spawns from an image that is on a server. */
async function spawnFromServer({ fake }: Scene): Promise<string> {
  const server = await ImageServer.start(serves(readFileSync(image.source.path)));
  const source = { kind: "http", url: `${server.origin}/image` } as const;
  return outcomeOf(fake.driver.spawn(fake.spawnParams({ image: { ...image, id: randomUUID(), source } })));
}

describe("a fault of the simulated world", () => {
  for (const one of Object.values(CASES)) faultTest(one);
});

const transfer = (fault: Partial<ImageTransferFault>): FaultCase["fault"] => {
  return () => ({ kind: "imageTransfer", manner: "breaks", ...fault });
};
describe("imageTransfer", () => {
  const twice = async (scene: Scene): Promise<string[]> => [await spawnFromServer(scene), await spawnFromServer(scene)];

  faultTest({
    title: "breaks one transfer by default",
    fault: transfer({}),
    see: twice,
    right: ["ok", "ok"],
    wrong: ["IMAGE_TRANSFER_FAILED", "ok"],
  });
  faultTest({
    title: "breaks all with 0 times",
    fault: transfer({ times: 0 }),
    see: twice,
    right: ["ok", "ok"],
    wrong: ["IMAGE_TRANSFER_FAILED", "IMAGE_TRANSFER_FAILED"],
  });
  faultTest({
    title: "has the server refuse the credentials",
    fault: transfer({ manner: "expires" }),
    see: spawnFromServer,
    right: "ok",
    wrong: "CREDENTIALS_EXPIRED",
  });
  faultTest({
    title: "spares the other direction",
    fault: transfer({ direction: "upload" }),
    see: spawnFromServer,
    right: "ok",
    wrong: "ok",
  });
});

/** What a live migration comes to after something was done to the network. */
async function migrate(meddle: (site: AttachedSite) => Promise<unknown>): Promise<string> {
  const site = await AttachedSite.create(image);
  const instanceUuid = await site.source.spawn();
  await meddle(site);
  return site.migrate({ instanceUuid }).then(
    ({ outcome }) => outcome,
    (error: unknown) => (error instanceof DriverError ? error.code : String(error)),
  );
}

const cut = (site: AttachedSite, peer: { readonly peerNode?: string } = {}): Promise<void> =>
  inject(site.source, { kind: "networkLoss", node: site.source.node(), ...peer });

const cutAndMend = async (site: AttachedSite): Promise<void> => {
  await cut(site);
  await site.source.driver["simulation/clearFaults"]();
};

describe("networkLoss", () => {
  it("keeps a guest from leaving its host", async () => {
    expect(await migrate(async () => undefined)).toBe("completed");
    expect(await migrate((site) => cut(site))).not.toBe("completed");
    expect(await migrate((site) => cut(site, { peerNode: site.destination.node() }))).not.toBe("completed");
    expect(await migrate((site) => cut(site, { peerNode: site.source.node() }))).toBe("completed");
  });

  it("ends with the clearing", async () => {
    expect(await migrate(cutAndMend)).toBe("completed");
  });

  it("leaves a driver its own hypervisor", async () => {
    const site = await AttachedSite.create(image);
    const instanceUuid = await site.source.spawn();
    await cut(site);
    expect(await outcomeOf(site.source.driver.pause({ instanceUuid }))).toBe("ok");
  });

  it("refuses a peer that is not in the site", async () => {
    const fake = await Attached.create();
    const peerNode = "00000000-0000-4000-8000-000000000000";
    const fault = { kind: "networkLoss", node: fake.node(), peerNode } as const;
    expect(await failureOf(fake.driver["simulation/injectFault"]({ fault }))).toMatchObject({
      code: "NODE_NOT_FOUND",
      details: { node: peerNode },
    });
  });
});

describe("guestBehaviour", () => {
  faultTest({
    title: "lets a guest take no notice of the power button",
    fault: ({ instanceUuid }) => ({ kind: "guestBehaviour", instanceUuid, ignoresPowerButton: true }),
    see: async ({ fake, instanceUuid }) => {
      const before = await fake.advance(0);
      await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 60, retryIntervalSeconds: 0 });
      return (await fake.advance(0)) - before > 60_000;
    },
    right: false,
    wrong: true,
  });

  faultTest({
    title: "lets a guest keep its devices",
    prepare: async ({ fake, instanceUuid, stateDirectory }) => {
      await fake.driver.attachVolume({ instanceUuid, volume: fileVolume(stateDirectory, { volumeId }) });
    },
    fault: ({ instanceUuid }) => ({ kind: "guestBehaviour", instanceUuid, keepsDevices: true }),
    see: ({ fake, instanceUuid, stateDirectory }) => {
      const volume = fileVolume(stateDirectory, { volumeId });
      return outcomeOf(fake.driver.detachVolume({ instanceUuid, volume, timeoutSeconds: 5 }));
    },
    right: "ok",
    wrong: "DEVICE_DETACH_FAILED",
  });

  faultTest({
    title: "silences the agent in the guest",
    fault: ({ instanceUuid }) => ({ kind: "guestBehaviour", instanceUuid, agent: "silent" }),
    see: ({ fake, instanceUuid }) => outcomeOf(fake.driver.setAdminPassword({ instanceUuid, adminPassword: "secret" })),
    right: "ok",
    wrong: "GUEST_AGENT_UNAVAILABLE",
  });
});

describe("storageFull", () => {
  it("has guests that write paused by the hypervisor, unasked, and others not", async () => {
    const fake = await Attached.create({}, image);
    const [writer, other] = [await fake.spawn(), await fake.spawn()];
    await inject(fake, { kind: "guestBehaviour", instanceUuid: writer, writesMibPerSecond: 5 });
    await inject(fake, { kind: "storageFull", node: fake.node() });
    expect(await fake.powerState(writer)).toBe("paused");
    expect(await fake.powerState(other)).toBe("running");
    expect(fake.events.at(-1)).toMatchObject({ instanceUuid: writer, transition: "paused", powerState: "paused" });
    expect(fake.events.at(-1)).not.toHaveProperty("operationId");
    await fake.driver["simulation/clearFaults"]();
    expect(await fake.powerState(writer)).toBe("paused");
    await fake.driver.unpause({ instanceUuid: writer });
    expect(await fake.powerState(writer)).toBe("running");
  });

  it("pauses a guest that begins to write, and leaves another store alone", async () => {
    const fake = await Attached.create({}, image);
    const writer = await fake.spawn();
    await inject(fake, { kind: "storageFull", node: fake.node(1) });
    await inject(fake, { kind: "guestBehaviour", instanceUuid: writer, writesMibPerSecond: 5 });
    expect(await fake.powerState(writer)).toBe("running");
    await inject(fake, { kind: "storageFull", node: fake.node(0) });
    expect(await fake.powerState(writer)).toBe("paused");
  });

  it("pauses a guest that is let go, or started, while there is no room", async () => {
    const fake = await Attached.create({}, image);
    const writer = await fake.spawn();
    await inject(fake, { kind: "storageFull", node: fake.node() });
    await inject(fake, { kind: "guestBehaviour", instanceUuid: writer, writesMibPerSecond: 5 });
    await fake.driver.unpause({ instanceUuid: writer });
    await fake.advance(1000);
    expect(await fake.powerState(writer)).toBe("paused");
    expect(fake.transitions(writer)).toEqual(["spawned", "paused", "unpaused", "paused"]);
  });
});

describe("hostDown", () => {
  it("tells what has become of node and guests, and takes with it what was connected and plugged", async () => {
    const stateDirectory = `${directory}/down`;
    const fake = await Attached.create({ stateDirectory }, image);
    const news: { readonly changes: readonly object[] }[] = [];
    fake.connection.onNotification("nodesChanged", (told) => void news.push(told));
    const instanceUuid = await fake.spawn();
    await fake.driver.attachVolume({ instanceUuid, volume: fileVolume(directory) });
    await fake.driver.attachInterface({ instanceUuid, interface: networkInterface() });
    await inject(fake, { kind: "hostDown", node: fake.node() });
    expect(await outcomeOf(fake.driver.powerOn({ instanceUuid }))).toBe("BACKEND_UNREACHABLE");
    expect(await outcomeOf(fake.driver.spawn(fake.spawnParams()))).toBe("BACKEND_UNREACHABLE");
    expect(fake.transitions(instanceUuid)).toEqual(["spawned"]);
    await fake.driver["simulation/clearFaults"]();
    expect(fake.transitions(instanceUuid)).toEqual(["spawned", "stopped"]);
    expect(news.map(({ changes }) => changes)).toMatchObject([
      [{ change: "changed", info: { status: { acceptsInstances: false, reasons: ["unreachable"] } } }],
      [{ change: "changed", info: { status: { acceptsInstances: true } } }],
    ]);
    expect(storedHost(stateDirectory)).toMatchObject({ connections: [], plugs: [] });
    await fake.driver.powerOn({ instanceUuid });
    expect(await fake.powerState(instanceUuid)).toBe("running");
  });

  it("leaves nobody to ask if there is no other node", async () => {
    const fake = await Attached.create({ nodes: 1 }, image);
    await inject(fake, { kind: "hostDown", node: fake.node() });
    expect(await outcomeOf(fake.driver.listNodes())).toBe("BACKEND_UNREACHABLE");
    expect(await outcomeOf(fake.driver.listInstances())).toBe("BACKEND_UNREACHABLE");
  });
});

describe("nodeLoss", () => {
  it.each(["released", "deleted"] as const)("takes a node away as %s and brings it back", async (manner) => {
    const fake = await Attached.create({}, image);
    const news: { readonly changes: readonly object[] }[] = [];
    fake.connection.onNotification("nodesChanged", (told) => void news.push(told));
    const node = fake.node(1);
    const names = async (): Promise<string[]> => (await fake.driver.listNodes()).nodes.map(({ uuid }) => uuid);
    await inject(fake, { kind: "nodeLoss", node, manner });
    expect(await names()).toEqual([fake.node(0)]);
    expect(await outcomeOf(fake.driver.getAvailableResource({ node }))).toBe("NODE_NOT_FOUND");
    await fake.driver["simulation/clearFaults"]();
    expect(await names()).toEqual([fake.node(0), node]);
    expect(news.map(({ changes }) => changes)).toMatchObject([
      [{ node, change: manner }],
      [{ node, change: "added", info: { uuid: node } }],
    ]);
  });

  it("refuses a node with instances, and the last one", async () => {
    const fake = await Attached.create({}, image);
    await fake.spawn();
    const lose = (node: string): Promise<Error> =>
      failureOf(fake.driver["simulation/injectFault"]({ fault: { kind: "nodeLoss", node, manner: "deleted" } }));
    expect(await lose(fake.node(0))).toMatchObject({ code: "INVALID_REQUEST", details: { path: "params.fault.node" } });
    const alone = await Attached.create({ nodes: 1 }, image);
    const fault = { kind: "nodeLoss", node: alone.node(), manner: "released" } as const;
    expect(await failureOf(alone.driver["simulation/injectFault"]({ fault }))).toMatchObject({
      code: "INVALID_REQUEST",
    });
  });
});

describe("faults that are set twice", () => {
  it("end with the clearing all the same", async () => {
    const fake = await Attached.create({}, image);
    for (let count = 0; count < 2; count += 1) {
      await inject(fake, { kind: "nodeLoss", node: fake.node(1), manner: "unreachable" });
      await inject(fake, { kind: "storageFull", node: fake.node() });
      await inject(fake, { kind: "shareLost", shareId });
      await inject(fake, { kind: "backendUnreachable" });
    }
    await fake.driver["simulation/clearFaults"]();
    expect((await fake.driver.listNodes()).nodes.every(({ status }) => status?.acceptsInstances)).toBe(true);
    expect(await outcomeOf(fake.driver.spawn(fake.spawnParams()))).toBe("ok");
  });
});
