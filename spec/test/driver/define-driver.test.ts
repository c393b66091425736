import { describe, expect, it } from "vitest";
import { connectDriver, defineDriver, serveDriver } from "../../src/index.ts";
import type { DriverDefinition } from "../../src/index.ts";

const GOOD: DriverDefinition = { name: "one", version: "1", capabilities: {}, create: () => ({}) as never };

describe("defineDriver", () => {
  it("returns the definition as it is", () => {
    expect(defineDriver(GOOD)).toBe(GOOD);
  });

  it.each([
    ["name", { ...GOOD, name: "" }],
    ["version", { ...GOOD, version: 1 }],
    ["capabilities", { ...GOOD, capabilities: undefined }],
    ["create", { ...GOOD, create: "driver" }],
  ])("refuses a definition whose %s is wrong", (member, definition) => {
    expect(() => defineDriver(definition as never)).toThrow(`Cannot define a driver: "${member}" is not`);
  });
});

describe("a definition that is served", () => {
  it("must not declare a capability that the spec does not have", async () => {
    const definition = { ...GOOD, capabilities: { supportsFlying: true } as never };
    await expect(connectDriver({ kind: "memory", definition })).rejects.toThrow(
      'Cannot serve "one": result.capabilities.supportsFlying is no known field',
    );
  });

  it("must be able to make its driver: what create throws comes out of serveDriver", async () => {
    const definition = { ...GOOD, create: () => Promise.reject(new RangeError("no licence")) };
    await expect(serveDriver(definition, { transport: { kind: "tcp", port: 0 } })).rejects.toThrow("no licence");
  });

  it("must be served with a limit to messages that the spec allows", async () => {
    await expect(serveDriver(GOOD, { transport: { kind: "tcp", port: 0 }, maxMessageBytes: 10 })).rejects.toThrow(
      RangeError,
    );
  });
});
