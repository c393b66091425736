import { specModel } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { cellText, coverageOf } from "../../src/coverage/coverage-of.ts";
import type { SeenCall } from "../../src/coverage/seen-call.ts";
import { coverageLine, coverageText } from "../../src/reports/coverage-text.ts";

const call = (parts: Partial<SeenCall>): SeenCall => ({
  operation: "reboot",
  variant: "type: hard",
  state: "running",
  restarted: false,
  outcome: "ok",
  calls: 1,
  ...parts,
});

function textsOf(declared: readonly string[], seen: readonly SeenCall[], isTried: boolean): string[] {
  return coverageOf(specModel, declared, seen, [])
    .cells.filter(({ calls }) => calls > 0 === isTried)
    .map(cellText);
}

describe("coverageOf()", () => {
  test("counts a call for the state and the variant that it was made in, if it was answered as declared", () => {
    const declared = ["supportsPause"];
    expect(textsOf(declared, [call({})], true)).toEqual(["reboot(type: hard) when running: ok"]);
    expect(textsOf(declared, [call({ variant: "type: soft", state: "paused", outcome: "ok" })], true)).toEqual([]);
    const refused = call({ variant: "type: soft", state: "paused", outcome: "INVALID_STATE" });
    expect(textsOf(declared, [refused], true)).toEqual([
      "reboot: INVALID_STATE",
      "reboot(type: soft) when paused: INVALID_STATE",
    ]);
  });

  test("counts calls in the middle of another, and after a restart, once for each operation", () => {
    const busy = call({ state: "busy", outcome: "INSTANCE_BUSY" });
    expect(textsOf([], [busy], true)).toEqual(["reboot: INSTANCE_BUSY", "reboot when busy: INSTANCE_BUSY"]);
    const read = call({ operation: "getInfo", variant: "", state: "busy" });
    expect(textsOf([], [read], true)).toEqual(["getInfo when busy: any"]);
    const found = call({ operation: "getInfo", variant: "", restarted: true });
    expect(textsOf(["supportsRecovery"], [found], true)).toEqual([
      "getInfo when running: ok",
      "getInfo when restarted: any",
    ]);
    expect(textsOf(["supportsRecovery"], [{ ...found, state: "absent" }], true)).toEqual([]);
  });

  test("leaves out what means nothing without a capability that is not declared", () => {
    const holes = textsOf([], [], false);
    expect(
      holes.filter((hole) => /^pause|when (paused|suspended|crashed|restarted)|VOLUME_|SHARE_/u.test(hole)),
    ).toEqual([]);
    expect(holes).toContain("spawn: IMAGE_UNACCEPTABLE");
    expect(textsOf(["supportsVolumes"], [], false)).toContain("spawn: VOLUME_IN_USE");
    expect(textsOf(["supportsPause"], [], false)).toContain("pause when paused: ok");
  });

  test("has a cell for each state of each variant of each operation that the spec has a table of", () => {
    const all = Object.keys(specModel.capabilities);
    const { cells } = coverageOf(specModel, all, [], []);
    const rows = Object.values(specModel.operations).flatMap(({ name, states = [] }) =>
      states.flatMap(({ outcome }) => Object.keys(outcome).map((state) => `${name} ${state}`)),
    );
    const covered = cells.filter(({ state }) => state !== undefined && state !== "busy" && state !== "restarted");
    expect(covered.map(({ operation, state }) => `${operation} ${state}`)).toEqual(rows);
  });

  test("counts the requirements that were tried, of those that concern the driver", () => {
    const statuses = ["met", "broken", "warned", "untested", "blocked", "excluded", "not-applicable"];
    const { requirements } = coverageOf(
      specModel,
      [],
      [],
      statuses.map((status) => ({ status })),
    );
    expect(requirements).toEqual({ expected: 5, tried: 3 });
  });
});

describe("the report of coverage", () => {
  const coverage = coverageOf(
    specModel,
    ["supportsPause"],
    [call({}), call({ outcome: "INSTANCE_BUSY", state: "busy" })],
    [],
  );
  const run = { only: [], skip: [], repeat: 1, seed: 1 } as never;
  const requirements = [
    { id: "a/b", level: "MUST" as const, status: "untested" as const, reason: "no probe", checks: [] },
  ];

  test("is a line with the figures, of a whole run only", () => {
    const [line = ""] = coverageLine({ coverage, requirements, run });
    expect(line).toMatch(/^Tried: 0 of 0 \(100 %\) requirements, 1 of \d+ \(\d %\) errors of operations, 2 of \d+ /u);
    expect(coverageLine({ coverage, requirements, run: { only: ["spawn/*"], skip: [] } as never })).toEqual([]);
  });

  test("lists each hole, by requirement, by operation and error, and by operation and state", () => {
    const text = coverageText({ coverage, requirements, run });
    expect(text).toContain("  a/b: no probe");
    expect(text.find((line) => line.startsWith("  reboot: "))).toContain("INSTANCE_BUSY 1, INVALID_STATE -");
    expect(text.find((line) => line.startsWith("  reboot(type: hard)"))).toMatch(/^ {2}reboot\(type: hard\) +- +1 /u);
    expect(text).toContain("  pause when shutdown: INVALID_STATE");
  });
});
