// What a check gets of a site: no more instances than it allows, its nodes, images, flavors, networks and volumes, and nothing else.
import { createServer, type Server } from "node:http";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { fakeDriver, fakeSite } from "@virt-driver-kit/fake-driver";
import { DriverError } from "@virt-driver-kit/spec";
import type { SpawnParams } from "@virt-driver-kit/spec";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { attachDefinition } from "../../src/engine/attach-driver.ts";
import type { ResourcesConfig } from "../../src/engine/resources-config.ts";
import type { CheckOutcome } from "../../src/harness/outcome.ts";
import type { CheckContext } from "../../src/harness/check-context.ts";
import { digestOf, probeImage } from "../../src/harness/probe-image.ts";
import { changedDriver, never } from "../fixtures/changed-driver.ts";
import { checkOf, runOn, type RunOptions } from "../fixtures/run-on.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const directory = temporaryDirectory();
type Body = (t: CheckContext) => Promise<unknown>;

/** Runs checks on a right driver of two nodes, one after the other. */
async function run(
  bodies: Body | readonly Body[],
  options: Partial<RunOptions> = {},
  driver = fakeDriver({ nodes: 2 }),
) {
  const checks = [bodies]
    .flat()
    .map((body, index) => checkOf(async (t) => void (await body(t)), { id: `powerOff/stops-the-guest[${index}]` }));
  return runOn(driver, { ...options, checks });
}

const shortOf = ({ verdict, reason, lacks, problem }: CheckOutcome) => ({
  verdict,
  ...(reason !== undefined && { reason }),
  ...(lacks !== undefined && { lacks }),
  ...(problem !== undefined && { message: problem.message }),
});

async function outcomesOf(...args: Parameters<typeof run>): Promise<ReturnType<typeof shortOf>[]> {
  const { record } = await run(...args);
  if (record.attach.problem !== undefined) return [{ verdict: "blocked", message: record.attach.problem.message }];
  return record.outcomes.map(shortOf);
}

const PASS = { verdict: "pass" };
const destroyed = (t: CheckContext, { target }: Awaited<ReturnType<CheckContext["givenInstance"]>>) =>
  t.driver.destroy({ ...target, destroyDisks: true });

describe("a budget of instances", () => {
  const two = { config: { instancesAtOnce: 2 } };
  const TOO_MANY = {
    verdict: "not-applicable",
    reason: "The check needs 3 instances at a time, and the configuration allows 2",
    lacks: "instancesAtOnce",
  };

  test("is never overrun, and a check that needs more is not applicable", async () => {
    let [there, most] = [0, 0];
    const counted = changedDriver((right) => ({
      spawn: async (params, call) => {
        most = Math.max(most, ++there);
        return right.spawn(params, call);
      },
      destroy: async (params, call) => {
        const { instances } = await right.listInstances({}, call);
        if (instances.some((one) => one.ownership === "owned" && one.uuid === params.instanceUuid)) there -= 1;
        return right.destroy(params, call);
      },
    }));
    const three: Body = async (t) => {
      for (let count = 0; count < 3; count++) await t.givenInstance();
    };
    const together: Body = (t) => Promise.all([t.givenInstance(), t.givenInstance(), t.givenInstance()]);
    const fine: Body = (t) => Promise.all([t.givenInstance(), t.givenInstance()]);
    expect(await outcomesOf([three, together, fine], two, counted)).toEqual([TOO_MANY, TOO_MANY, PASS]);
    expect([most, there]).toEqual([2, 0]);
  });

  test("counts what is there, and neither what was destroyed, nor refused, nor never asked for", async () => {
    const body: Body = async (t) => {
      for (let count = 0; count < 4; count++) await destroyed(t, await t.givenInstance());
      for (let count = 0; count < 4; count++) await t.newInstance();
      const params = await t.newInstance();
      const bad = { ...params, instance: { ...params.instance, flavor: { ...t.flavor, memoryMib: 2 ** 30 } } };
      for (let count = 0; count < 4; count++) await t.expectError(t.driver.spawn(bad), "INSUFFICIENT_RESOURCES");
      await t.driver.spawn(params);
      await t.expectError(t.driver.spawn(params), "INSTANCE_EXISTS");
      await t.givenInstance();
    };
    expect(await outcomesOf(body, two)).toEqual([PASS]);
  });

  test("holds for a check that takes no notice of what it was not given, and for raw requests", async () => {
    const deaf: Body = async (t) => {
      for (let count = 0; count < 3; count++) await t.givenInstance().catch(() => undefined);
    };
    const raw: Body = async (t) => {
      await Promise.all([t.givenInstance(), t.givenInstance()]);
      await t.request("spawn", { ...(await t.newInstance()), call: { operationId: t.uuid() } });
    };
    expect(await outcomesOf([deaf, raw], two)).toEqual([TOO_MANY, TOO_MANY]);
  });

  test("counts an instance that was destroyed at one of two hosts until it is removed from both", async () => {
    const site = fakeSite({ hosts: 2, nodes: 1 });
    const [first, second] = site.hosts;
    const peer = attachDefinition(() => site.driver(second), 10_000);
    const body: Body = async (t) => {
      for (let count = 0; count < 3; count++) await destroyed(t, await t.givenInstance());
    };
    expect(await outcomesOf(body, { ...two, peer }, site.driver(first))).toEqual([TOO_MANY]);
  });

  test("blocks a check that cannot have its instances because earlier ones would not go", async () => {
    const leaky = changedDriver(() => ({
      destroy: () =>
        Promise.reject(new DriverError("BACKEND_FAILED", "No", { effect: "none", details: { step: "x" } })),
    }));
    const one: Body = (t) => t.givenInstance();
    const [first, second, third] = await outcomesOf([one, one, one], two, leaky);
    expect([first, second]).toEqual([PASS, PASS]);
    expect(third).toMatchObject({
      verdict: "blocked",
      message: "No instance more can be built: 2 of earlier checks are still there, and instancesAtOnce is 2",
    });
  });

  test("is none if nobody has said", async () => {
    const many: Body = async (t) => {
      for (let count = 0; count < 8; count++) await t.givenInstance({ powerState: "shutdown" });
    };
    expect(await outcomesOf(many)).toEqual([PASS]);
  });
});

