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
      names: "requirement",
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
    ["- check: a/b\n  requirement: a/b", /the entry for "a\/b" names a "requirement" and a "check"/u],
  ])("says where %j is wrong", (text, message) => {
    expect(() => parseKnownFailing(text, "known.yaml")).toThrow(UsageError);
    expect(() => parseKnownFailing(text, "known.yaml")).toThrow(message);
  });

  test.each(["2026-02-29", "2026-13-01", "2026-04-31", "2026-1-1", "2026-00-10"])("knows that %s is no day", (day) => {
    const entry = `- check: a/b\n  reason: r\n  owner: o\n  issue: i\n  expires: "${day}"`;
    expect(() => parseKnownFailing(entry, "known.yaml")).toThrow(`is "${day}" and not a day such as 2030-12-31`);
  });

  test("knows the last day of February in a leap year", () => {
    const entry = '- check: a/b\n  reason: r\n  owner: o\n  issue: i\n  expires: "2028-02-29"';
    expect(parseKnownFailing(entry, "known.yaml")).toMatchObject([{ names: "check", expires: "2028-02-29" }]);
  });
});

type Outcome = Parameters<ReturnType<typeof knownFailures>["entries"]>[0][number];

const requirementOf = (id: string): string => id.replace(/\[.*/u, "");
const ran = (id: string, verdict: Outcome["verdict"], incidents: readonly string[] = []): Outcome => ({
  id,
  requirement: requirementOf(id),
  verdict,
  incidents: incidents.map((requirement) => ({
    requirement,
    key: requirement,
    problem: { message: "seen beside it" },
  })),
});
const named = (...ids: readonly string[]) => ids.map((id) => ({ id, requirement: requirementOf(id) }));

const entries = [pause, reboot].filter((entry) => entry !== undefined);
const CHECKS = named(
  "pause/stops-execution[a]",
  "pause/stops-execution[b]",
  "reboot/hard-boots-once[paused]",
  "spawn/x",
);

describe("knownFailures()", () => {
  const known = knownFailures(entries, "2026-06-01");
  const stateOf = (outcomes: readonly Outcome[]) => known.entries(outcomes, CHECKS)[0]?.state;

  test("covers all variants of a requirement, and one check", () => {
    expect(known.covers("pause/stops-execution[a]", "pause/stops-execution")).toBe(true);
    expect(known.covers("pause/other", "pause/other")).toBe(false);
    const [check] = parseKnownFailing(YAML.replaceAll("2026", "2027"), "known.yaml").slice(1);
    const one = knownFailures(check === undefined ? [] : [check], "2026-06-01");
    expect(one.covers("reboot/hard-boots-once[paused]", "reboot/hard-boots-once")).toBe(true);
    expect(one.covers("reboot/hard-boots-once", "reboot/hard-boots-once")).toBe(false);
  });

  test("hides nothing that breaks another requirement beside a check, unless that check is named", () => {
    const leak = ["pause/stops-execution[a]", "destroy/removes-the-instance", true] as const;
    expect(known.covers(...leak)).toBe(false);
    const day = { reason: "r", owner: "o", issue: "i", expires: "2027-01-01" };
    const covers = (entry: Pick<(typeof entries)[number], "id" | "names">): boolean =>
      knownFailures([{ ...day, ...entry }], "2026-06-01").covers(...leak);
    expect(covers({ id: "destroy/removes-the-instance", names: "requirement" })).toBe(true);
    expect(covers({ id: "pause/stops-execution[a]", names: "check" })).toBe(true);
    expect(covers({ id: "pause/**" })).toBe(false);
  });

  test("covers nothing once the time is up", () => {
    expect(known.covers("reboot/hard-boots-once[paused]", "reboot/hard-boots-once")).toBe(false);
    const [, expired] = known.entries([ran("reboot/hard-boots-once[paused]", "fail")], CHECKS);
    expect(expired).toEqual({ ...reboot, state: "expired", checks: ["reboot/hard-boots-once[paused]"] });
    const lastDay = knownFailures(entries, "2026-05-31").entries(
      [ran("reboot/hard-boots-once[paused]", "fail")],
      CHECKS,
    );
    expect(lastDay[1]?.state).toBe("failing");
  });

  test("tells an entry that still fails, in part or beside a check, with the checks that show it", () => {
    const [entry] = known.entries(
      [ran("pause/stops-execution[a]", "pass"), ran("pause/stops-execution[b]", "blocked")],
      CHECKS,
    );
    expect(entry).toMatchObject({ state: "failing", checks: ["pause/stops-execution[b]"] });
    const whole = [ran("pause/stops-execution[a]", "pass"), ran("pause/stops-execution[b]", "pass")];
    expect(stateOf([...whole, ran("spawn/x", "pass", ["pause/stops-execution"])])).toBe("failing");
  });

  test("calls an entry stale once all of it was run and nothing fails, what does not apply not counted", () => {
    const a = ran("pause/stops-execution[a]", "pass");
    expect(stateOf([a, ran("pause/stops-execution[b]", "pass")])).toBe("stale");
    expect(stateOf([a, ran("pause/stops-execution[b]", "not-applicable")])).toBe("stale");
  });

  test("does not call an entry stale of which a part was left out, or nothing applies", () => {
    expect(stateOf([ran("pause/stops-execution[a]", "pass")])).toBe("not-tried");
    const late = [ran("pause/stops-execution[a]", "pass"), ran("pause/stops-execution[b]", "not-run")];
    expect(stateOf(late)).toBe("not-tried");
    const none = ["a", "b"].map((variant) => ran(`pause/stops-execution[${variant}]`, "not-applicable"));
    expect(stateOf(none)).toBe("not-tried");
    expect(stateOf([])).toBe("not-tried");
  });
});

describe("unknownEntries()", () => {
  test("finds entries that match nothing there is, or only what they do not name", () => {
    const there = { checks: ["pause/stops-execution[a]"], requirements: ["pause/stops-execution", "spawn/x"] };
    expect(unknownEntries(entries, there)).toEqual([reboot]);
    const day = { reason: "r", owner: "o", issue: "i", expires: "2027-01-01" };
    const asCheck = { ...day, id: "spawn/x", names: "check" } as const;
    expect(unknownEntries([asCheck], there)).toEqual([asCheck]);
  });
});
