import { describe, expect, test } from "vitest";

import { parseKnownFailing } from "../../src/engine/known-failing.ts";
import { knownFailures, unknownEntries } from "../../src/engine/known-failures.ts";
import { UsageError } from "../../src/engine/usage-error.ts";

const YAML = `
- requirement: pause/stops-execution
  reason: The scheduler has no pause
  owner: kernel team
  issue: https://example.org/1
  expires: 2026-06-30
- check: reboot/hard-boots-once[paused]
  reason: Boots twice
  owner: kernel team
  issue: https://example.org/2
  expires: 2026-05-31
`;
const [pause, reboot] = parseKnownFailing(YAML, "known.yaml");

describe("parseKnownFailing()", () => {
  test("reads entries of requirements and checks", () => {
    expect(pause).toEqual({
      id: "pause/stops-execution",
      reason: "The scheduler has no pause",
      owner: "kernel team",
      issue: "https://example.org/1",
      expires: "2026-06-30",
    });
    expect(reboot?.id).toBe("reboot/hard-boots-once[paused]");
    expect(parseKnownFailing("", "known.yaml")).toEqual([]);
  });

  test.each([
    ["a: 1", /line 1: it is not a list/u],
    ["- x", /line 1: the entry is not a mapping/u],
    ["\n- reason: r", /line 2: the entry names neither/u],
    ["- check: a/b\n  reason: r\n  owner: o\n  expires: 2026-01-01", /has no "issue"/u],
    [
      "- check: a/b\n  reason: r\n  owner: o\n  issue: i\n  expires: soon",
      /"expires" of the entry for "a\/b" is "soon"/u,
    ],
    ["- check: a/b\n  until: x", /has a member "until"; it may have requirement, check/u],
    ["- check: [", /line \d+: /u],
  ])("says where %j is wrong", (text, message) => {
    expect(() => parseKnownFailing(text, "known.yaml")).toThrow(UsageError);
    expect(() => parseKnownFailing(text, "known.yaml")).toThrow(message);
  });
});

const ran = (id: string, passed: boolean) => ({ id, requirement: id.replace(/\[.*/u, ""), passed });

describe("knownFailures()", () => {
  const known = knownFailures(
    [pause, reboot].filter((entry) => entry !== undefined),
    "2026-06-01",
  );

  test("covers all variants of a requirement, and one check", () => {
    expect(known.covers("pause/stops-execution[a]", "pause/stops-execution")).toBe(true);
    expect(known.covers("pause/other", "pause/other")).toBe(false);
  });

  test("covers nothing once the time is up", () => {
    expect(known.covers("reboot/hard-boots-once[paused]", "reboot/hard-boots-once")).toBe(false);
    expect(known.expired).toEqual([reboot]);
    expect(knownFailures([pause as NonNullable<typeof pause>], "2026-06-30").expired).toEqual([]);
  });

  test("tells entries that pass now, and not those that were not run or still fail in part", () => {
    expect(known.stale([ran("pause/stops-execution[a]", true), ran("pause/stops-execution[b]", true)])).toEqual([
      pause,
    ]);
    expect(known.stale([ran("pause/stops-execution[a]", true), ran("pause/stops-execution[b]", false)])).toEqual([]);
    expect(known.stale([ran("spawn/x", true)])).toEqual([]);
  });
});

describe("unknownEntries()", () => {
  test("finds entries that match nothing there is", () => {
    const entries = [pause, reboot].filter((entry) => entry !== undefined);
    expect(unknownEntries(entries, ["pause/stops-execution", "spawn/x"])).toEqual([reboot]);
  });
});
