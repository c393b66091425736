import { describe, expect, it } from "vitest";
import { excerptOfJson } from "../../../src/rpc/faults/excerpt.ts";
import { redactMessage } from "../../../src/rpc/redact.ts";
import type { WireMessage } from "../../../src/rpc/json-rpc.ts";

describe("excerptOfJson()", () => {
  it("shows a value as one quoted line", () => {
    expect(excerptOfJson({ a: 1 })).toBe('"{\\"a\\":1}"');
    expect(excerptOfJson(undefined)).toBe('"nothing"');
  });

  it("says so where a value is nested deeper than JSON.stringify() can follow", () => {
    const depth = 500_000;
    const params = `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const message = JSON.parse(`{"jsonrpc":"2.0","method":"event","params":${params}}`) as WireMessage;
    expect(excerptOfJson(redactMessage(message))).toBe('"a value nested too deep to be shown"');
  });
});
