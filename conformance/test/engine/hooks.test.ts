// Faults that are made by hand: checks that were for simulators apply, and a hook that fails is nobody's fault but the site's.
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import type { HooksConfig } from "../../src/engine/hooks-config.ts";
import type { Check } from "../../src/harness/check.ts";
import type { CheckContext } from "../../src/harness/check-context.ts";
import { byHand, handOperatedDriver, script } from "../fixtures/hand-operated-driver.ts";
import { checkOf, runOn, type RunOn } from "../fixtures/run-on.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";

const PATIENCE_MS = 60_000;
const directory = temporaryDirectory();

function newDirectory(): string {
  return mkdtempSync(join(directory, "hands-"));
}

function checksNamed(...ids: readonly string[]): readonly Check[] {
  const found = allChecks.filter(({ id }) => ids.includes(id));
  expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  return found;
}

const OUTAGES = [
  "errors/unreachable-is-never-absent[reads]",
  "errors/unreachable-is-never-absent[changes]",
  "errors/unreachable-is-never-absent[afterwards]",
  "probe/answers-without-the-backend",
  "probe/reports-a-working-backend[after-an-outage]",
];

const verdicts = ({ record }: RunOn): string[] => record.outcomes.map(({ verdict }) => verdict);
/** A check of what hooks do, which needs nothing itself. */
const using = (run: (t: CheckContext) => Promise<void>): Check => checkOf(run);
const outage = using((t) => t.fault({ kind: "backendUnreachable" }));
const nothing = checkOf(async () => undefined, { id: "powerOff/stops-the-guest[nothing]" });

