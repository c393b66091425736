// The flake gate makes each kind of run, the same one for the same seed, and does not stay green where something is not.
import { describe, expect, test } from "vitest";

import { judge, runOnce } from "../flakes/one-run.ts";
import { KIND_COUNT, setUpOf } from "../flakes/set-up.ts";

/** Of a driver that can do everything, on one host. */
const SEED = 100 * KIND_COUNT;
const FAST = { fromSource: true, only: ["pause/stops-execution"] } as const;

describe("the runs of the gate", () => {
  test("are decided by their seeds", () => {
    expect(setUpOf(SEED, "stdio")).toEqual(setUpOf(SEED, "stdio"));
  });

  test("are of every kind within as many seeds as there are kinds", () => {
    const runs = Array.from({ length: KIND_COUNT }, (_, index) => setUpOf(SEED + index, "in-process"));
    const kinds = runs.map(({ persona, hosts, keepsState, sharesStore }) => [persona, hosts, keepsState, sharesStore]);
    expect(new Set(kinds.map(String)).size).toBe(KIND_COUNT);
    expect(new Set(runs.map(({ hosts }) => hosts))).toEqual(new Set([1, 2]));
  });

  test("keep the state of each persona at one time and not at another", () => {
    const [once, again] = [SEED, SEED + KIND_COUNT].map((seed) => {
      const last = seed - (seed % KIND_COUNT) + KIND_COUNT - 1;
      return setUpOf(last, "in-process");
    });
    expect(once?.persona).toBe(again?.persona);
    expect(new Set([once?.keepsState, again?.keepsState])).toEqual(new Set([true, false]));
  });
});

describe("a run of the gate", { timeout: 60_000 }, () => {
  test("is green where the driver is right", async () => {
    const { passed, flakes } = await runOnce(setUpOf(SEED, "in-process"), FAST);
    expect(flakes).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });

  test("is not green where a check fails", async () => {
    const { flakes } = await runOnce(setUpOf(SEED, "stdio"), { ...FAST, faults: "paused-guests-are-reported-running" });
    expect(flakes.map(({ check }) => check)).toContain("pause/stops-execution");
  });

  test("is not green where the kit came to no verdict", async () => {
    const { flakes } = await runOnce(setUpOf(SEED, "in-process"), { ...FAST, faults: "no such plan" });
    expect(flakes).toHaveLength(1);
  });
});

describe("a report", () => {
  const right = { verdict: "conforms", statement: "Conforms", checks: [{ id: "a/b", verdict: "pass" }], findings: [] };
  const problem = { message: "It grew" };

  test("is green if all passed", () => {
    expect(judge(right, 0)).toEqual({ passed: 1, flakes: [] });
  });

  test("is not green for an incident beside a check that passed", () => {
    const checks = [{ id: "a/b", verdict: "pass", incidents: [{ problem }] }];
    expect(judge({ ...right, checks }, 0).flakes).toEqual([{ check: "a/b", message: "incident: It grew" }]);
  });

  test("is not green for a finding of the run as a whole", () => {
    const findings = [{ failed: ["a/b"], blocked: [], headline: "The driver's memory grows", problem }];
    expect(judge({ ...right, findings }, 0).flakes).toHaveLength(1);
  });

  test("is not green for another verdict or exit code that nothing explains", () => {
    expect(judge({ ...right, verdict: "inconclusive" }, 2).flakes).toHaveLength(1);
    expect(judge(right, 1).flakes).toHaveLength(1);
  });
});
