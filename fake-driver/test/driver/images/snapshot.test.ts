import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DiskFormat, ImageMeta, SnapshotParams, SnapshotResult } from "@virt-driver-kit/spec";
import { describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { fileVolume } from "../../support/guest-devices.ts";
import { ImageServer } from "../../support/image-server.ts";
import { probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
const image = probeImage(directory);
const flavor = { name: "tiny", vcpus: 1, memoryMib: 64, rootGib: 0 };

/** A directory of a sink's own, to see that nothing is left in it. */
function sinkDirectory(): string {
  const path = join(directory, randomUUID());
  mkdirSync(path);
  return path;
}

function paramsFor(instanceUuid: string, changes: Partial<SnapshotParams> = {}): SnapshotParams {
  const sink = { kind: "file", path: join(sinkDirectory(), "image") } as const;
  return { instanceUuid, imageId: randomUUID(), diskFormats: ["raw"], sink, ...changes };
}

/** The path of a snapshot's sink. */
function pathOf({ sink }: SnapshotParams): string {
  if (sink.kind !== "file") throw new RangeError("The sink is no file");
  return sink.path;
}

/** Describes what a snapshot wrote, as the caller would. */
function imageFrom(path: string, { image: uploaded }: SnapshotResult): ImageMeta {
  const { diskFormat, sizeBytes, sha256 } = uploaded;
  return { id: randomUUID(), name: "copy", diskFormat, sizeBytes, sha256, source: { kind: "file", path } };
}

describe("snapshot", () => {
  it.each<DiskFormat>(["raw", "qcow2", "vhd", "vmdk"])(
    "writes the root disk in format %s, which boots on",
    async (format) => {
      const fake = await Attached.create({}, image);
      const instanceUuid = await fake.spawn({ flavor });
      await fake.driver.reboot({ instanceUuid, type: "hard" });
      await fake.advance(500);
      const params = paramsFor(instanceUuid, { diskFormats: [format, "raw"] });
      const result = await fake.driver.snapshot(params);
      const bytes = readFileSync(pathOf(params));
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      expect(result).toEqual({
        image: { diskFormat: format, sizeBytes: bytes.length, sha256, virtualSizeBytes: image.sizeBytes },
        quiesced: false,
      });
      const copy = await fake.spawn({ image: imageFrom(pathOf(params), result), flavor });
      expect((await fake.lines(copy))[0]).toBe("boot 3");
      expect((await fake.lines(instanceUuid)).filter((line) => line.startsWith("boot"))).toEqual(["boot 1", "boot 2"]);
    },
  );

  it("works in every power state, and leaves it as it was without an event", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    const states = {
      running: async () => undefined,
      paused: () => fake.driver.pause({ instanceUuid }),
      suspended: async () => {
        await fake.driver.unpause({ instanceUuid });
        await fake.driver.suspend({ instanceUuid });
      },
      shutdown: () => fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 }),
      crashed: async () => {
        await fake.driver.powerOn({ instanceUuid });
        await fake.driver["simulation/injectFault"]({ fault: { kind: "guestCrash", instanceUuid } });
      },
    };
    for (const [state, bring] of Object.entries(states)) {
      await bring();
      const before = fake.events.length;
      await fake.driver.snapshot(paramsFor(instanceUuid));
      expect(await fake.powerState(instanceUuid)).toBe(state);
      expect(fake.events).toHaveLength(before);
    }
  });

  it("is refused while the instance is built, of an absent one, and of one whose root disk is a volume", async () => {
    const fake = await Attached.create({}, image);
    const absent = await failureOf(fake.driver.snapshot(paramsFor(randomUUID())));
    expect(absent).toMatchObject({ code: "INSTANCE_NOT_FOUND", effect: "none" });
    const volume = fileVolume(directory, { bootIndex: 0 });
    const params = fake.spawnParams({ image: { ...image, source: { kind: "volume" } } });
    await fake.driver.spawn({ ...params, devices: { blockDevices: { volumes: [volume] } } });
    const error = await failureOf(fake.driver.snapshot(paramsFor(params.instance.uuid)));
    expect(error).toMatchObject({ code: "INVALID_REQUEST", effect: "none" });
  });

  it("writes the first format that it can, and refuses at once if there is none", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    const { image: uploaded } = await fake.driver.snapshot(
      paramsFor(instanceUuid, { diskFormats: ["vdi", "other", "qcow2", "raw"] }),
    );
    expect(uploaded.diskFormat).toBe("qcow2");
    const before = await fake.advance(0);
    const params = paramsFor(instanceUuid, { diskFormats: ["vdi", "iso"] });
    expect(await failureOf(fake.driver.snapshot(params))).toMatchObject({
      code: "IMAGE_UNACCEPTABLE",
      effect: "none",
      details: { imageId: params.imageId, problem: "format" },
    });
    expect(await fake.advance(0)).toBe(before);
  });

  it("tells of copying, then of uploading", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    const steps: string[] = [];
    const params = paramsFor(instanceUuid);
    await fake.driver.snapshot(params, { onProgress: ({ step }) => void steps.push(step) });
    expect([...new Set(steps)]).toEqual(["copying", "uploading"]);
  });

  it("replaces a file in one step, and leaves it alone when it fails or is cancelled at any moment", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    const params = paramsFor(instanceUuid, { quiesce: "required" });
    const path = pathOf(params);
    writeFileSync(path, "before");
    const expectUntouched = async (): Promise<void> => {
      expect(readdirSync(dirname(path))).toEqual(["image"]);
      expect(readFileSync(path, "utf8")).toBe("before");
      expect(await fake.powerState(instanceUuid)).toBe("running");
      expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
    };
    for (let step = 1; step <= 4; step += 1) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step } });
      expect(await failureOf(fake.driver.snapshot(params))).toMatchObject({ code: "BACKEND_FAILED", effect: "none" });
      await expectUntouched();
    }
    for (let elapsed = 100; elapsed < 12_000; elapsed += 900) {
      await fake.hold();
      const cancellation = new AbortController();
      const call = failureOf(fake.driver.snapshot(params, { signal: cancellation.signal }));
      await fake.advance(elapsed);
      cancellation.abort();
      expect(await call).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
      await fake.hold(false);
      await expectUntouched();
    }
    await fake.driver.snapshot(params);
    expect(readdirSync(dirname(path))).toEqual(["image"]);
    expect(readFileSync(path)).toHaveLength(image.sizeBytes);
  });

  it("fails as a transfer if the sink cannot be written", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    const sink = { kind: "file", path: join(directory, "absent", "image") } as const;
    const params = paramsFor(instanceUuid, { sink });
    expect(await failureOf(fake.driver.snapshot(params))).toMatchObject({
      code: "IMAGE_TRANSFER_FAILED",
      effect: "none",
      details: { imageId: params.imageId },
    });
  });

  it("leaves nothing in the sink when the transfer is spoilt", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    for (const manner of ["breaks", "corrupts"] as const) {
      const fault = { kind: "imageTransfer", direction: "upload", manner, afterPercent: 50 } as const;
      await fake.driver["simulation/injectFault"]({ fault });
      const params = paramsFor(instanceUuid);
      expect(await failureOf(fake.driver.snapshot(params))).toMatchObject({
        code: "IMAGE_TRANSFER_FAILED",
        effect: "none",
      });
      expect(readdirSync(dirname(pathOf(params)))).toEqual([]);
      await fake.driver.snapshot(params);
    }
  });

  it("holds the own root disk of a rescued instance", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await fake.driver.rescue({ instanceUuid, image: probeImage(directory) });
    await fake.driver.reboot({ instanceUuid, type: "hard" });
    await fake.advance(500);
    const params = paramsFor(instanceUuid);
    const copy = imageFrom(pathOf(params), await fake.driver.snapshot(params));
    expect((await fake.lines(await fake.spawn({ image: copy, flavor })))[0]).toBe("boot 2");
  });
});

