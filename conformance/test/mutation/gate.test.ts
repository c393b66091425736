import { describe, expect, test } from "vitest";

import { type Measured, problemsOf } from "./gate.ts";
import { SAMPLING } from "./sample.ts";
import type { Score } from "./score.ts";
import { tableOf } from "./table.ts";

/** A score with made-up figures: so many of 100 sites of one class are found. */
function scoreOf(found: number, changes: Partial<Score> = {}): Score {
  return {
    sampling: SAMPLING,
    generated: { "event-lost": { sites: 120, excluded: 20, tried: 100, killed: found } },
    handWritten: { tried: 50, killed: 50 },
    historical: { tried: 10, killed: 9 },
    requirements: { checked: 5, finding: 5 },
    killed: { "event-lost:powerOn:started": { where: "two-hosts", by: "event/comes-before-the-answer" } },
    ...changes,
  };
}

const SURVIVOR = "event-lost:powerOff:stopped";
const listed = new Map([[SURVIVOR, "Nobody could tell."]]);

function problems(
  measured: Partial<Measured>,
  kept?: Score,
  survivors: ReadonlyMap<string, string> = new Map(),
): string[] {
  return problemsOf({ score: scoreOf(98), survived: [], ...measured }, { kept, survivors });
}

describe("the gate", () => {
  test("lets a score pass that is as good as the one before", () => {
    expect(problems({ idle: [] }, scoreOf(98))).toEqual([]);
  });

  test("stops a score that has fallen, though it is still good enough", () => {
    expect(problems({ score: scoreOf(97) }, scoreOf(98))).toEqual([
      "The kit finds 97.0 % of the sample, and found 98.0 %",
    ]);
  });

  test("stops a score that is too low, whatever was before", () => {
    const expected = ["The kit finds 94.0 % of the sample, and has to find 95 %"];
    expect(problems({ score: scoreOf(94) })).toEqual(expected);
    expect(problems({ score: scoreOf(94) }, scoreOf(94))).toEqual(expected);
  });

  test("stops a hand-written mutant or a bug of a real driver that is found no more", () => {
    const score = scoreOf(98, { handWritten: { tried: 50, killed: 49 }, historical: { tried: 10, killed: 8 } });
    expect(problems({ score }, scoreOf(98))).toEqual([
      "The kit finds 98.0 % of the hand-written mutants, and found 100.0 %",
      "The kit finds 80.0 % of the bugs of real drivers, and found 90.0 %",
    ]);
  });

  test("takes what was not tried for no fall", () => {
    const untried = { tried: 0, killed: 0 };
    expect(problems({ score: scoreOf(98, { handWritten: untried, historical: untried }) }, scoreOf(98))).toEqual([]);
  });

  test("asks for a reason for each site that survives, and for none that does not", () => {
    expect(problems({ survived: [SURVIVOR] })).toEqual([`"${SURVIVOR}" survives, and survivors.txt gives no reason`]);
    expect(problems({ survived: [SURVIVOR] }, undefined, listed)).toEqual([]);
    const found = "event-lost:powerOn:started";
    expect(problems({}, undefined, new Map([[found, "Nobody could tell."]]))).toEqual([
      `"${found}" is found, and survivors.txt still lists it`,
    ]);
  });

  test("asks of each checked requirement that it finds some wrong driver", () => {
    expect(problems({ idle: ["pause/stops-execution"] })).toEqual([
      'No wrong driver is found by "pause/stops-execution"',
    ]);
  });
});

describe("the table of a score", () => {
  test("has a line for each class, one for each other kind, and their sums", () => {
    const lines = tableOf(scoreOf(98)).split("\n");
    const cells = lines.map((line) => line.split(/ {2,}/u));
    expect(cells).toContainEqual(["event-lost", "120", "20", "100", "98", "2", "98.0 %"]);
    expect(cells).toContainEqual(["hand-written", "-", "-", "50", "50", "0", "100.0 %"]);
    expect(cells).toContainEqual(["all", "-", "-", "160", "157", "3", "98.1 %"]);
    expect(lines).toContain("Requirements that find a wrong driver by their own id: 5 of 5.");
  });
});
