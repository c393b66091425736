// What only a driver with some capability may be sent, and what becomes of it otherwise.
import { describe, expect, it } from "vitest";
import { DriverError } from "../../src/index.ts";
import type { Capabilities, DriverConnection, SpawnParams, TappedMessage } from "../../src/index.ts";
import { spawnParams } from "../validation/samples.ts";
import { attach, driverOf, failureOf } from "./support/test-driver.ts";

const { call, ...PARAMS } = spawnParams();
const WITH_SHARES: SpawnParams = { ...PARAMS, devices: { shares: [] } };
const WITH_UEFI: SpawnParams = withFirmware({ type: "uefi", stateless: true });

function withFirmware(firmware: { type: "uefi"; stateless?: boolean } | { type: "bios" }): SpawnParams {
  const { instance } = PARAMS;
  return { ...PARAMS, instance: { ...instance, image: { ...instance.image, properties: { firmware } } } };
}

/** Connects to a driver that only spawns, and tells what it was given and what was sent. */
async function rig(capabilities: Capabilities): Promise<[DriverConnection, unknown[], TappedMessage[]]> {
  const given: unknown[] = [];
  const connection = await attach(driverOf({ spawn: (params) => void given.push(params) }, capabilities));
  const sent: TappedMessage[] = [];
  connection.onMessage((message) => message.direction === "sent" && sent.push(message));
  return [connection, given, sent];
}

const CASES = [
  ["a member", WITH_SHARES, {}, "supportsShares", "params.devices.shares"],
  ["a variant of a union", WITH_UEFI, {}, "supportsUefiBoot", "params.instance.image.properties.firmware"],
  [
    "a member of a variant that is declared",
    WITH_UEFI,
    { supportsUefiBoot: true },
    "supportsStatelessFirmware",
    "params.instance.image.properties.firmware.stateless",
  ],
] as const;

describe("a call with data whose capability the driver does not declare", () => {
  it.each(CASES)("is not sent by the client: %s", async (_, params, capabilities, capability, path) => {
    const [connection, , sent] = await rig(capabilities);
    const error = await failureOf(connection.driver.spawn(params));
    expect(error).toBeInstanceOf(DriverError);
    expect(error).toMatchObject({
      code: "NOT_SUPPORTED",
      effect: "none",
      message: `Cannot call spawn: ${path} needs ${capability}, which the driver does not declare`,
      details: { operation: "spawn", capability, path },
    });
    expect(sent).toEqual([]);
  });

  it.each(CASES)("is refused by the server before it begins: %s", async (_, params, capabilities, capability, path) => {
    const [connection, given] = await rig(capabilities);
    expect(await connection.request("spawn", { ...params, call })).toMatchObject({
      error: { data: { code: "NOT_SUPPORTED", effect: "none", details: { operation: "spawn", capability, path } } },
    });
    expect(given).toEqual([]);
    await expect(connection.driver.getOperation({ operationId: call?.operationId ?? "" })).resolves.toMatchObject({
      state: "unknown",
    });
  });
});

describe("a call with data whose capability the driver declares", () => {
  it.each([
    ["a member", WITH_SHARES, { supportsShares: true }],
    ["a variant of a union", WITH_UEFI, { supportsUefiBoot: true, supportsStatelessFirmware: true }],
    ["a variant without a gate", withFirmware({ type: "bios" }), {}],
  ] as const)("reaches it: %s", async (_, params, capabilities) => {
    const [connection, given] = await rig(capabilities);
    await connection.driver.spawn(params);
    expect(given).toEqual([params]);
  });
});

describe("a variant of a union that this version does not have", () => {
  it("is answered NOT_SUPPORTED, naming its tag: a later version may have it", async () => {
    const [connection, given] = await rig({});
    const { instance } = PARAMS;
    const image = { ...instance.image, source: { kind: "teleport", from: "there" } };
    const params = { ...PARAMS, instance: { ...instance, image }, call };
    expect(await connection.request("spawn", params)).toMatchObject({
      error: {
        message: expect.stringMatching(/params\.instance\.image\.source\.kind must be one of .*, got "teleport"/u),
        data: { code: "NOT_SUPPORTED", effect: "none", details: { path: "params.instance.image.source.kind" } },
      },
    });
    expect(given).toEqual([]);
  });

  it("is answered INVALID_REQUEST if something else is wrong too, or it has no tag at all", async () => {
    const [connection] = await rig({});
    const { instance } = PARAMS;
    const unknown = { ...instance, image: { ...instance.image, source: { kind: "teleport" } } };
    const untagged = { ...instance, image: { ...instance.image, source: {} } };
    for (const params of [
      { ...PARAMS, instance: unknown, powerOn: 1, call },
      { ...PARAMS, instance: untagged, call },
    ]) {
      expect(await connection.request("spawn", params)).toMatchObject({ error: { data: { code: "INVALID_REQUEST" } } });
    }
  });
});