describe("a snapshot of a hypervisor that holds the guest for it", () => {
  const options = { persona: "docker" };

  it("shows the guest paused meanwhile, without an event, and then lets it go on where it was", async () => {
    const fake = await Attached.create(options, image);
    const instanceUuid = await fake.spawn({ flavor });
    const told = fake.events.length;
    for (const spoil of [false, true]) {
      const before = await fake.lines(instanceUuid);
      if (spoil) await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 2 } });
      await fake.hold();
      const call = fake.driver.snapshot(paramsFor(instanceUuid)).catch((error: unknown) => error);
      await fake.advance(600);
      expect(await fake.powerState(instanceUuid)).toBe("paused");
      await fake.hold(false);
      expect((await call) instanceof Error).toBe(spoil);
      expect(await fake.powerState(instanceUuid)).toBe("running");
      await fake.advance(1000);
      const after = await fake.lines(instanceUuid);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.filter((line) => line.startsWith("boot"))).toHaveLength(1);
    }
    expect(fake.events).toHaveLength(told);
  });

  it("lets the guest go on although the driver died", async () => {
    const stateDirectory = temporaryDirectory();
    const first = await Attached.create({ ...options, stateDirectory }, image);
    const instanceUuid = await first.spawn({ flavor });
    await first.hold();
    const call = first.driver.snapshot(paramsFor(instanceUuid)).catch((error: unknown) => error);
    await first.advance(600);
    expect(await first.powerState(instanceUuid)).toBe("paused");
    const second = await Attached.create({ ...options, stateDirectory }, image);
    expect(await second.powerState(instanceUuid)).toBe("running");
    await first.connection.close();
    await call;
  });
});

