import { readFileSync } from "node:fs";
import type { CoreRequests, HttpImageSource, ImageMeta } from "@virt-driver-kit/spec";
import { DriverError } from "@virt-driver-kit/spec";
import { beforeEach, describe, expect, it } from "vitest";
import { Attached, failureOf } from "../../support/attached.ts";
import { certify } from "../../support/certificate.ts";
import { ImageServer, serves } from "../../support/image-server.ts";
import { type FileImage, probeImage, temporaryDirectory } from "../../support/probe-image.ts";

const directory = temporaryDirectory();
let image: FileImage;
let bytes: Buffer;

/** What the core was asked, and what it answers. */
let asked: object[];

beforeEach(() => {
  asked = [];
  image = probeImage(directory);
  bytes = readFileSync(image.source.path);
});

function at(url: string, rest: Partial<HttpImageSource> = {}): ImageMeta {
  return { ...image, source: { kind: "http", url, ...rest } };
}

const showing = (token: string): Pick<HttpImageSource, "headers"> => ({
  headers: [{ name: "X-Auth-Token", value: token }],
});

function renewing(url: () => string, token: string): CoreRequests {
  return {
    renewCredentials: async (params) => {
      asked.push(params);
      return { credential: { url: url(), ...showing(token), expiresAt: "2027-01-01T00:00:00Z" } };
    },
  };
}

const refusing: CoreRequests = {
  renewCredentials: async () => {
    throw new DriverError("CREDENTIALS_EXPIRED", "Cannot renew: the user may no longer read the image", {
      effect: "none",
      details: { resource: "image" },
    });
  },
};

async function expectNothingLeft(fake: Attached): Promise<void> {
  expect((await fake.driver.listInstances()).instances).toEqual([]);
  const { sizeBytes } = await fake.driver.manageImageCache({ node: fake.node(), imagesInUse: [], unusedForSeconds: 0 });
  expect(sizeBytes).toBe(0);
}

describe("an image on an HTTP server", () => {
  it("is read once, with the headers given, and then is in the cache", async () => {
    const fake = await Attached.create();
    const server = await ImageServer.start(serves(bytes, () => "secret"));
    const source = at(`${server.origin}/image`, showing("secret"));
    const uuid = await fake.spawn({ image: source });
    await fake.spawn({ image: source });
    expect((await fake.lines(uuid)).slice(0, 2)).toEqual(["boot 1", "tick 1"]);
    expect(server.requests).toMatchObject([{ method: "GET", path: "/image", token: "secret" }]);
  });

  it("is followed to where the server leads, without headers for others", async () => {
    const fake = await Attached.create();
    const elsewhere = await ImageServer.start(serves(bytes));
    const server = await ImageServer.start((request, response) => {
      const location = request.path === "/image" ? "/moved" : `${elsewhere.origin}/image`;
      response.writeHead(302, { location }).end();
    });
    await fake.spawn({ image: at(`${server.origin}/image`, showing("secret")) });
    expect(server.requests.map(({ token }) => token)).toEqual(["secret", "secret"]);
    expect(elsewhere.requests.map(({ token }) => token)).toEqual([undefined]);
  });

  it("is refused if it is not there, or is another", async () => {
    const fake = await Attached.create();
    const server = await ImageServer.start((request, response) => {
      if (request.path === "/absent") response.writeHead(404).end();
      if (request.path === "/short") response.end(bytes.subarray(1));
      if (request.path === "/long") response.end(Buffer.concat([bytes, Buffer.alloc(4)]));
      if (request.path === "/other") response.end(Buffer.alloc(bytes.length));
    });
    for (const [path, problem] of [
      ["absent", "unreadable"],
      ["short", "size"],
      ["long", "size"],
      ["other", "checksum"],
    ]) {
      const error = await failureOf(fake.driver.spawn(fake.spawnParams({ image: at(`${server.origin}/${path}`) })));
      expect(error).toMatchObject({
        code: "IMAGE_UNACCEPTABLE",
        effect: "none",
        details: { imageId: image.id, problem },
      });
      expect(error.message).not.toContain(server.origin);
    }
    await expectNothingLeft(fake);
  });

  it("fails as a transfer if the server breaks off, fails, leads in circles, or is not there", async () => {
    const fake = await Attached.create();
    const server = await ImageServer.start((request, response) => {
      if (request.path === "/broken") {
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, 1000), () => response.destroy());
      }
      if (request.path === "/failing") response.writeHead(503).end();
      if (request.path === "/circle") response.writeHead(302, { location: "/circle" }).end();
    });
    const urls = ["/broken", "/failing", "/circle"].map((path) => `${server.origin}${path}`);
    for (const url of [...urls, "http://127.0.0.1:1/image"]) {
      const error = await failureOf(fake.driver.spawn(fake.spawnParams({ image: at(url) })));
      expect(error).toMatchObject({ code: "IMAGE_TRANSFER_FAILED", effect: "none", details: { imageId: image.id } });
    }
    await expectNothingLeft(fake);
  });

  it("is no longer waited for once the call is cancelled", async () => {
    const fake = await Attached.create();
    const cancellation = new AbortController();
    const server = await ImageServer.start(() => cancellation.abort());
    const params = fake.spawnParams({ image: at(`${server.origin}/image`) });
    const error = await failureOf(fake.driver.spawn(params, { signal: cancellation.signal }));
    expect(error).toMatchObject({ code: "OPERATION_CANCELLED", effect: "none" });
    await expectNothingLeft(fake);
  });
});

