import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { specModel } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { paint } from "../../src/reports/paint.ts";
import { prettyReport } from "../../src/reports/pretty-report.ts";
import { changedDriver } from "../fixtures/changed-driver.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";
import type { RunOptions } from "../fixtures/run-on.ts";

const options = { model: specModel, paint: paint(false), replay: (check: string) => `vdk test --only ${check}` };

async function report(run: RunOptions, driver = fakeDriver()): Promise<string> {
  return prettyReport((await runOn(driver, run)).result, options).join("\n");
}

describe("prettyReport()", () => {
  test("shows of a failure the requirement, why, what was expected, what came, where to look, the messages, and how to replay it", async () => {
    const check = checkOf(async (t) => {
      await t.driver.probe({});
      t.fail("The guest goes on", { expected: "no tick", got: 3, hint: "Stop its processors" });
    });
    const text = await report({ checks: [check] });
    expect(text).toContain("FAIL The guest goes on");
    expect(text).toContain(
      `MUST      powerOff/stops-the-guest: ${specModel.requirements["powerOff/stops-the-guest"]?.text}`,
    );
    expect(text).toContain(specModel.requirements["powerOff/stops-the-guest"]?.intent);
    expect(text).toMatch(/expected {2}no tick\n\s+got {7}3\n\s+look at {3}Stop its processors/u);
    expect(text).toMatch(/-> +\d+ ms \{.*"method":"probe"/u);
    expect(text).toContain("replay    vdk test --only powerOff/stops-the-guest");
    expect(text).toContain('Does not conform to profile "base": 1 finding');
  });

  test("names the first of what a cause blocks, and counts the rest", async () => {
    const driver = changedDriver(() => ({ spawn: () => Promise.reject(new Error("boom")) }));
    const checks = Array.from({ length: 9 }, (_, index) =>
      checkOf(async (t) => void (await t.givenInstance()), { id: `powerOff/stops-the-guest[${index}]` }),
    );
    const text = await report({ checks }, driver);
    expect(text.match(/^BLOCKED/gmu)).toHaveLength(1);
    expect(text).toMatch(/blocks {4}9: .*\[0\], .* and 3 more/u);
    expect(text).toContain("What to do next");
  });

  test("only names findings beyond the first dozen", async () => {
    const checks = Array.from({ length: 15 }, (_, index) =>
      checkOf(async (t) => t.fail(`Defect ${index}`), { id: `x${index}/y`, requirement: `x${index}/y` as never }),
    );
    const text = await report({ checks });
    expect(text.match(/^FAIL/gmu)).toHaveLength(15);
    expect(text.match(/replay/gu)).toHaveLength(12);
  });

  test("tells what was not tested, by reason, and what is stale, expired or left behind", async () => {
    const known = [
      { id: "powerOff/*", reason: "r", owner: "kernel team", issue: "issue-1", expires: "2030-01-01" },
      { id: "destroy/*", reason: "It leaks", owner: "storage team", issue: "issue-3", expires: "2030-02-01" },
      { id: "pause/*", reason: "No clock", owner: "time team", issue: "issue-4", expires: "2030-03-01" },
      { id: "spawn/*", reason: "r", owner: "kernel team", issue: "issue-2", expires: "2026-01-01" },
    ];
    const driver = changedDriver(() => ({ destroy: async () => ({}) }));
    const text = await report({ checks: [checkOf(async (t) => void (await t.givenInstance()))], known }, driver);
    expect(text).toMatch(/Untested: \d+ of \d+ requirements\n +\d+ {2}This version of the kit has no check of it/u);
    const states = text.split("\n").filter((line) => /^(?:KNOWN|STALE|EXPIRED) /u.test(line));
    expect(states).toEqual([
      'KNOWN "destroy/*" fails (1 check), to be fixed by storage team until 2030-02-01 (issue-3): It leaks',
      'KNOWN "pause/*" was not tried as a whole, to be fixed by time team until 2030-03-01 (issue-4): No clock',
      'STALE "powerOff/*" is on the list of known failures and passes: take it off (issue-1); it was kernel team\'s',
      'EXPIRED "spawn/*" was to be fixed by kernel team until 2026-01-01 (issue-2): r',
    ]);
    expect(text).toMatch(/LEFT BEHIND instance [0-9a-f-]{36} "vdk-/u);
    expect(text).toContain("vdk sweep --journal");
  });

  test("says that a driver conforms, and nothing else", async () => {
    const text = await report({ checks: [checkOf(async () => undefined)] });
    expect(text).toMatch(/^1 pass in 1\.0 s, seed 1\nConforms to profile "base": 1 requirements tested/mu);
    expect(text).not.toContain("What to do next");
  });
});