describe("a snapshot that quiesces", () => {
  it("says whether the guest was quiesced, and lets it write again", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    for (const quiesce of ["preferred", "required"] as const) {
      expect(await fake.driver.snapshot(paramsFor(instanceUuid, { quiesce }))).toMatchObject({ quiesced: true });
      expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: false });
    }
  });

  it("leaves a guest quiesced that was so before, also when it fails", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    await fake.driver.quiesce({ instanceUuid, autoThawSeconds: 600 });
    expect(await fake.driver.snapshot(paramsFor(instanceUuid))).toMatchObject({ quiesced: true });
    await fake.driver["simulation/injectFault"]({ fault: { kind: "failStep", step: 2 } });
    await failureOf(fake.driver.snapshot(paramsFor(instanceUuid, { quiesce: "required" })));
    expect(await fake.driver.unquiesce({ instanceUuid })).toEqual({ wasQuiesced: true });
  });

  it("fails or goes on without, as asked, if the guest cannot be quiesced", async () => {
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    const expectCode = async (code: string): Promise<void> => {
      const required = paramsFor(instanceUuid, { quiesce: "required" });
      const error = await failureOf(fake.driver.snapshot(required));
      expect(error).toMatchObject({ code, effect: "none", details: { instanceUuid } });
      expect(readdirSync(dirname(pathOf(required)))).toEqual([]);
      const preferred = await fake.driver.snapshot(paramsFor(instanceUuid, { quiesce: "preferred" }));
      expect(preferred).toMatchObject({ quiesced: false });
    };
    for (const [agent, code] of [
      ["silent", "GUEST_AGENT_UNAVAILABLE"],
      ["refuses", "GUEST_REFUSED"],
    ] as const) {
      await fake.driver["simulation/injectFault"]({ fault: { kind: "guestBehaviour", instanceUuid, agent } });
      await expectCode(code);
      await fake.driver["simulation/clearFaults"]();
    }
    await fake.driver.pause({ instanceUuid });
    await expectCode("GUEST_AGENT_UNAVAILABLE");
    await fake.driver.unpause({ instanceUuid });
    await fake.driver.suspend({ instanceUuid });
    await expectCode("GUEST_AGENT_UNAVAILABLE");
    await fake.driver.powerOff({ instanceUuid, timeoutSeconds: 0, retryIntervalSeconds: 0 });
    await fake.driver.snapshot(paramsFor(instanceUuid, { quiesce: "required" }));
  });
});

