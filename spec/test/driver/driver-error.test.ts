import { describe, expect, it, vi } from "vitest";
import { DriverError, WireError, errorValidators, specModel } from "../../src/index.ts";
import type { ErrorCode } from "../../src/index.ts";

const UUID = "4f9c1a52-6a0e-4b0e-9d8b-0d8a5f6d2c11";

describe("DriverError", () => {
  it("carries code, message, effect, details and cause, and looks up what the caller must do", () => {
    const cause = new RangeError("underneath");
    const error = new DriverError("INSTANCE_EXISTS", "Cannot spawn: it is there", {
      effect: "none",
      details: { instanceUuid: UUID },
      cause,
    });
    expect(error).toMatchObject({
      name: "DriverError",
      code: "INSTANCE_EXISTS",
      effect: "none",
      details: { instanceUuid: UUID },
      cause,
    });
    expect(error.recovery).toBe(specModel.errors["INSTANCE_EXISTS"]?.recovery);
  });

  it.each<[ErrorCode, string]>([
    ["INSTANCE_NOT_FOUND", "none"],
    ["INVALID_STATE", "none"],
    ["SHUTTING_DOWN", "none"],
    ["INTERNAL_ERROR", "unknown"],
    ["BACKEND_FAILED", "unknown"],
    ["BACKEND_UNREACHABLE", "unknown"],
    ["DEADLINE_EXCEEDED", "unknown"],
  ])("%s has the effect %s unless it is told", (code, effect) => {
    expect(new DriverError(code as "INTERNAL_ERROR", "text").effect).toBe(effect);
    expect(new DriverError(code as "INTERNAL_ERROR", "text", { effect: "partial" }).effect).toBe("partial");
  });

  it("travels without its cause, in the form that the spec has for its code", () => {
    const error = new DriverError("BACKEND_FAILED", "Cannot start", {
      effect: "partial",
      details: { step: "start" },
      cause: new Error("secret"),
    });
    const wire = error.toWire();
    expect(wire).toEqual({
      code: 3002,
      message: "Cannot start",
      data: { code: "BACKEND_FAILED", effect: "partial", details: { step: "start" } },
    });
    expect(errorValidators.BACKEND_FAILED.closed(wire.data)).toBeNull();
    expect(DriverError.fromWire(wire)).toMatchObject({
      code: "BACKEND_FAILED",
      effect: "partial",
      details: { step: "start" },
    });
  });

  it("reads a code that this version does not know as INTERNAL_ERROR", () => {
    const wire = {
      code: 9999,
      message: "from the future",
      data: { code: "TIME_TRAVEL", effect: "none", details: { year: 3000 } },
    } as const;
    expect(DriverError.fromWire(wire)).toMatchObject({
      code: "INTERNAL_ERROR",
      message: "from the future",
      effect: "none",
      details: undefined,
      unknownCode: "TIME_TRAVEL",
    });
  });

  it.each([
    [new TypeError("broken"), "broken"],
    ["just text", "just text"],
    [null, "null"],
  ])("is made of whatever was thrown: %s", (thrown, message) => {
    expect(DriverError.from(thrown)).toMatchObject({
      code: "INTERNAL_ERROR",
      effect: "unknown",
      message,
      cause: thrown,
    });
    expect(DriverError.from(thrown, "none").effect).toBe("none");
  });

  it("is passed through by from", () => {
    const error = new DriverError("SHUTTING_DOWN", "on my way out");
    expect(DriverError.from(error)).toBe(error);
  });

  it("is recognised when it comes from another copy of the package", async () => {
    vi.resetModules();
    const copy = await import("../../src/driver/driver-error.ts");
    const foreign = new copy.DriverError("SHUTTING_DOWN", "elsewhere");
    expect(copy.DriverError).not.toBe(DriverError);
    expect(foreign).toBeInstanceOf(DriverError);
    expect(foreign).not.toBeInstanceOf(WireError);
    expect(new TypeError("no")).not.toBeInstanceOf(DriverError);
    expect({ code: "SHUTTING_DOWN" }).not.toBeInstanceOf(DriverError);
  });
});