describe("the kit's own guard", () => {
  test("sends no change that names an instance of nobody's run, whatever the check makes of it", async () => {
    const foreign = "dddddddd-1111-4111-8111-111111111111";
    const target = { instanceUuid: foreign };
    const asked: string[] = [];
    const driver = changedDriver((right) => ({
      destroy: (params, call) => (asked.push(params.instanceUuid), right.destroy(params, call)),
      getInfo: (params, call) => (asked.push(`read ${params.instanceUuid}`), right.getInfo(params, call)),
    }));
    const bodies: Body[] = [
      (t) => t.driver.destroy({ ...target, destroyDisks: true }),
      (t) => t.driver.destroy({ ...target, destroyDisks: true }).catch(() => undefined),
      (t) => t.request("destroy", { ...target, destroyDisks: true, call: { operationId: t.uuid() } }),
      (t) => t.expectError(t.driver.getInfo(target), "INSTANCE_NOT_FOUND"),
      (t) => t.expectError(t.request("destroy", { instanceUuid: "not-a-uuid", call: {} }), "INVALID_REQUEST"),
    ];
    const outcomes = await outcomesOf(bodies, {}, driver);
    expect(outcomes.map(({ verdict }) => verdict)).toEqual([
      "harness-error",
      "harness-error",
      "harness-error",
      "pass",
      "pass",
    ]);
    expect(outcomes[0]?.message).toContain(`Cannot call "destroy" on instance "${foreign}": this run did not make it`);
    expect(asked).toEqual([`read ${foreign}`]);
  });
});

describe("limits of the configuration", () => {
  test("are those of each operation, scaled, for calls of every kind", async () => {
    const silent = changedDriver(() => ({ spawn: () => never(), pause: () => never() }));
    const config = { timeouts: { scale: 0.5, answerMs: 60_000, operationsMs: { spawn: 400, pause: 200 } } };
    const spawns: Body = async (t) => t.driver.spawn(await t.newInstance());
    const raw: Body = (t) => t.request("pause", { instanceUuid: t.uuid(), call: { operationId: t.uuid() } });
    const outcomes = await outcomesOf([spawns, raw], { config }, silent);
    const messages = outcomes.map(({ message }) => message);
    expect(messages[0]).toMatch(/^Cannot complete spawn: the driver has not answered for 200 ms/u);
    expect(messages[1]).toMatch(/^Cannot complete pause: the driver has not answered for 100 ms/u);
  });
});