describe("a snapshot to an HTTP server", () => {
  it("is one whole PUT with its length", async () => {
    const server = await ImageServer.start((_, response) => void response.writeHead(204).end());
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    const headers = [{ name: "X-Auth-Token", value: "secret" }];
    const sink = { kind: "http", url: `${server.origin}/image`, headers } as const;
    const { image: uploaded } = await fake.driver.snapshot(paramsFor(instanceUuid, { sink }));
    expect(server.requests).toMatchObject([
      { method: "PUT", path: "/image", token: "secret", contentLength: String(uploaded.sizeBytes), isWhole: true },
    ]);
    const sha256 = createHash("sha256")
      .update(server.wholeBodies[0] ?? "")
      .digest("hex");
    expect(sha256).toBe(uploaded.sha256);
  });

  it("fails as a transfer if the server refuses, leads elsewhere or breaks off", async () => {
    const elsewhere = await ImageServer.start((_, response) => void response.end());
    const server = await ImageServer.start((request, response) => {
      if (request.path === "/full") response.writeHead(507).end();
      if (request.path === "/moved") response.writeHead(307, { location: elsewhere.origin }).end();
      if (request.path === "/broken") response.destroy();
    });
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    for (const path of ["/full", "/moved", "/broken"]) {
      const sink = { kind: "http", url: `${server.origin}${path}` } as const;
      const error = await failureOf(fake.driver.snapshot(paramsFor(instanceUuid, { sink })));
      expect(error).toMatchObject({ code: "IMAGE_TRANSFER_FAILED", effect: "none" });
    }
    expect(elsewhere.requests).toEqual([]);
  });

  it("ends no request when the connection breaks half way", async () => {
    const server = await ImageServer.start((_, response) => void response.end());
    const fake = await Attached.create({}, image);
    const instanceUuid = await fake.spawn({ flavor });
    await fake.driver["simulation/injectFault"]({
      fault: { kind: "imageTransfer", manner: "breaks", afterPercent: 50 },
    });
    const sink = { kind: "http", url: server.origin } as const;
    const error = await failureOf(fake.driver.snapshot(paramsFor(instanceUuid, { sink })));
    expect(error).toMatchObject({ code: "IMAGE_TRANSFER_FAILED", effect: "none" });
    expect(server.wholeBodies).toEqual([]);
  });

  it("is cancelled while the server has not answered", async () => {
    const cancellation = new AbortController();
    const server = await ImageServer.start(() => cancellation.abort());
    const fake = await Attached.create({}, image);
    const params = paramsFor(await fake.spawn({ flavor }), {
      sink: { kind: "http", url: server.origin },
    });
    const error = await failureOf(fake.driver.snapshot(params, { signal: cancellation.signal }));
    expect(error).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
  });

  it("goes on with renewed credentials, and ends without", async () => {
    const server = await ImageServer.start((request, response) => {
      response.writeHead(request.token === "new" ? 200 : 401).end();
    });
    const asked: object[] = [];
    const fake = await Attached.create({}, image, {
      renewCredentials: async (params) => {
        asked.push(params);
        const headers = [{ name: "X-Auth-Token", value: asked.length === 1 ? "new" : "useless" }];
        return { credential: { url: server.origin, headers, expiresAt: "2027-01-01T00:00:00Z" } };
      },
    });
    const instanceUuid = await fake.spawn({ flavor });
    const params = paramsFor(instanceUuid, { sink: { kind: "http", url: server.origin } });
    await fake.driver.snapshot(params);
    expect(asked).toMatchObject([{ resource: "imageSink", resourceId: params.imageId }]);
    expect(await failureOf(fake.driver.snapshot(params))).toMatchObject({
      code: "CREDENTIALS_EXPIRED",
      effect: "none",
      details: { resource: `imageSink ${params.imageId}` },
    });
  });
});
