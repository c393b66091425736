// Checks of what a driver does when credentials for an image have lost their force: it asks for new ones, and takes a refusal for one.
import type { RenewCredentialsParams, RenewedCredential } from "@virt-driver-kit/spec";

import type { Check } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import { guarded, newHttpImage, showing } from "../steps/http-images.ts";
import { givenHttpSink, SMALL_DISK, snapshotOf } from "../steps/image-sinks.ts";
import { expectState } from "../steps/power-state.ts";
import { expectNoResidue, takeDown } from "../steps/residue.ts";

const LONG_AGO = "2000-01-01T00:00:00.000Z";
const FAR_OFF = "2100-01-01T00:00:00.000Z";

/** Has the core renew credentials. */
function renewWith(t: CheckContext, credential: Omit<RenewedCredential, "expiresAt">): void {
  t.core.answer("renewCredentials", () => ({ credential: { ...credential, expiresAt: FAR_OFF } }));
}

/** Checks that a call has asked for new credentials, and for which. */
function expectAsked(t: CheckContext, expected: RenewCredentialsParams, operation: string): void {
  const asked = t.core.asked.flatMap(({ method, params }) => (method === "renewCredentials" ? [params] : []));
  t.expectThat(asked.length > 0, `${operation} did not ask for new credentials`, {
    expected: "renewCredentials, in the middle of the call",
  });
  for (const { operationId, resource, resourceId } of asked) {
    t.expectEqual({ operationId, resource, resourceId }, expected, `request of renewCredentials by ${operation}`);
  }
}

const asking: readonly Check[] = [
  {
    id: "renewCredentials/asks-before-it-gives-up[source]",
    requirement: "renewCredentials/asks-before-it-gives-up",
    title: "spawn() whose image source refuses the token asks for a new one, and succeeds with it",
    run: async (t) => {
      const image = await newHttpImage(t);
      const server = await t.imageServer();
      const [old, renewed, operationId] = [t.uuid(), t.uuid(), t.uuid()];
      const url = server.handle("/image", guarded(renewed, 401, image.bytes));
      renewWith(t, { url, ...showing(renewed) });
      const params = image.from({ url, ...showing(old), expiresAt: FAR_OFF });
      await t.driver.spawn(params, { operationId });
      expectAsked(t, { operationId, resource: "imageSource", resourceId: image.id }, "spawn");
      await expectState(t, params.instance.uuid, "running", "after a spawn whose credentials were renewed");
    },
  },
  {
    id: "renewCredentials/asks-before-it-gives-up[signed-url]",
    requirement: "renewCredentials/asks-before-it-gives-up",
    title: "spawn() whose signed URL has expired asks for a new one, and reads from that",
    run: async (t) => {
      const image = await newHttpImage(t);
      const server = await t.imageServer();
      const operationId = t.uuid();
      const old = server.handle("/image?signature=old", (_request, response) => response.writeHead(403).end());
      renewWith(t, { url: server.put("/image?signature=new", image.bytes), headers: [] });
      const params = image.from({ url: old, expiresAt: LONG_AGO });
      await t.driver.spawn(params, { operationId });
      expectAsked(t, { operationId, resource: "imageSource", resourceId: image.id }, "spawn");
      await expectState(t, params.instance.uuid, "running", "after a spawn whose URL was renewed");
    },
  },
  {
    id: "renewCredentials/asks-before-it-gives-up[half-way]",
    requirement: "renewCredentials/asks-before-it-gives-up",
    title: "spawn() whose credentials expire when half of the image has come asks for new ones, and succeeds with them",
    needs: { simulation: true },
    run: async (t) => {
      const image = await newHttpImage(t);
      const server = await t.imageServer();
      const [old, renewed, operationId] = [t.uuid(), t.uuid(), t.uuid()];
      const url = server.handle("/old", guarded(old, 401, image.bytes));
      renewWith(t, { url: server.handle("/new", guarded(renewed, 401, image.bytes)), ...showing(renewed) });
      await t.simulation.injectFault({ kind: "imageTransfer", manner: "expires", afterPercent: 50 });
      const params = image.from({ url, ...showing(old) });
      await t.driver.spawn(params, { operationId });
      expectAsked(t, { operationId, resource: "imageSource", resourceId: image.id }, "spawn");
      await expectState(t, params.instance.uuid, "running", "after a spawn whose credentials were renewed half way");
    },
  },
  {
    id: "renewCredentials/asks-before-it-gives-up[sink]",
    requirement: "renewCredentials/asks-before-it-gives-up",
    title: "snapshot() whose image sink refuses the token asks for a new one, and writes with it",
    needs: { capabilities: ["supportsSnapshot"] },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      const { sink, path, server } = await givenHttpSink(t);
      const [old, renewed, operationId] = [t.uuid(), t.uuid(), t.uuid()];
      const { url } = sink;
      server.handle(path, guarded(renewed, 401));
      renewWith(t, { url, ...showing(renewed) });
      const params = snapshotOf(t, instance, { ...sink, ...showing(old) });
      const { image } = await t.driver.snapshot(params, { operationId });
      expectAsked(t, { operationId, resource: "imageSink", resourceId: params.imageId }, "snapshot");
      t.expectEqual(server.received(path)?.length, image.sizeBytes, "size of what the sink has received in the end");
    },
  },
];