describe("nodes of the configuration", () => {
  const nodesOf = (t: CheckContext) => t.driver.listNodes({}).then(({ nodes }) => nodes);

  test("are the only ones that anything is changed on", async () => {
    const here: Body = async (t) => {
      const [, second] = await nodesOf(t);
      t.expectEqual(t.node.uuid, second?.uuid, "node of the check");
      const { node } = await t.givenInstance();
      t.expectEqual(node.uuid, second?.uuid, "node of the instance");
    };
    const there: Body = async (t) => {
      const [first] = await nodesOf(t);
      await t.givenInstance(first && { node: first });
    };
    const other: Body = async (t) => {
      const [first] = await nodesOf(t);
      await t.driver.setHostEnabled({ node: first?.uuid ?? "", enabled: true }).catch(() => undefined);
    };
    const { record } = await run([async (t) => t.expectEqual((await nodesOf(t)).length, 2, "nodes")]);
    const second = record.attach.driver?.nodes[1]?.name ?? "";
    const config = { resources: { nodes: [second] } };
    const [one, two, three] = await outcomesOf([here, there, other], { config });
    expect(one).toEqual(PASS);
    for (const outcome of [two, three]) {
      expect(outcome).toMatchObject({ verdict: "not-applicable", lacks: "resources.nodes" });
      expect(outcome?.reason).toMatch(
        /^The check changes something on node "[\da-f-]{36}", and the configuration keeps/u,
      );
    }
  });

  test("have to be there", async () => {
    const config = { resources: { nodes: ["no-such-node"] } };
    const [outcome] = await outcomesOf(async () => undefined, { config });
    expect(outcome?.message).toContain('listNodes lists no node "no-such-node"');
  });
});

const volume = (name: string, changes: object = {}) => {
  const connection = { protocol: "localFile", path: join(directory, name), format: "raw" } as const;
  return { connection, sizeBytes: 1 << 20, ...changes };
};
const withResources = (resources: ResourcesConfig) => ({ config: { resources } });

describe("volumes of the configuration", () => {
  const NONE = { verdict: "not-applicable", lacks: "resources.volumes" };

  test("are lent to one user at a time, and come back when the check is over", async () => {
    writeFileSync(join(directory, "one.raw"), Buffer.alloc(1 << 20));
    const body: Body = async (t) => {
      const lent = t.volume();
      const instance = await t.givenInstance();
      await t.driver.attachVolume({ ...instance.target, volume: lent.attachment() });
      t.expectEqual(lent.attachment({ accessMode: "readOnly" }).connection, volume("one.raw").connection, "connection");
      t.expectEqual([lent.size(), lent.users()], [1 << 20, []], "what is known of it");
    };
    const two: Body = async (t) => [t.volume(), t.volume()];
    const outcomes = await outcomesOf([body, body, two], withResources({ volumes: [volume("one.raw")] }));
    expect(outcomes.slice(0, 2)).toEqual([PASS, PASS]);
    expect(outcomes[2]).toMatchObject(NONE);
    expect(outcomes[2]?.reason).toMatch(
      /^The check needs more than 1 volumes at a time, and the configuration has no more/u,
    );
    expect(readFileSync(join(directory, "one.raw")).every((byte) => byte === 0)).toBe(true);
  });

  test("are not lent again while an instance that would not go may be connected to them", async () => {
    const leaky = changedDriver(() => ({ destroy: async () => ({}) }));
    const body: Body = async (t) => [t.volume(), await t.givenInstance()];
    const [first, second] = await outcomesOf([body, body], withResources({ volumes: [volume("one.raw")] }), leaky);
    expect(first).toEqual(PASS);
    expect(second).toMatchObject(NONE);
  });

  test.each<[string, Body]>([
    ["says what is on them", async (t) => t.volume({ contents: Buffer.alloc(512) })],
    ["looks into them", async (t) => t.volume().read(0, 1)],
    ["writes to them", async (t) => t.volume().write(0, Buffer.alloc(1))],
    ["wants to know their file", async (t) => t.volume().path],
    ["needs another size", async (t) => t.volume({ sizeBytes: 5 })],
    ["has them overwritten", async (t) => t.volume({ isOverwritten: true })],
  ])("are not for a check that %s", async (_, body) => {
    const [outcome] = await outcomesOf(body, withResources({ volumes: [volume("one.raw")] }));
    expect(outcome).toMatchObject(NONE);
  });

  test("may be overwritten if the configuration says so, and are not given to a node that takes no such connection", async () => {
    const wanting: Body = async (t) => t.volume({ isOverwritten: true, sizeBytes: 1 << 20 });
    const volumes = [volume("keep.raw"), volume("lose.raw", { mayOverwrite: true })];
    expect(await outcomesOf(wanting, withResources({ volumes }))).toEqual([PASS]);
    const [outcome] = await outcomesOf(
      async (t) => t.volume(),
      withResources({
        volumes: [{ ...volume("x"), connection: { protocol: "vendor", vendorProtocol: "v", data: {} as never } }],
      }),
    );
    expect(outcome).toMatchObject(NONE);
    expect(outcome?.reason).toMatch(/that node "\S+" can reach, and the configuration has none$/u);
  });
});

