// A driver that the kit is only given the address of, killed and started again by hooks.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import { attachDriver } from "../../src/engine/attach-driver.ts";
import type { HooksConfig } from "../../src/engine/hooks-config.ts";
import { attachByHand } from "../../src/engine/attach-by-hand.ts";
import type { DriverSource } from "../../src/engine/run-plan.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";
import { FROM_SOURCE, fixture } from "../fixtures/vdk.ts";

const PATIENCE_MS = 120_000;
const directory = temporaryDirectory();
let service = "";
let socket = "";

const commandOf = (what: "restart" | "kill"): string[] => [
  process.execPath,
  FROM_SOURCE,
  fixture("driver-service.ts"),
  what,
  service,
  socket,
];
const run = ([program = "", ...args]: readonly string[]): unknown => execFileSync(program, args, { stdio: "ignore" });
const hooks = (): HooksConfig => ({ killDriver: commandOf("kill"), restartDriver: commandOf("restart") });
const pid = (): string => readFileSync(join(service, "pid"), "utf8");
const attached = () => attachDriver({ kind: "unix", path: socket }, 10_000);

const UNIX: DriverSource = { kind: "unix", path: "" };

describe("a driver at an address", { timeout: PATIENCE_MS }, () => {
  beforeAll(() => {
    service = mkdtempSync(join(directory, "service-"));
    socket = join(service, "driver.sock");
    run(commandOf("restart"));
  });
  afterAll(() => run(commandOf("kill")));

  const checks = allChecks.filter(({ id }) =>
    ["recovery/finds-instances-again", "shutdown/leaves-instances-alone", "recovery/new-run-has-a-new-epoch"].includes(
      id,
    ),
  );

  test("is not restarted without hooks, and the report names them", async () => {
    const { record, result } = await runOn(fakeDriver(), { checks, attachment: attached() });
    expect(new Set(record.outcomes.map(({ verdict }) => verdict))).toEqual(new Set(["not-applicable"]));
    expect(result.lacking.map(({ member }) => member).toSorted()).toEqual(["hooks.killDriver", "hooks.restartDriver"]);
  });

  test("is killed and started again by hooks, so that recovery can be tried", async () => {
    const before = pid();
    const config = { hooks: hooks() };
    const { record, result } = await runOn(fakeDriver(), { checks, attachment: attached(), config, source: UNIX });
    expect(record.outcomes.map(({ id, verdict, problem }) => ({ id, verdict, problem }))).toEqual(
      checks.map(({ id }) => ({ id, verdict: "pass", problem: undefined })),
    );
    expect(pid()).not.toBe(before);
    expect(result.site.hooks["killDriver"]).toBeGreaterThan(0);
    expect(result.site.hooks["restartDriver"]).toBeGreaterThan(result.site.hooks["killDriver"] ?? 0);
    expect(record.detach.leftovers).toEqual([]);
  });

  test("that has died by itself is started again for the next check, and its death is a finding", async () => {
    const dies = checkOf(async (t) => {
      run(commandOf("kill"));
      await t.driver.probe({});
    });
    const next = checkOf(async (t) => void (await t.driver.probe({})), { id: "probe/reports-a-working-backend" });
    const config = { hooks: hooks() };
    const end = await runOn(fakeDriver(), { checks: [dies, next], attachment: attached(), config, source: UNIX });
    expect(end.record.outcomes.map(({ verdict }) => verdict)).toEqual(["blocked", "pass"]);
    expect(end.result.verdict).toBe("does-not-conform");
    expect(existsSync(join(service, "pid"))).toBe(true);
  });
});

test("attachByHand() changes nothing where there is no hook for it", () => {
  const attachment = attachDriver({ kind: "unix", path: "/nowhere" }, 1_000);
  const none = { has: () => false, run: () => Promise.resolve(), runs: new Map(), broken: undefined } as const;
  expect(attachByHand(attachment, none)).toBe(attachment);
});
