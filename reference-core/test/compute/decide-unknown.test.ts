import { expect, test } from "vitest";
import { ACTIONS } from "../../src/compute/actions.ts";
import { decideUnknown } from "../../src/compute/decide-unknown.ts";

test.each([
  ["powering-on", "running", "done"],
  ["powering-on", "shutdown", "repeat"],
  ["powering-on", "paused", "failed"],
  ["powering-off", "shutdown", "done"],
  ["powering-off", "running", "repeat"],
  ["powering-off", "crashed", "repeat"],
  ["powering-off", "pending", "failed"],
  ["pausing", "paused", "done"],
  ["pausing", "running", "repeat"],
  ["pausing", "shutdown", "failed"],
  ["unpausing", "running", "done"],
  ["unpausing", "paused", "repeat"],
  ["rebooting_hard", "shutdown", "repeat"],
  ["rebooting", "shutdown", "failed"],
] as const)(
  "%s of unknown outcome, and the instance is %s: %s, whatever the driver's run",
  (task, reading, decision) => {
    expect([true, false].map((isSameRun) => decideUnknown(ACTIONS[task], reading, isSameRun))).toEqual([
      decision,
      decision,
    ]);
  },
);

test.each(["rebooting", "rebooting_hard"] as const)(
  "%s of a guest that runs is repeated only if it never arrived",
  (task) => {
    expect(decideUnknown(ACTIONS[task], "running", true)).toBe("repeat");
    expect(decideUnknown(ACTIONS[task], "running", false)).toBe("done");
  },
);

test("no action on an absent instance is done or repeated", () => {
  const decisions = Object.values(ACTIONS).map((action) => decideUnknown(action, "absent", true));
  expect(new Set(decisions)).toEqual(new Set(["failed"]));
});