/** Checks that an error names what the credentials were for. */
function expectNamed(t: CheckContext, details: Readonly<Record<string, unknown>>, resource: string, id: string): void {
  const named = details["resource"];
  const isNamed = typeof named === "string" && (named.includes(id) || named.includes(resource));
  t.expectThat(isNamed, "CREDENTIALS_EXPIRED does not name what the credentials were for", {
    expected: `details.resource with "${resource}" or the image's id`,
    got: details,
  });
}

const refusing: readonly Check[] = [
  {
    id: "renewCredentials/refusal-ends-the-operation[source]",
    requirement: "renewCredentials/refusal-ends-the-operation",
    title: "spawn() whose credentials are not renewed is CREDENTIALS_EXPIRED, names the image, and leaves nothing",
    run: async (t) => {
      const image = await newHttpImage(t);
      const server = await t.imageServer();
      const operationId = t.uuid();
      const url = server.handle("/image", (_request, response) => response.writeHead(401).end());
      const before = await takeDown(t, image.from({ url, ...showing(t.uuid()), expiresAt: LONG_AGO }));
      const { details } = await t.expectError(t.driver.spawn(before.params, { operationId }), "CREDENTIALS_EXPIRED", {
        effect: "none",
      });
      expectNamed(t, details, "imageSource", image.id);
      expectAsked(t, { operationId, resource: "imageSource", resourceId: image.id }, "spawn");
      await expectNoResidue(t, before, "after spawn answered CREDENTIALS_EXPIRED");
    },
  },
  {
    id: "renewCredentials/refusal-ends-the-operation[cache]",
    requirement: "renewCredentials/refusal-ends-the-operation",
    title: "cacheImage() whose credentials are not renewed is CREDENTIALS_EXPIRED, and caches nothing",
    needs: { capabilities: ["supportsImageCache"] },
    run: async (t) => {
      const image = await newHttpImage(t);
      const server = await t.imageServer();
      const node = t.node.uuid;
      const url = server.handle("/image", (_request, response) => response.writeHead(401).end());
      const refused = image.from({ url, ...showing(t.uuid()) }).instance.image;
      await t.expectError(t.driver.cacheImage({ node, image: refused }), "CREDENTIALS_EXPIRED", { effect: "none" });
      const whole = image.from({ url: server.put("/whole", image.bytes) }).instance.image;
      const { fetched } = await t.driver.cacheImage({ node, image: whole });
      t.expectEqual(fetched, true, "fetched of cacheImage after CREDENTIALS_EXPIRED");
    },
  },
  {
    id: "renewCredentials/refusal-ends-the-operation[sink]",
    requirement: "renewCredentials/refusal-ends-the-operation",
    title:
      "snapshot() whose credentials are not renewed is CREDENTIALS_EXPIRED, names the image, and the guest is as before",
    needs: { capabilities: ["supportsSnapshot"] },
    run: async (t) => {
      const instance = await t.givenInstance(SMALL_DISK);
      const { sink, path, server } = await givenHttpSink(t);
      const operationId = t.uuid();
      server.handle(path, (_request, response) => response.writeHead(401).end());
      const params = snapshotOf(t, instance, { ...sink, ...showing(t.uuid()) });
      const { details } = await t.expectError(t.driver.snapshot(params, { operationId }), "CREDENTIALS_EXPIRED", {
        effect: "none",
      });
      expectNamed(t, details, "imageSink", params.imageId);
      expectAsked(t, { operationId, resource: "imageSink", resourceId: params.imageId }, "snapshot");
      await expectState(t, instance, "running", "after snapshot answered CREDENTIALS_EXPIRED");
    },
  },
];

/** The checks of `renewCredentials`. */
export const renewCredentialsChecks: readonly Check[] = [...asking, ...refusing];