describe("hooks", { timeout: PATIENCE_MS }, () => {
  test("make checks apply that need a fault, and are told with how often they ran", async () => {
    const hands = newDirectory();
    const checks = checksNamed(...OUTAGES, "getInfo/sees-a-crashed-guest");
    const hooks = { ...byHand(hands), hostDown: { begin: "true", end: "true" } };
    const { record, result } = await runOn(handOperatedDriver(hands), { checks, config: { hooks } });
    expect(record.outcomes.map(({ id, verdict, problem }) => ({ id, verdict, problem }))).toEqual(
      checks.map(({ id }) => ({ id, verdict: "pass", problem: undefined })),
    );
    expect(result.site.hooks).toEqual({ backendUnreachable: OUTAGES.length, guestCrash: 1, hostDown: 0 });
    expect(result.faultsLeft).toEqual([]);
    expect(existsSync(join(hands, "unreachable"))).toBe(false);
  });

  test("catch a driver that is wrong", async () => {
    const hands = newDirectory();
    const checks = checksNamed("errors/unreachable-is-never-absent[reads]");
    const run = await runOn(handOperatedDriver(hands, { lies: true }), { checks, config: { hooks: byHand(hands) } });
    expect(run.record.outcomes).toMatchObject([{ verdict: "fail", problem: { expected: "BACKEND_UNREACHABLE" } }]);
    expect(run.result.findings[0]?.requirements).toEqual(["errors/unreachable-is-never-absent"]);
  });

  test("are what such checks lack without them, and the report says so", async () => {
    const checks = checksNamed(...OUTAGES, "getInfo/sees-a-crashed-guest");
    const { record, result } = await runOn(handOperatedDriver(newDirectory()), { checks });
    expect(new Set(record.outcomes.map(({ verdict }) => verdict))).toEqual(new Set(["not-applicable"]));
    expect(result.lacking).toEqual([
      {
        member: "hooks.backendUnreachable",
        reason: 'The check needs the fault "backendUnreachable", by a simulation or by a hook',
        checks: OUTAGES.toSorted(),
      },
      expect.objectContaining({ member: "hooks.guestCrash", checks: ["getInfo/sees-a-crashed-guest"] }),
    ]);
  });

  test("are told what they are about, and ended newest first, whether or not the check ended them", async () => {
    const log = join(newDirectory(), "log");
    const note = script(
      `fs.appendFileSync(${JSON.stringify(log)}, Object.keys(env).filter((key) => key.startsWith("VDK_")).sort()
         .map((key) => key.slice(4) + "=" + env[key]).join(" ") + "\\n")`,
    );
    const lasting = { begin: note, end: note };
    const hooks: HooksConfig = { volumeLost: lasting, foreignGuest: lasting, guestCrash: note };
    const check = using(async (t) => {
      const volume = t.volume();
      t.onCleanup(async () => appendFileSync(log, `volume ${existsSync(volume.path)}\n`));
      await t.fault({ kind: "volumeLost", volumeId: volume.volumeId });
      await t.fault({ kind: "foreignGuest", node: t.node.uuid, name: "its name", vcpus: 1, memoryMib: 2, localGib: 3 });
      await t.fault({ kind: "guestCrash", instanceUuid: t.uuid() });
    });
    const run = await runOn(handOperatedDriver(newDirectory()), { checks: [check], config: { hooks } });
    expect(verdicts(run)).toEqual(["pass"]);
    const [volume = "", guest = "", crash = "", ...ends] = readFileSync(log, "utf8").trimEnd().split("\n");
    expect(volume).toMatch(/^HOOK=volumeLost PHASE=begin RUN=[\da-f]{8} VOLUME_ID=\S+ VOLUME_PATH=\/.*\.raw$/u);
    expect(guest).toMatch(
      /^GUEST_LOCAL_GIB=3 GUEST_MEMORY_MIB=2 GUEST_NAME=its name GUEST_UUID= GUEST_VCPUS=1 HOOK=foreignGuest NODE=\S+ NODE_NAME=\S+ PHASE=begin RUN=/u,
    );
    expect(crash).toMatch(/^HOOK=guestCrash INSTANCE_UUID=\S+ RUN=\S+$/u);
    const ending = (line: string): string => line.replace("PHASE=begin", "PHASE=end");
    expect(ends).toEqual([ending(guest), ending(volume), "volume true"]);
  });

  describe("that fail", () => {
    const failing = (begin: string, end = "process.exit(0)"): HooksConfig => ({
      backendUnreachable: { begin: script(begin), end: script(end) },
    });
    const run = (hooks: HooksConfig, config: { readonly hookMs?: number } = {}) =>
      runOn(handOperatedDriver(newDirectory()), { checks: [outage, nothing], config: { hooks, timeouts: config } });

    test("are a failure of the kit with their output, not of the driver, and the run goes on", async () => {
      const end = await run(failing('console.log("to out"); console.error("no such host"); process.exit(3)'));
      expect(verdicts(end)).toEqual(["harness-error", "pass"]);
      const { problem } = end.record.outcomes[0] ?? {};
      expect(problem?.message).toMatch(/^The hook "backendUnreachable\.begin" failed: .* exited with 3$/u);
      expect(problem).toMatchObject({
        got: "to out\nno such host",
        hint: expect.stringContaining("no fault of it") as string,
      });
      expect(end.result).toMatchObject({ verdict: "inconclusive", faultsLeft: [] });
    });

    test("are ended when their time is up, with all that they have started", async () => {
      const sleep = 'require("node:child_process").spawnSync("sleep", ["600"])';
      const end = await run(failing(sleep), { hookMs: 500 });
      expect(verdicts(end)).toEqual(["harness-error", "pass"]);
      expect(end.record.outcomes[0]?.problem?.message).toMatch(/did not end within 500 ms, and was killed$/u);
    });

    test("are named when there is no such command", async () => {
      const none = { begin: "no-such-command-anywhere --now", end: "true" };
      const end = await run({ backendUnreachable: none });
      expect(end.record.outcomes[0]?.problem?.message).toMatch(
        /^The hook "backendUnreachable\.begin" failed: no-such-command-anywhere --now could not be started: .*ENOENT/u,
      );
    });

    test("say by exit code 77 that the fault cannot be had here", async () => {
      const end = await run(failing('console.error("one host only"); process.exit(77)', "process.exit(1)"));
      expect(end.record.outcomes).toMatchObject([
        {
          verdict: "not-applicable",
          reason: 'The hook "backendUnreachable" says that this cannot be had here: one host only',
        },
        { verdict: "pass" },
      ]);
    });

    test("to end a fault stop the run, since the site is not what it was, and tell the line to run by hand", async () => {
      const end = await run(failing("process.exit(0)", 'console.error("stuck"); process.exit(1)'));
      expect(verdicts(end)).toEqual(["harness-error", "not-run"]);
      expect(end.record.outcomes[1]?.reason).toMatch(
        /^The site is not what it was: The hook "backendUnreachable\.end"/u,
      );
      expect(end.result.verdict).toBe("inconclusive");
      expect(end.result.faultsLeft).toMatchObject([{ hook: "backendUnreachable" }]);
      expect(end.result.faultsLeft[0]?.endLine).toMatch(
        /^cd \S+ && VDK_HOOK=backendUnreachable .*VDK_PHASE=end .*stuck/u,
      );
    });
  });

  test("that take a node down are not run while somebody else's guest is on it", async () => {
    const hooks = { hostDown: { begin: script("process.exit(5)"), end: script("") } };
    const check = using(async (t) => {
      await t.givenInstance();
      await t.fault({ kind: "hostDown", node: t.node.uuid });
    });
    const alone = await runOn(handOperatedDriver(newDirectory()), { checks: [check], config: { hooks } });
    expect(alone.record.outcomes).toMatchObject([{ verdict: "harness-error" }]);
    const driver = handOperatedDriver(newDirectory(), { isShared: true });
    const shared = await runOn(driver, { checks: [check], config: { hooks } });
    expect(shared.record.outcomes).toMatchObject([{ verdict: "not-applicable", lacks: "resources.nodes" }]);
    expect(shared.record.outcomes[0]?.reason).toMatch(/down, and 1 guests are there that this run did not make$/u);
    expect(shared.result.site.hooks).toEqual({ hostDown: 0 });
  });
});