describe("a server of https", () => {
  const authority = certify({ name: "authority", isAuthority: true });
  const identity = certify({ name: "images", issuer: authority, address: "127.0.0.1" });

  it("is read from if the authorities given vouch for it", async () => {
    const fake = await Attached.create();
    const server = await ImageServer.start(serves(bytes), identity);
    await fake.spawn({ image: at(`${server.origin}/image`, { caCertificates: authority.certificate }) });
  });

  it("is shown nothing if they do not, or it leads to one that proves nothing", async () => {
    const fake = await Attached.create();
    const open = await ImageServer.start(serves(bytes));
    const server = await ImageServer.start(
      (_, response) => void response.writeHead(302, { location: open.origin }).end(),
      identity,
    );
    const stranger = certify({ name: "authority", isAuthority: true });
    for (const source of [{}, { caCertificates: stranger.certificate }]) {
      const params = fake.spawnParams({ image: at(server.origin, { ...source, ...showing("secret") }) });
      expect(await failureOf(fake.driver.spawn(params))).toMatchObject({ code: "IMAGE_TRANSFER_FAILED" });
    }
    expect(server.requests).toEqual([]);
    const params = fake.spawnParams({ image: at(server.origin, { caCertificates: authority.certificate }) });
    expect(await failureOf(fake.driver.spawn(params))).toMatchObject({ code: "IMAGE_TRANSFER_FAILED" });
    expect(open.requests).toEqual([]);
  });
});

describe("credentials that have lost their force", () => {
  it("are renewed when the server no longer takes them", async () => {
    const server = await ImageServer.start(serves(bytes, () => "new"));
    const fake = await Attached.create(
      {},
      undefined,
      renewing(() => `${server.origin}/renewed`, "new"),
    );
    const operationId = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";
    const params = fake.spawnParams({ image: at(`${server.origin}/image`, showing("old")) });
    await fake.driver.spawn(params, { operationId });
    expect(asked).toEqual([{ operationId, resource: "imageSource", resourceId: image.id }]);
    expect(server.requests.map(({ path, token }) => [path, token])).toEqual([
      ["/image", "old"],
      ["/renewed", "new"],
    ]);
  });

  it("are renewed without a try when their time is up", async () => {
    const server = await ImageServer.start(serves(bytes, () => "new"));
    const fake = await Attached.create(
      {},
      undefined,
      renewing(() => server.origin, "new"),
    );
    const now = await fake.advance(0);
    const expiring = (ms: number): ImageMeta =>
      at(server.origin, { ...showing("old"), expiresAt: new Date(now + ms).toISOString() });
    await fake.driver.cacheImage({ node: fake.node(), image: expiring(0) });
    expect(server.requests.map(({ token }) => token)).toEqual(["new"]);
    const other = await ImageServer.start(serves(bytes, () => "old"));
    const lasting = at(other.origin, { ...showing("old"), expiresAt: new Date(now + 100_000).toISOString() });
    await fake.driver.cacheImage({ node: fake.node(1), image: lasting });
    expect(asked).toHaveLength(1);
  });

  it("end the operation if the core has no others", async () => {
    const server = await ImageServer.start(serves(bytes, () => "new"));
    const fake = await Attached.create({}, undefined, refusing);
    const error = await failureOf(fake.driver.spawn(fake.spawnParams({ image: at(server.origin, showing("old")) })));
    expect(error).toMatchObject({
      code: "CREDENTIALS_EXPIRED",
      effect: "none",
      details: { resource: `imageSource ${image.id}` },
    });
    expect(error.message).not.toMatch(/old|127/);
    await expectNothingLeft(fake);
  });

  it("end the operation if the server does not take the new ones either", async () => {
    const server = await ImageServer.start(serves(bytes, () => "none"));
    const fake = await Attached.create(
      {},
      undefined,
      renewing(() => server.origin, "new"),
    );
    const error = await failureOf(fake.driver.spawn(fake.spawnParams({ image: at(server.origin) })));
    expect(error).toMatchObject({ code: "CREDENTIALS_EXPIRED", effect: "none" });
    expect(asked).toHaveLength(1);
  });
});