describe("networks of the configuration", () => {
  test("are taken in turn, with their own addresses where they have some", async () => {
    const network = { id: "99999999-1111-4111-8111-111111111111", subnets: [] };
    const networks = [
      { binding: { vifType: "user" } },
      { binding: { vifType: "bridge", bridgeName: "br-a" }, network, mtu: 1_400 },
      { binding: { vifType: "bridge", bridgeName: "br-b" } },
    ] as const;
    const body: Body = async (t) => {
      const interfaces = [0, 1, 2, 3].map(() => t.networkInterface());
      expect(interfaces.map(({ binding }) => binding)).toEqual(
        [...networks, networks[0]].map(({ binding }) => binding),
      );
      expect(interfaces[1]).toMatchObject({ network, mtu: 1_400 });
      expect(interfaces[0]?.network.subnets).toHaveLength(1);
      const plugged = [4, 5].map(() => t.networkInterface({}, { hasHostSide: true }));
      expect(plugged.map(({ binding }) => binding.vifType)).toEqual(["bridge", "bridge"]);
      expect(t.networkInterface({ binding: { vifType: "unbound" } }).binding).toEqual({ vifType: "unbound" });
    };
    expect(await outcomesOf(body, withResources({ networks }))).toEqual([PASS]);
  });

  test("are lacking where none does", async () => {
    const body: Body = async (t) => t.networkInterface({}, { hasHostSide: true });
    const [outcome] = await outcomesOf(body, withResources({ networks: [{ binding: { vifType: "user" } }] }));
    expect(outcome).toEqual({
      verdict: "not-applicable",
      reason: "The check needs an interface with a side on the host, and no network of the configuration has one",
      lacks: "resources.networks",
    });
  });
});

describe("flavors of the configuration", () => {
  test("are the usual one, the larger one, and the least of a disk that a check asks for", async () => {
    const body: Body = async (t) => {
      expect(t.largerFlavor).toMatchObject({ vcpus: 2, memoryMib: 999, rootGib: 10 });
      const gib = async (flavor: object) => (await t.newInstance({ flavor })).instance.flavor;
      expect(await gib({})).toMatchObject({ memoryMib: 64, rootGib: 8 });
      expect((await gib({ rootGib: 1 })).rootGib).toBe(8);
      expect((await gib({ rootGib: 9 })).rootGib).toBe(9);
      expect((await gib({ rootGib: 0 })).rootGib).toBe(0);
    };
    const flavors = { small: { rootGib: 8 }, larger: { memoryMib: 999 } };
    expect(await outcomesOf(body, withResources({ flavors }))).toEqual([PASS]);
  });
});

