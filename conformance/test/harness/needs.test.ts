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
  holdsProbe: true,
  isSoak: false,
  hasHook: () => false,
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
    const unmet = unmetNeed(check(needs), undefined, none);
    expect(unmet?.reason).toMatch(reason);
    expect(unmet).not.toHaveProperty("lacks");
  });

  test("counts the capability of the requirement among the needs", () => {
    expect(unmetNeed(check({}), "supportsPause", none)?.reason).toMatch(/supportsPause/u);
    expect(
      unmetNeed(check({}), "supportsPause", { ...none, capabilities: new Set(["supportsPause"]) }),
    ).toBeUndefined();
  });

  test("turns away a driver that declares what the check is about the lack of", () => {
    const declared = { ...none, capabilities: new Set(["supportsPause"] as const) };
    expect(unmetNeed(check({ undeclared: ["supportsPause"] }), undefined, none)).toBeUndefined();
    expect(unmetNeed(check({ undeclared: ["supportsPause"] }), undefined, declared)?.reason).toMatch(
      /declares "supportsPause"/u,
    );
  });

  test("knows what the kit can do with a driver that it was only given the address of, and which hook would do the rest", () => {
    const socket: Means = { ...none, transport: "socket", canRestart: false, canKill: false, canOpenSessions: true };
    expect(unmetNeed(check({ sessions: true }), undefined, socket)).toBeUndefined();
    expect(unmetNeed(check({ restart: true }), undefined, socket)).toMatchObject({ lacks: "hooks.restartDriver" });
    expect(unmetNeed(check({ ownProcess: true }), undefined, socket)).toMatchObject({ lacks: "hooks.killDriver" });
    const memory: Means = { ...socket, transport: "memory" };
    expect(unmetNeed(check({ ownProcess: true }), undefined, memory)).not.toHaveProperty("lacks");
  });

  test("names what a site would have to have", () => {
    const console = { ...none, capabilities: new Set(["supportsConsoleOutput"] as const), holdsProbe: false };
    expect(unmetNeed(check({ peer: true }), undefined, none)).toMatchObject({ lacks: "resources.hosts" });
    expect(unmetNeed(check({ probeGuest: true }), undefined, console)).toMatchObject({ lacks: "resources.images" });
    expect(unmetNeed(check({ fault: "hostDown" }), undefined, none)).toMatchObject({ lacks: "hooks.hostDown" });
    expect(unmetNeed(check({ soak: true }), undefined, none)).toMatchObject({ lacks: "soak" });
    expect(unmetNeed(check({ soak: true }), undefined, { ...none, isSoak: true })).toBeUndefined();
  });

  test("takes a hook for a fault as well as a simulation, where the requirement is gated by the simulation too", () => {
    const simulating = { ...none, capabilities: new Set(["supportsSimulation"] as const) };
    const crash = check({ fault: "guestCrash" });
    expect(unmetNeed(crash, undefined, simulating)).toBeUndefined();
    expect(unmetNeed(crash, "supportsSimulation", simulating)).toBeUndefined();
    const hooked = { ...none, hasHook: (fault: string) => fault === "guestCrash" };
    expect(unmetNeed(crash, "supportsSimulation", hooked)).toBeUndefined();
    expect(unmetNeed(check({ fault: "hostDown" }), "supportsSimulation", hooked)?.reason).toMatch(/fault "hostDown"/u);
    expect(unmetNeed(crash, "supportsPause", hooked)?.reason).toMatch(/supportsPause/u);
    const both = check({ fault: "guestCrash", simulation: true });
    expect(unmetNeed(both, undefined, hooked)?.reason).toMatch(/supportsSimulation/u);
  });
});
