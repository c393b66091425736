import { describe, expect, it } from "vitest";
import { DriverError } from "../../../src/index.ts";
import { NODE, UUID, attach, driverOf, failureOf, operationId } from "../support/test-driver.ts";

function throwText(): never {
  // oxlint-disable-next-line typescript/only-throw-error -- drivers do
  throw "no idea";
}

const CALL = { operationId: operationId(1) };

describe("a request that does not match its schema", () => {
  it.each([
    ["getInfo", {}, "params", 'lacks the field "instanceUuid"'],
    ["getInfo", { instanceUuid: 7 }, "params.instanceUuid", "must be a string, got 7"],
    [
      "reboot",
      { instanceUuid: UUID, type: "medium", call: CALL },
      "params.type",
      'must be one of "soft", "hard", got "medium"',
    ],
    ["reboot", { instanceUuid: UUID, type: "hard" }, "params", 'lacks the field "call"'],
    ["reboot", { instanceUuid: UUID, type: "hard", call: {} }, "params.call", 'lacks the field "operationId"'],
    ["getInfo", { instanceUuid: UUID, call: { deadlineMs: 0 } }, "params.call.deadlineMs", "must be at least 1, got 0"],
  ])("is refused: %s %j", async (method, params, path, problem) => {
    let ran = false;
    const connection = await attach(driverOf({ getInfo: () => (ran = true), reboot: () => (ran = true) }));
    expect(await connection.request(method, params)).toMatchObject({
      error: {
        code: -32_602,
        data: { code: "INVALID_REQUEST", effect: "none", details: { path, problem: expect.stringContaining(problem) } },
      },
    });
    expect(ran).toBe(false);
    await expect(connection.driver.getOperation(CALL)).resolves.toMatchObject({ state: "unknown" });
  });

  it("is served if it only has fields that this version does not know, which the driver does not see", async () => {
    const seen: unknown[] = [];
    const connection = await attach(driverOf({ reboot: (params) => void seen.push(params) }));
    const params = { instanceUuid: UUID, type: "hard", colour: "red", call: { ...CALL, priority: 7 } };
    expect(await connection.request("reboot", params)).toEqual({ result: {} });
    expect(seen).toEqual([{ instanceUuid: UUID, type: "hard" }]);
  });
});

describe("an operation that is not offered", () => {
  it.each([
    ["the spec does not have", "makeCoffee", { operation: "makeCoffee" }],
    ["needs an undeclared capability", "pause", { operation: "pause", capability: "supportsPause" }],
    ["goes the other way", "event", { operation: "event" }],
    ["is a notification", "cancelOperation", { operation: "cancelOperation" }],
    ["the driver has no method for", "listNodes", { operation: "listNodes" }],
  ])("is answered NOT_SUPPORTED: one that %s", async (_, method, details) => {
    const connection = await attach(driverOf({ pause: () => ({}) }));
    expect(await connection.request(method, { instanceUuid: "not even valid" })).toMatchObject({
      error: { code: -32_601, data: { code: "NOT_SUPPORTED", effect: "none", details } },
    });
  });
});

describe("a driver's answer", () => {
  it("that does not match its schema becomes an INTERNAL_ERROR that names the field, and is not sent", async () => {
    const info = { uuid: UUID, name: "one", node: NODE, powerState: "asleep" };
    const connection = await attach(driverOf({ getInfo: () => ({ info }), powerOn: () => ({ done: true }) }));
    await expect(connection.driver.getInfo({ instanceUuid: UUID })).rejects.toMatchObject({
      code: "INTERNAL_ERROR",
      effect: "none",
      message: expect.stringContaining(
        'Cannot answer getInfo: the driver\'s result.info.powerState must be one of "pending", "running"',
      ),
    });
    await expect(connection.driver.powerOn({ instanceUuid: UUID })).rejects.toMatchObject({
      code: "INTERNAL_ERROR",
      effect: "unknown",
      message: "Cannot answer powerOn: the driver's result.done is no known field",
    });
    expect(connection.faults).toEqual([]);
  });

  it("that is an ordinary exception becomes an INTERNAL_ERROR with its message, and the stack goes to the log only", async () => {
    const log: string[] = [];
    const failing = driverOf({
      powerOn: () => {
        throw new TypeError("cannot read properties of undefined");
      },
    });
    const connection = await attach(failing, { log: (line) => log.push(line) });
    const { error } = await connection.request("powerOn", { instanceUuid: UUID, call: CALL });
    expect(error).toEqual({
      code: -32_603,
      message: "cannot read properties of undefined",
      data: { code: "INTERNAL_ERROR", effect: "unknown" },
    });
    expect(log[0]).toMatch(/^powerOn failed unexpectedly: TypeError: cannot read properties of undefined\n\s+at /u);
  });

  it("that is something else than an error is told as text", async () => {
    const connection = await attach(driverOf({ listNodes: throwText }));
    await expect(connection.driver.listNodes()).rejects.toMatchObject({
      code: "INTERNAL_ERROR",
      message: "no idea",
      effect: "none",
    });
  });

  it("that is a DriverError whose details do not match the spec becomes an INTERNAL_ERROR that says so", async () => {
    const broken = driverOf({
      getInfo: () => {
        throw new DriverError("INSTANCE_NOT_FOUND", "Cannot read: it is not there", {
          details: { instance: UUID } as never,
        });
      },
    });
    const error = await failureOf((await attach(broken)).driver.getInfo({ instanceUuid: UUID }));
    expect(error).toMatchObject({
      code: "INTERNAL_ERROR",
      message: expect.stringMatching(
        /Cannot answer getInfo with INSTANCE_NOT_FOUND: .*instanceUuid.*; it said "Cannot read: it is not there"/u,
      ),
    });
  });

  it("that is longer than the caller accepts becomes MESSAGE_TOO_LARGE", async () => {
    const info = { uuid: UUID, name: "one", node: NODE, powerState: "running" };
    const states = Array.from({ length: 1000 }, () => ({ uuid: UUID, node: NODE, powerState: "running" }));
    const connection = await attach(
      driverOf((host) => ({
        listInstanceStates: () => ({ states, driverEpoch: host.driverEpoch, lastSequence: host.lastSequence }),
        getInfo: () => ({ info }),
      })),
      { maxMessageBytes: 65_536 },
    );
    await expect(connection.driver.listInstanceStates()).rejects.toMatchObject({
      code: "MESSAGE_TOO_LARGE",
      details: { maxMessageBytes: 65_536 },
    });
    await expect(connection.driver.getInfo({ instanceUuid: UUID })).resolves.toEqual({ info });
  });

  it("that is too long because it repeats what was called becomes MESSAGE_TOO_LARGE, which does not", async () => {
    const connection = await attach(driverOf({}), { maxMessageBytes: 65_536 });
    expect(await connection.request("m".repeat(100_000))).toMatchObject({
      error: {
        message: expect.stringMatching(/^Cannot answer m{100}: the answer has/u),
        data: { code: "MESSAGE_TOO_LARGE" },
      },
    });
  });
});
