import { describe, expect, it } from "vitest";

import { errorValidators, validators } from "../../src/validation/validators.ts";
import { spawnParams, UUID } from "./samples.ts";

type Data = Record<string, unknown>;

/** A right message with one member changed; `undefined` removes it. */
function spoilt(path: string, value: unknown): Data {
  const message = spawnParams() as unknown as Data;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let at = message;
  for (const key of keys) at = at[key] as Data;
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return message;
}

const { params } = validators.spawn;

describe("closed()", () => {
  it("finds nothing wrong with a message that is right", () => {
    expect(params.closed(spawnParams())).toBeNull();
  });

  it.each([
    ["instance.flavor.memoryMib", "512", 'must be an integer, got "512"'],
    ["instance.flavor.memoryMib", 1.5, "must be an integer, got 1.5"],
    ["instance.flavor.vcpus", 0, "must be at least 1, got 0"],
    ["instance.flavor.vcpus", 5000, "must be at most 4096, got 5000"],
    ["instance.name", "", "must have at least 1 character, got 0"],
    ["instance.name", "x".repeat(300), "must have at most 255 characters, got 300"],
    ["instance.image.source.kind", "flie", 'must be one of "file", "http", "volume", got "flie"; did you mean "file"?'],
    ["instance.image.sha256", "zz", 'must be text that matches ^[0-9a-f]{64}$ (Sha256), got "zz"'],
    ["node", UUID.toUpperCase(), `must be a UUID in lower case, such as ${UUID}, got "${UUID.toUpperCase()}"`],
    ["powerOn", "yes", 'must be true or false, got "yes"'],
    ["instance", [], "must be an object, got a list of 0 entries"],
    ["adminPassword", 1234, "must be a string, got a number that is not shown"],
    ["call.deadlineMs", 0, "must be at least 1, got 0"],
  ])("says of %s = %j that it %s", (path, value, clause) => {
    expect(params.closed(spoilt(path, value))).toEqual([
      expect.objectContaining({ path: `params.${path}`, message: `params.${path} ${clause}` }),
    ]);
  });

  it.each([
    ["instance.flavor.memoryMib", "params.instance.flavor"],
    ["powerOn", "params"],
    ["instance.image.source.kind", "params.instance.image.source"],
    ["call.operationId", "params.call"],
    ["call", "params"],
  ])("says which object lacks %s", (path, place) => {
    const member = path.split(".").at(-1);
    expect(params.closed(spoilt(path, undefined))).toEqual([
      { path: place, message: `${place} lacks the field "${member}"`, expected: `the field "${member}"` },
    ]);
  });

  it("takes a field that the spec does not know for a mistake, and says what was meant", () => {
    const message = { ...spoilt("powerOn", undefined), powerOm: true };
    expect(params.closed(message)?.map((problem) => problem.message)).toEqual([
      'params lacks the field "powerOn"',
      'params.powerOm is no known field; did you mean "powerOn"?',
    ]);
  });

  it("lists the values of an enumeration, and guesses which one was meant", () => {
    const wrong = { instanceUuid: UUID, type: "sofd", call: { operationId: UUID } };
    expect(validators.reboot.params.closed(wrong)?.[0]?.message).toBe(
      'params.type must be one of "soft", "hard", got "sofd"; did you mean "soft"?',
    );
  });

  it("finds everything that is wrong at once, but lists no more than 20 problems", () => {
    const wrong = { instances: Array.from({ length: 50 }, () => ({ ownership: "owned", uuid: 1, name: 2, node: 3 })) };
    expect(validators.listInstances.result.closed(wrong)).toHaveLength(20);
  });

  it("never shows a secret", () => {
    const state = { format: "x".repeat(300), version: 0, data: 5 };
    const message = { instanceUuid: UUID, destroyDisks: true, driverState: state, call: { operationId: UUID } };
    const text = JSON.stringify(validators.destroy.params.closed(message));
    expect(text).toContain("params.driverState.version must be at least 1, got a number that is not shown");
    expect(text).not.toContain("xxx");
  });

  it("judges values that are no objects at all", () => {
    for (const value of [null, undefined, 5, "x", []]) {
      expect(params.closed(value)?.[0]?.message).toMatch(/^params must be an object, got /);
    }
  });
});

