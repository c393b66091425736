import { expect, test } from "vitest";
import { decideSync } from "../../src/compute/decide-sync.ts";

test.each([
  ["active", "running", "record"],
  ["active", "shutdown", "stop"],
  ["active", "crashed", "stop"],
  ["active", "suspended", "stop"],
  ["active", "paused", "warn"],
  ["active", "pending", "warn"],
  ["stopped", "shutdown", "record"],
  ["stopped", "crashed", "record"],
  ["stopped", "pending", "record"],
  ["stopped", "running", "stop"],
  ["stopped", "paused", "stop"],
  ["paused", "paused", "record"],
  ["paused", "shutdown", "stop"],
  ["paused", "crashed", "stop"],
  ["paused", "running", "warn"],
  ["error", "running", "record"],
  ["building", "running", "record"],
] as const)("an instance that is %s and reads %s: %s, as Nova does", (vmState, powerState, decision) => {
  expect(decideSync(vmState, powerState)).toBe(decision);
});
