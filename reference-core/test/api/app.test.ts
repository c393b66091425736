// What all of the REST API has in common: versions, faults, limits.
import { once } from "node:events";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { CoreRig } from "../support/core-rig.ts";

test("the root lists the versions, and each shows itself", async () => {
  const rig = await CoreRig.start();
  const version = { id: "v2.1", status: "CURRENT", version: "2.1", min_version: "2.1" };
  expect((await rig.rest.request("GET", "/")).body).toMatchObject({ versions: [version] });
  expect((await rig.rest.request("GET", "/v2.1")).body).toMatchObject({ version });
  expect((await rig.rest.request("GET", "/v2.1/")).body).toMatchObject({ version });
});

test("any microversion is tolerated, and every answer says which one it is in", async () => {
  const rig = await CoreRig.start();
  const answers = await Promise.all([
    rig.rest.request("GET", "/v2.1/servers", undefined, { "OpenStack-API-Version": "compute 2.96" }),
    rig.rest.request("GET", "/v2.1/nothing"),
  ]);
  expect(answers.map(({ status, headers }) => [status, headers.get("openstack-api-version")])).toEqual([
    [200, "compute 2.1"],
    [404, "compute 2.1"],
  ]);
});

test.each([
  ["GET", "/nothing", 404, "itemNotFound"],
  ["GET", "/v2.1/servers/a/b/c", 404, "itemNotFound"],
  ["PUT", "/v2.1/servers", 405, "badMethod"],
  ["GET", "/v2.1/servers/a/action", 405, "badMethod"],
  ["POST", "/v2.1/flavors", 405, "badMethod"],
] as const)("%s %s is answered %i with a fault", async (method, path, code, name) => {
  const rig = await CoreRig.start();
  const { status, body } = await rig.rest.request(method, path);
  expect([status, body]).toEqual([code, { [name]: { code, message: expect.any(String) } }]);
});

test.each(["evil.example", "evil.example:80", "127.0.0.1.evil.example"])(
  "a request meant for the host %s is refused",
  async (host) => {
    const rig = await CoreRig.start();
    const [response] = (await once(get(rig.core.url, { headers: { host } }), "response")) as [IncomingMessage];
    const body = JSON.parse(Buffer.concat(await response.toArray()).toString("utf8"));
    expect([response.statusCode, Object.keys(body)]).toEqual([403, ["forbidden"]]);
  },
);

test("a body that is declared to be anything but JSON is refused", async () => {
  const rig = await CoreRig.start();
  const answer = await rig.rest.request("POST", "/v2.1/servers", "{}", { "content-type": "text/plain" });
  expect([answer.status, Object.keys(answer.body)]).toEqual([415, ["badMediaType"]]);
});

test("a body that is too long is refused", async () => {
  const rig = await CoreRig.start();
  const answer = await rig.rest.request("POST", "/v2.1/servers", { server: { name: "x".repeat(200_000) } });
  expect([answer.status, Object.keys(answer.body)]).toEqual([413, ["overLimit"]]);
});

test("flavors and images are listed, shown in detail, and shown one by one", async () => {
  const rig = await CoreRig.start();
  const flavor = { id: "small", name: "small", vcpus: 1, ram: 64, disk: 1 };
  expect((await rig.rest.request("GET", "/v2.1/flavors/small")).body).toMatchObject({ flavor });
  expect((await rig.rest.request("GET", "/v2.1/flavors/detail")).body.flavors[0]).toMatchObject(flavor);
  const [image] = (await rig.rest.request("GET", "/v2.1/images")).body.images;
  const shown = await rig.rest.request("GET", `/v2.1/images/${image.id}`);
  expect(shown.body).toMatchObject({ image: { name: "probe", status: "ACTIVE", "OS-EXT-IMG-SIZE:size": 1 << 20 } });
  expect((await rig.rest.request("GET", "/v2.1/images/none")).status).toBe(404);
});