describe("images of the configuration", () => {
  const bytes = probeImage();
  const { sha256 } = digestOf(bytes);
  const path = join(directory, "own.img");
  let server: Server;
  let origin = "";
  let fetches = 0;

  beforeAll(async () => {
    writeFileSync(path, bytes);
    server = createServer((request, response) => {
      fetches += 1;
      if (request.url?.startsWith("/own.img") !== true) response.writeHead(404);
      response.end(request.url?.startsWith("/own.img") === true ? bytes : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const boots: Body = (t) => t.givenInstance();
  const fileOf = ({ instance: { image } }: SpawnParams): string =>
    image.source.kind === "file" ? image.source.path : "";

  test("are booted, from a path or fetched once, and known by what they hash to", async () => {
    const imageDirectory = join(directory, "fetched");
    mkdirSync(imageDirectory);
    for (const image of [{ path }, { path, sha256 }, { url: `${origin}/own.img?token=secret`, sha256 }]) {
      const seen: Body = async (t) => {
        const { params } = await t.givenInstance();
        expect(params.instance.image).toMatchObject({ diskFormat: "raw", sizeBytes: bytes.length, sha256 });
        expect(readFileSync(fileOf(params)).equals(bytes)).toBe(true);
      };
      const config = { imageDirectory, resources: { images: [image] } };
      expect(await outcomesOf([seen, seen], { config })).toEqual([PASS, PASS]);
    }
    await outcomesOf(boots, {
      config: { imageDirectory, resources: { images: [{ url: `${origin}/own.img?token=secret`, sha256 }] } },
    });
    expect(fetches).toBe(1);
  });

  test("are each for what their guests do, and none for what no guest of theirs does", async () => {
    const off = join(directory, "off.img");
    writeFileSync(off, probeImage({ powerOffAfterTicks: 5 }));
    const images = [{ path }, { path: off, guest: "powersItselfOff" }] as const;
    const bodies: Body[] = [
      async (t) => {
        const { params } = await t.givenInstance({ image: { powerOffAfterTicks: 20 } });
        expect(fileOf(params)).toBe(off);
      },
      (t) => t.givenInstance({ image: { ignorePowerButton: true } }),
    ];
    const [first, second] = await outcomesOf(bodies, withResources({ images }));
    expect(first).toEqual(PASS);
    expect(second).toEqual({
      verdict: "not-applicable",
      reason: "The check needs a guest that ignores the power button, and no image of the configuration has one",
      lacks: "resources.images",
    });
  });

  test("make checks apply that read the probe's words only if they hold the probe", async () => {
    const check = checkOf(async () => undefined, { needs: { probeGuest: true } });
    const outcomeWith = async (holdsProbe: boolean) => {
      const { record } = await runOn(fakeDriver(), {
        checks: [check],
        ...withResources({ images: [{ path, holdsProbe }] }),
      });
      return record.outcomes.map(shortOf);
    };
    expect(await outcomeWith(true)).toEqual([PASS]);
    expect(await outcomeWith(false)).toMatchObject([{ verdict: "not-applicable", lacks: "resources.images" }]);
  });

  test.each([
    [{ path: "/nowhere/at-all.img" }, /^Cannot read the image "\/nowhere\/at-all\.img": ENOENT/u],
    [
      { path, sha256: "0".repeat(64) },
      /^Cannot use the image ".*own\.img": its sha256 is [\da-f]{64}, and the configuration says 0{64}$/u,
    ],
    [
      { url: "SERVER/gone?token=secret", sha256 },
      /^Cannot fetch the image "http:\/\/127[^?]*\/gone": the server answered 404$/u,
    ],
    [{ url: "http://127.0.0.1:1/x?token=secret", sha256 }, /^Cannot fetch the image "http:\/\/127\.0\.0\.1:1\/x": /u],
  ])("that cannot be used end the run before it begins: %j", async (image, message) => {
    const given = "url" in image ? { ...image, url: image.url?.replace("SERVER", origin) ?? "" } : image;
    const { record } = await run(boots, withResources({ images: [given] }));
    expect(record.attach).toMatchObject({ unusable: true });
    expect(record.attach.problem?.message).toMatch(message);
    expect(record.attach.problem?.message).not.toContain("secret");
  });

  test("of another layout than raw are not cut up for images and volumes of the kit's own", async () => {
    const { probeVolume } = await import("../../src/checks/steps/root-volumes.ts");
    const [outcome] = await outcomesOf((t) => probeVolume(t), withResources({ images: [{ path, format: "vmdk" }] }));
    expect(outcome).toMatchObject({ verdict: "not-applicable", lacks: "resources.images" });
  });
});

test("an image of the kit's never takes the place of another file", async () => {
  const imageDirectory = join(directory, "taken");
  mkdirSync(imageDirectory);
  const path = join(imageDirectory, `probe-${digestOf(probeImage()).sha256.slice(0, 8)}.img`);
  writeFileSync(path, "somebody's own");
  const [outcome] = await outcomesOf((t) => t.newInstance(), { config: { imageDirectory } });
  expect(outcome).toMatchObject({ verdict: "harness-error" });
  expect(outcome?.message).toContain("there is another file of that name");
  expect(readFileSync(path, "utf8")).toBe("somebody's own");
});
