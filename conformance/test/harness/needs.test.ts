import { describe, expect, test } from "vitest";

import type { Means } from "../../src/harness/needs.ts";
import { unmetNeed } from "../../src/harness/needs.ts";
import { checkOf } from "../fixtures/run-on.ts";

const none: Means = {
  capabilities: new Set(),
  transport: "stdio",
  canRestart: true,
  canKill: true,
  canOpenSessions: false,
  hasPeer: false,
};
const check = (needs: NonNullable<Parameters<typeof checkOf>[1]>["needs"]) =>
  checkOf(async () => undefined, needs && { needs });

describe("unmetNeed()", () => {
  test("finds nothing wrong with a check that needs nothing", () => {
    expect(unmetNeed(check({}), undefined, none)).toBeUndefined();
  });

  test.each([
    [{ capabilities: ["supportsPause"] }, /does not declare "supportsPause"/u],
    [{ probeGuest: true }, /does not declare "supportsConsoleOutput"/u],
    [{ simulation: true }, /does not declare "supportsSimulation"/u],
    [{ transport: ["socket"] }, /attached by socket/u],
    [{ sessions: true }, /no way in for one/u],
  ] as const)("gives the reason why %j is not met", (needs, reason) => {
    expect(unmetNeed(check(needs), undefined, none)).toMatch(reason);
  });

  test("counts the capability of the requirement among the needs", () => {
    expect(unmetNeed(check({}), "supportsPause", none)).toMatch(/supportsPause/u);
    expect(
      unmetNeed(check({}), "supportsPause", { ...none, capabilities: new Set(["supportsPause"]) }),
    ).toBeUndefined();
  });

  test("turns away a driver that declares what the check is about the lack of", () => {
    const declared = { ...none, capabilities: new Set(["supportsPause"] as const) };
    expect(unmetNeed(check({ undeclared: ["supportsPause"] }), undefined, none)).toBeUndefined();
    expect(unmetNeed(check({ undeclared: ["supportsPause"] }), undefined, declared)).toMatch(
      /declares "supportsPause"/u,
    );
  });

  test("knows what the kit can do with a driver that it was only given the address of", () => {
    const socket: Means = { ...none, transport: "socket", canRestart: false, canKill: false, canOpenSessions: true };
    expect(unmetNeed(check({ sessions: true }), undefined, socket)).toBeUndefined();
    expect(unmetNeed(check({ restart: true }), undefined, socket)).toMatch(/restarts the driver/u);
    expect(unmetNeed(check({ ownProcess: true }), undefined, socket)).toMatch(/kills the driver's process/u);
  });
});
