// `POST /servers/{id}/action`: bodies that make no sense, and the one action that answers something.
import type { ComputeDriver, DriverDefinition } from "@virt-driver-kit/spec";
import { expect, test } from "vitest";
import { CoreRig } from "../support/core-rig.ts";

test.each([
  [{}, "Malformed request body: it must name exactly one action"],
  [{ pause: null, unpause: null }, "Malformed request body: it must name exactly one action"],
  [{ explode: null }, "There is no such action: explode"],
  [{ toString: null }, "There is no such action: toString"],
  [{ reboot: null }, "Invalid input for field/attribute reboot. It must be object"],
  [{ reboot: { type: "soft" } }, 'Invalid input for field/attribute reboot.type. It must be one of ["SOFT","HARD"]'],
  [
    { "os-stop": { force: true } },
    "Invalid input for field/attribute os-stop. It must NOT have more than 0 properties",
  ],
  [
    { "os-getConsoleOutput": { lines: 3 } },
    "Invalid input for field/attribute os-getConsoleOutput. Additional properties are not allowed ('lines' was unexpected)",
  ],
])("%j is a bad request that says why", async (action, message) => {
  const rig = await CoreRig.start();
  const { status, body } = await rig.rest.act("any", action);
  expect([status, body]).toEqual([400, { badRequest: { code: 400, message } }]);
});

test("os-getConsoleOutput answers the last lines that the guest wrote", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.createActive();
  await rig.proxy.inject("simulation/advance", { durationMs: 60_000 });
  const read = async (options: object): Promise<string> => {
    const { status, body } = await rig.rest.act(id, { "os-getConsoleOutput": options });
    expect(status).toBe(200);
    return body.output;
  };
  const all = await read({});
  expect(all).toMatch(/^boot 1\r\ntick 1\r\n/u);
  expect(await read({ length: -1 })).toBe(all);
  expect(await read({ length: null })).toBe(all);
  expect(await read({ length: "2" })).toBe(all.split("\n").slice(-3).join("\n"));
  expect(await read({ length: 0 })).toBe("");
});

test("of a long console log the last 100 KiB are read, in pieces", async () => {
  const log = Buffer.from(Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join(""));
  const getConsoleOutput: NonNullable<ComputeDriver["getConsoleOutput"]> = async ({ offset = 0, limit = 65_536 }) => {
    const data = log.subarray(offset, offset + Math.min(limit, 40_000));
    const places = { offset, nextOffset: offset + data.length, firstOffset: 0, endOffset: log.length };
    return { data: data.toString("base64"), ...places };
  };
  const change = (definition: DriverDefinition): DriverDefinition => ({
    ...definition,
    create: async (host) => ({ ...(await definition.create(host)), getConsoleOutput }),
  });
  const rig = await CoreRig.start({ change });
  const id = await rig.rest.createActive();
  const { body } = await rig.rest.act(id, { "os-getConsoleOutput": {} });
  expect(body.output).toBe(log.subarray(-102_400).toString());
  expect(rig.proxy.requests("getConsoleOutput").map(({ params }) => params.offset)).toEqual([
    undefined,
    log.length - 102_400,
    log.length - 62_400,
    log.length - 22_400,
  ]);
});

test("the console of a driver that keeps none is answered 501", async () => {
  const rig = await CoreRig.start({ driver: { without: ["supportsConsoleOutput"] } });
  const id = await rig.rest.createActive();
  const { status, body } = await rig.rest.act(id, { "os-getConsoleOutput": {} });
  expect([status, Object.keys(body)]).toEqual([501, ["notImplemented"]]);
});

test("the console of a server that never came to be is not ready", async () => {
  const rig = await CoreRig.start();
  const id = await rig.rest.create("big", "huge");
  await rig.rest.settled(id, "ERROR");
  const { status, body } = await rig.rest.act(id, { "os-getConsoleOutput": {} });
  expect([status, body.conflictingRequest.message]).toEqual([409, `Instance ${id} is not ready`]);
});