describe("tolerant()", () => {
  it("hands back the very message if all of it is known", () => {
    const message = spawnParams();
    const read = params.tolerant(message);
    expect(read.ok && read.value).toBe(message);
  });

  it("drops what it does not know from a copy", () => {
    const message = { ...spoilt("instance.flavor.gpus", 4), colour: "red" };
    expect(params.tolerant(message)).toEqual({ ok: true, value: spawnParams() });
    expect(message).toHaveProperty("colour", "red");
  });

  it("reads an unknown value of an open enum as the declared fallback", () => {
    const read = params.tolerant(spoilt("instance.image.diskFormat", "punched-cards"));
    expect(read.ok && read.value.instance.image.diskFormat).toBe("other");
  });

  it("refuses what is still wrong then, and does not speak of what it dropped", () => {
    const read = params.tolerant({ ...spoilt("powerOn", "yes"), colour: "red" });
    expect(read).toEqual({
      ok: false,
      problems: [
        {
          path: "params.powerOn",
          message: 'params.powerOn must be true or false, got "yes"',
          expected: "true or false",
        },
      ],
    });
  });
});

describe("validators", () => {
  it("ask for the call's identity where an operation changes something, and nowhere else", () => {
    expect(validators.pause.params.closed({ instanceUuid: UUID })?.[0]?.message).toBe('params lacks the field "call"');
    expect(validators.getInfo.params.closed({ instanceUuid: UUID })).toBeNull();
    expect(validators.getInfo.params.closed({ instanceUuid: UUID, call: { requestId: "r" } })).toBeNull();
    expect(validators.cancelOperation.params.closed({ operationId: UUID })).toBeNull();
  });

  it("judge results", () => {
    expect(validators.pause.result.closed({})).toBeNull();
    expect(validators.pause.result.closed({ done: true })?.[0]?.message).toBe("result.done is no known field");
    const foreign = { ownership: "foreign", internalId: "7", node: UUID };
    expect(validators.listInstances.result.closed({ instances: [foreign] })).toBeNull();
    expect(validators.listInstances.result.closed({ instances: [{ ...foreign, uuid: UUID }] })).toEqual([
      {
        path: "result.instances[0].uuid",
        message: "result.instances[0].uuid is no known field",
        expected: 'one of "ownership", "internalId", "name", "node"',
      },
    ]);
  });

  it("judge times, with or without fractions, and no other spelling of them", () => {
    const { result } = validators["simulation/hold"];
    for (const now of ["2026-11-21T14:05:00Z", "2026-11-21T14:05:00.123Z"]) expect(result.closed({ now })).toBeNull();
    for (const now of ["2026-11-21", "2026-13-21T14:05:00Z", "2026-11-21 14:05:00Z", "now"]) {
      expect(result.closed({ now })?.[0]?.expected).toBe("a time such as 2026-11-21T14:05:00.000Z");
    }
  });
});

describe("errorValidators", () => {
  it("ask for the details of codes that have some", () => {
    const data = { code: "INSTANCE_NOT_FOUND", effect: "none", details: { instanceUuid: UUID } };
    expect(errorValidators.INSTANCE_NOT_FOUND.closed(data)).toBeNull();
    expect(errorValidators.INSTANCE_NOT_FOUND.closed({ ...data, details: undefined })?.[0]?.message).toBe(
      'error.data lacks the field "details"',
    );
    expect(errorValidators.INSTANCE_NOT_FOUND.closed({ ...data, details: {} })?.[0]?.message).toBe(
      'error.data.details lacks the field "instanceUuid"',
    );
  });

  it("take the code from nothing but the code", () => {
    expect(errorValidators.INTERNAL_ERROR.closed({ code: "INTERNAL_ERROR", effect: "unknown" })).toBeNull();
    expect(errorValidators.INTERNAL_ERROR.closed({ code: "BACKEND_FAILED", effect: "unknown" })?.[0]?.message).toBe(
      'error.data.code must be "INTERNAL_ERROR", got "BACKEND_FAILED"',
    );
  });
});
