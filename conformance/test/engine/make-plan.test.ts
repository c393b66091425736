import { describe, expect, test } from "vitest";

import { USUAL_ANSWER_MS } from "../../src/engine/answer-limits.ts";
import type { KitConfig } from "../../src/engine/kit-config.ts";
import { makePlan } from "../../src/engine/make-plan.ts";
import type { DriverSource } from "../../src/engine/run-plan.ts";
import { siteFacts } from "../../src/engine/site-facts.ts";
import { answerLimitMs, largerThan } from "../../src/harness/settings.ts";

const MODULE: DriverSource = { kind: "module", url: "" };
const settingsOf = (config: KitConfig) => makePlan({ driver: MODULE, config, cwd: "/site" }).settings;

describe("the limits of a plan", () => {
  test("are short for reads and long for what builds or moves, and every operation has one", () => {
    const { spawn = 0, getInfo = 0, powerOff = 0, liveMigration = 0 } = USUAL_ANSWER_MS;
    expect([getInfo < powerOff, powerOff < spawn, spawn === liveMigration]).toEqual([true, true, true]);
    const settings = settingsOf({});
    for (const [operation, ms] of Object.entries(USUAL_ANSWER_MS)) expect(answerLimitMs(settings, operation)).toBe(ms);
    expect(siteFacts(settings, {})).toEqual({ resources: [], timeScale: 1, operationsMs: {}, hooks: {} });
  });

  test("are those of the configuration where it names them, and all are scaled", () => {
    const settings = settingsOf({ timeouts: { scale: 3, operationsMs: { spawn: 1_000 } } });
    expect(answerLimitMs(settings, "spawn")).toBe(3_000);
    expect(answerLimitMs(settings, "getInfo")).toBe(3 * (USUAL_ANSWER_MS["getInfo"] ?? 0));
    expect(siteFacts(settings, {})).toMatchObject({ timeScale: 3, operationsMs: { spawn: 1_000 } });
  });

  test("are one for all where the configuration says so, but for those that it names", () => {
    const settings = settingsOf({ timeouts: { answerMs: 500, operationsMs: { spawn: 1_000 } } });
    expect(["spawn", "getInfo", "liveMigration"].map((name) => answerLimitMs(settings, name))).toEqual([
      1_000, 500, 500,
    ]);
    expect(siteFacts(settings, {})).toMatchObject({ answerMs: 500, operationsMs: { spawn: 1_000 } });
  });
});

describe("the rounds of a plan", () => {
  test("are a thousand in a soak, or those of the configuration, and none in a run that is no soak", () => {
    expect(settingsOf({ soak: true }).soakCycles).toBe(1_000);
    expect(settingsOf({ soak: true, soakCycles: 20 }).soakCycles).toBe(20);
    for (const config of [{}, { soak: false }, { soakCycles: 20 }])
      expect(settingsOf(config)).not.toHaveProperty("soakCycles");
  });
});

describe("the resources of a plan", () => {
  test("have defaults for all that the configuration leaves out", () => {
    const settings = settingsOf({});
    expect(settings.flavor).toEqual({ name: "vdk-probe", vcpus: 1, memoryMib: 64, rootGib: 1 });
    expect(largerThan(settings.flavor)).toEqual({ name: "vdk-larger", vcpus: 2, memoryMib: 256, rootGib: 3 });
    for (const name of ["nodes", "images", "networks", "volumes", "hooks", "instancesAtOnce", "largerFlavor"])
      expect(settings).not.toHaveProperty(name);
  });

  test("have absolute paths, a place for what has to be fetched, and every default", () => {
    const sha256 = "a".repeat(64);
    const { images, flavor, largerFlavor, volumes } = settingsOf({
      imageDirectory: "images",
      resources: {
        images: [{ path: "own.img" }, { url: "https://example.org/a?token=1", sha256, guest: "powersItselfOff" }],
        flavors: { small: { rootGib: 8 }, larger: { memoryMib: 1_024 } },
        volumes: [{ connection: { protocol: "nbd", host: "nbd" }, sizeBytes: 1_024 }],
      },
    });
    expect(images?.[0]).toEqual({ path: "/site/own.img", format: "raw", holdsProbe: false, guest: "runs" });
    expect(images?.[1]).toMatchObject({ url: "https://example.org/a?token=1", sha256, guest: "powersItselfOff" });
    expect(images?.[1]?.path).toMatch(/^\/site\/images\/fetched-[\da-f]{16}$/u);
    expect(flavor).toMatchObject({ memoryMib: 64, rootGib: 8 });
    expect(largerFlavor).toMatchObject({ vcpus: 2, memoryMib: 1_024, rootGib: 10 });
    expect(volumes).toEqual([{ connection: { protocol: "nbd", host: "nbd" }, sizeBytes: 1_024, mayOverwrite: false }]);
  });

  test("name the second host", () => {
    const { peer } = makePlan({ driver: MODULE, config: { resources: { hosts: [{ exec: "other" }] } }, cwd: "/site" });
    expect(peer).toEqual({ kind: "exec", command: "other", args: [], cwd: "/site" });
  });
});

const UNIX: DriverSource = { kind: "unix", path: "" };

describe("the hooks of a plan", () => {
  const [killDriver, restartDriver] = ["kill it", "start it"];

  test("are split into words and run in the directory of the configuration", () => {
    const hooks = { hostDown: { begin: "off 'node 1'", end: ["on", "node 1"] } };
    expect(settingsOf({ hooks }).hooks).toEqual({
      hostDown: {
        begin: { command: "off", args: ["node 1"], cwd: "/site" },
        end: { command: "on", args: ["node 1"], cwd: "/site" },
      },
    });
  });

  test.each([
    [MODULE, { killDriver, restartDriver }, /this one is a module/u],
    [{ kind: "exec", command: "driver", args: [] }, { restartDriver }, /this one the kit starts itself/u],
    [UNIX, { killDriver }, /"killDriver" needs "restartDriver"/u],
  ] as const)("are refused if they do not go with %j", (driver, hooks, message) => {
    expect(() => makePlan({ driver, config: { hooks }, cwd: "/" })).toThrow(message);
  });

  test("may kill a driver behind a command, such as one on another host", () => {
    const driver = { kind: "exec", command: "ssh", args: ["host", "driver"] } as const;
    const { hooks } = makePlan({ driver, config: { hooks: { killDriver } }, cwd: "/site" }).settings;
    expect(hooks).toEqual({ killDriver: { begin: { command: "kill", args: ["it"], cwd: "/site" } } });
  });
});
