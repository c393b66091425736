import type { ErrorCode } from "@virt-driver-kit/spec";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type Command, commandNamed, COMMANDS } from "../../src/model/commands.ts";
import type { ModelState } from "../../src/model/declared-outcome.ts";
import { expectationsOf, type InstanceModel, UNKNOWN } from "../../src/model/instance-model.ts";
import { linearize, overlap, type PastCall } from "../../src/model/linearize.ts";

function call(name: string, begin: number, end: number, outcome: "done" | ErrorCode = "done"): PastCall {
  const command = commandNamed(name);
  if (command === undefined) throw new RangeError(`no command ${name}`);
  return { command, begin, end, outcome };
}

function isExplained(before: ModelState, calls: readonly PastCall[], seen: ModelState): boolean {
  return linearize(calls, { ...UNKNOWN, state: before }, ({ state }) => state === seen) !== undefined;
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]));
}

/** Whether an order respects the moments, and its outcomes and its end are the model's. */
function isPossible(order: readonly PastCall[], before: InstanceModel, seen: ModelState): boolean {
  const isInTime = order.every((later, index) => order.slice(0, index).every((earlier) => earlier.begin < later.end));
  let instances: readonly InstanceModel[] = [before];
  for (const { command, outcome } of order)
    instances = instances.flatMap((instance) => afterAll(instance, command, outcome));
  return isInTime && instances.some(({ state }) => state === seen);
}

function afterAll(instance: InstanceModel, command: Command, outcome: PastCall["outcome"]): InstanceModel[] {
  return expectationsOf(instance, command)
    .filter((expected) => expected.outcome === outcome)
    .map(({ after }) => after);
}

describe("linearize()", () => {
  test("explains calls one after the other by their order", () => {
    expect(isExplained("running", [call("powerOff", 0, 1), call("powerOn", 2, 3)], "running")).toBe(true);
    expect(isExplained("running", [call("powerOff", 0, 1), call("powerOn", 2, 3)], "shutdown")).toBe(false);
  });

  test("explains calls that overlap by either order", () => {
    const both = [call("powerOff", 0, 2), call("powerOn", 1, 3)];
    expect(isExplained("running", both, "running")).toBe(true);
    expect(isExplained("running", both, "shutdown")).toBe(true);
    expect(isExplained("running", both, "paused")).toBe(false);
  });

  test("finds that no order explains two calls of which each makes the other impossible", () => {
    // Paused first, it can be powered off; powered off first, it cannot be paused.
    expect(isExplained("running", [call("pause", 0, 2), call("powerOff", 1, 3)], "shutdown")).toBe(true);
    expect(isExplained("running", [call("pause", 0, 2), call("powerOff", 1, 3)], "paused")).toBe(false);
    expect(isExplained("absent", [call("spawn", 0, 3), call("pause", 1, 2)], "running")).toBe(false);
  });

  test("takes refusals for what they tell of the moment", () => {
    expect(isExplained("running", [call("powerOff", 0, 2), call("pause", 1, 3, "INVALID_STATE")], "shutdown")).toBe(
      true,
    );
    expect(isExplained("running", [call("pause", 0, 1, "INVALID_STATE"), call("powerOff", 2, 3)], "shutdown")).toBe(
      false,
    );
    expect(isExplained("running", [call("powerOff", 0, 2), call("pause", 1, 3, "INTERNAL_ERROR")], "shutdown")).toBe(
      false,
    );
  });

  test("gives no effect to a call that found the instance busy", () => {
    const calls = [call("reboot-hard", 0, 3), call("destroy", 1, 2, "INSTANCE_BUSY")];
    expect(isExplained("running", calls, "running")).toBe(true);
    expect(isExplained("running", calls, "absent")).toBe(false);
  });

  test("returns the instance as the order has left it", () => {
    const calls = [call("powerOff", 0, 1), call("rescue", 2, 3)];
    const after = linearize(calls, { ...UNKNOWN, state: "running" }, () => true);
    expect(after).toMatchObject({ state: "running", isRescued: true });
  });

  const commands = fc.constantFrom(
    ...COMMANDS.filter(({ device, guest }) => device === undefined && guest === undefined),
  );
  const states = fc.constantFrom<ModelState>("absent", "running", "paused", "shutdown", "suspended");
  const outcomes = fc.constantFrom<PastCall["outcome"]>("done", "done", "done", "INVALID_STATE", "INSTANCE_NOT_FOUND");
  /** Calls with moments of their own, in any order. */
  const histories = fc.array(fc.tuple(commands, outcomes), { minLength: 1, maxLength: 5 }).chain((calls) =>
    fc
      .shuffledSubarray(
        calls.flatMap((_, index) => [index, index]),
        { minLength: calls.length * 2 },
      )
      .map((moments) =>
        calls.map(([command, outcome], index): PastCall => {
          return { command, outcome, begin: moments.indexOf(index), end: moments.lastIndexOf(index) };
        }),
      ),
  );

  test("says the same as trying all orders", () => {
    let explained = 0;
    fc.assert(
      fc.property(histories, states, states, (calls, before, seen) => {
        const expected = permutations(calls).some((order) => isPossible(order, { ...UNKNOWN, state: before }, seen));
        explained += Number(expected);
        expect(isExplained(before, calls, seen)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
    // Otherwise it would have proved little.
    expect(explained).toBeGreaterThan(50);
  });
});

describe("overlap()", () => {
  test("is true of calls that were in progress at the same time", () => {
    expect(overlap(call("pause", 0, 2), call("unpause", 1, 3))).toBe(true);
    expect(overlap(call("pause", 0, 3), call("unpause", 1, 2))).toBe(true);
    expect(overlap(call("pause", 0, 1), call("unpause", 2, 3))).toBe(false);
  });
});
