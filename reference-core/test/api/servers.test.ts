// The shape of servers in the REST API, and what it says to requests that make no sense.
import { expect, test } from "vitest";
import { CoreRig } from "../support/core-rig.ts";

const UUID = /^[0-9a-f-]{36}$/u;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/u;

test("a server has the fields of the Compute API v2.1", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive("web-1");
  const url = rig.core.url;
  expect(await rig.rest.show(id)).toEqual({
    id,
    name: "web-1",
    status: "ACTIVE",
    "OS-EXT-STS:vm_state": "active",
    "OS-EXT-STS:task_state": null,
    "OS-EXT-STS:power_state": 1,
    "OS-EXT-SRV-ATTR:hypervisor_hostname": expect.stringMatching(UUID),
    "OS-EXT-SRV-ATTR:instance_name": "web-1",
    "OS-SRV-USG:launched_at": expect.stringMatching(TIME),
    "OS-SRV-USG:terminated_at": null,
    "OS-DCF:diskConfig": "MANUAL",
    "os-extended-volumes:volumes_attached": [],
    created: expect.stringMatching(TIME),
    updated: expect.stringMatching(TIME),
    flavor: { id: "small", links: expect.any(Array) },
    image: { id: expect.stringMatching(UUID), links: expect.any(Array) },
    addresses: {},
    metadata: {},
    progress: 100,
    links: [
      { rel: "self", href: `${url}/v2.1/servers/${id}` },
      { rel: "bookmark", href: `${url}/servers/${id}` },
    ],
  });
});

test("creating a server is accepted with its id and its address", async () => {
  const rig = await CoreRig.start();
  const imageRef = (await rig.rest.request("GET", "/v2.1/images")).body.images[0].id;
  const server = { name: "web-1", flavorRef: "small", imageRef, networks: "none", min_count: 1 };
  const { status, headers, body } = await rig.rest.request("POST", "/v2.1/servers", { server });
  expect([status, headers.get("location")]).toEqual([202, `${rig.core.url}/v2.1/servers/${body.server.id}`]);
  await rig.rest.settled(body.server.id, "ACTIVE");
});

test("servers are listed newest first, in pages, by status and by name", async () => {
  const rig = await CoreRig.start();
  for (const name of ["one", "two", "three"]) await rig.rest.createActive(name);
  const names = async (query: string): Promise<string[]> => {
    const { body } = await rig.rest.request("GET", `/v2.1/servers/detail${query}`);
    return body.servers.map((server: { name: string }) => server.name);
  };
  expect(await names("")).toEqual(["three", "two", "one"]);
  expect(await names("?name=t&status=active")).toEqual(["three", "two"]);
  expect(await names("?status=SHUTOFF")).toEqual([]);

  const first = await rig.rest.request("GET", "/v2.1/servers?limit=2");
  expect(first.body.servers.map((server: object) => Object.keys(server))).toEqual([
    ["id", "name", "links"],
    ["id", "name", "links"],
  ]);
  const [next] = first.body.servers_links;
  const second = await rig.rest.request("GET", next.href.slice(rig.core.url.length));
  expect(second.body).toEqual({ servers: [expect.objectContaining({ name: "one" })] });
});

test.each([
  ["?limit=many", "Invalid input for query parameters limit. Value: many. It must be a number"],
  ["?marker=nobody", "marker [nobody] not found"],
])("a list asked for with %s is a bad request", async (query, message) => {
  const rig = await CoreRig.start();
  const { status, body } = await rig.rest.request("GET", `/v2.1/servers${query}`);
  expect([status, body]).toEqual([400, { badRequest: { code: 400, message } }]);
});

test.each([
  [{}, "Invalid input for field/attribute body. 'server' is a required property"],
  [{ server: 1 }, "Invalid input for field/attribute server. It must be object"],
  [
    { server: { name: "a", flavorRef: "small" } },
    "Invalid input for field/attribute server. 'imageRef' is a required property",
  ],
  [
    { server: { name: " ", flavorRef: "small", imageRef: "i" } },
    "Invalid input for field/attribute server.name. It is empty or has another form than expected",
  ],
  [
    { server: { name: "a", flavorRef: "small", imageRef: "i", key_name: "k" } },
    "Invalid input for field/attribute server. Additional properties are not allowed ('key_name' was unexpected)",
  ],
  [{ server: { name: "a", flavorRef: "small", imageRef: "nowhere" } }, "Can not find requested image nowhere"],
  ["{ not json", "Malformed request body: it is not valid JSON"],
  ["[]", "Malformed request body: it is not a JSON object"],
])("POST /servers with %j is a bad request that says why", async (request, message) => {
  const rig = await CoreRig.start();
  const { status, body } = await rig.rest.request("POST", "/v2.1/servers", request);
  expect([status, body]).toEqual([400, { badRequest: { code: 400, message } }]);
});

test("a flavor that does not exist is a bad request", async () => {
  const rig = await CoreRig.start();
  const imageRef = (await rig.rest.request("GET", "/v2.1/images")).body.images[0].id;
  const { status, body } = await rig.rest.request("POST", "/v2.1/servers", {
    server: { name: "a", flavorRef: "giant", imageRef },
  });
  expect([status, body.badRequest.message]).toEqual([400, "Flavor giant could not be found."]);
});

test("what does not exist is not found", async () => {
  const rig = await CoreRig.start();
  const id = "00000000-0000-4000-8000-000000000000";
  const fault = { itemNotFound: { code: 404, message: `Instance ${id} could not be found.` } };
  const answers = await Promise.all([
    rig.rest.request("GET", `/v2.1/servers/${id}`),
    rig.rest.request("DELETE", `/v2.1/servers/${id}`),
    rig.rest.act(id, { "os-stop": null }),
    rig.rest.act(id, { "os-getConsoleOutput": {} }),
  ]);
  expect(answers.map(({ status, body }) => [status, body])).toEqual(answers.map(() => [404, fault]));
});
