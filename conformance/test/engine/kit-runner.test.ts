import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { fakeDriver } from "@virt-driver-kit/fake-driver";
import { DriverError } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { attachDefinition, attachDriver } from "../../src/engine/attach-driver.ts";
import { makePlan } from "../../src/engine/make-plan.ts";
import { runnerFor } from "../../src/engine/runner-for.ts";
import { readJournal } from "../../src/harness/journal.ts";
import { changedDriver, never } from "../fixtures/changed-driver.ts";
import { checkOf, runOn } from "../fixtures/run-on.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";
import { FROM_SOURCE, fixture } from "../fixtures/vdk.ts";

const powerOff = checkOf(async (t) => {
  const instance = await t.givenInstance();
  await t.driver.powerOff({ ...instance.target, timeoutSeconds: 0, retryIntervalSeconds: 0 });
  await t.expectPowerState(instance, "shutdown");
});
const nothing = checkOf(async () => undefined, { id: "probe/reports-a-working-backend" });
const builds = (id: string): typeof powerOff => checkOf(async (t) => void (await t.givenInstance()), { id });

describe("a run on a right driver", () => {
  test("passes, tells who the driver is, and leaves nothing", async () => {
    const { record, result } = await runOn(fakeDriver({ nodes: 1 }), { checks: [powerOff] });
    expect(record.outcomes).toMatchObject([{ verdict: "pass", requirement: "powerOff/stops-the-guest" }]);
    expect(record.outcomes[0]?.transcript).toBeUndefined();
    expect(record.detach).toMatchObject({ leftovers: [], incidents: [] });
    expect(record.detach.operationsSeen).toContain("powerOff");
    expect(result.driver).toMatchObject({ name: "vdk-fake-driver", nodes: [{ name: expect.any(String) as string }] });
  });

  test("says why a check does not apply", async () => {
    const check = { ...nothing, needs: { capabilities: ["supportsPause"] as const } };
    const { record } = await runOn(fakeDriver({ without: ["supportsPause"] }), { checks: [check] });
    expect(record.outcomes).toMatchObject([
      { verdict: "not-applicable", reason: 'The driver does not declare "supportsPause"' },
    ]);
  });

  test("lets a check find out that it does not apply", async () => {
    const check = checkOf(async (t) => t.notApplicable("The driver serves one node only"));
    const { record } = await runOn(fakeDriver(), { checks: [check] });
    expect(record.outcomes).toMatchObject([{ verdict: "not-applicable", reason: "The driver serves one node only" }]);
  });

  test("blames the kit for a check that is broken", async () => {
    const check = checkOf(async () => {
      throw new TypeError("undefined is not a function");
    });
    const { record, result } = await runOn(fakeDriver(), { checks: [check] });
    expect(record.outcomes[0]).toMatchObject({
      verdict: "harness-error",
      problem: { message: expect.stringContaining("undefined is not a function") as string },
    });
    expect(result.verdict).toBe("inconclusive");
  });

  test("blames the kit for a call that it should not have sent", async () => {
    const check = checkOf(async (t) => void (await t.driver.getInfo({ instanceUuid: "not a uuid" })));
    const { record } = await runOn(fakeDriver(), { checks: [check] });
    expect(record.outcomes[0]?.verdict).toBe("harness-error");
  });

  test("runs nothing more once it is cancelled", async () => {
    const { record } = await runOn(fakeDriver(), { checks: [powerOff], signal: AbortSignal.abort() });
    expect(record.outcomes).toMatchObject([{ verdict: "not-run", reason: "The run was cancelled" }]);
  });

  test("gives up the check that is running when it is cancelled, and cleans up", async () => {
    const cancel = new AbortController();
    const check = checkOf(async (t) => {
      await t.givenInstance();
      cancel.abort();
      await never();
    });
    const { record } = await runOn(fakeDriver(), { checks: [check, powerOff], signal: cancel.signal });
    expect(record.outcomes.map(({ verdict }) => verdict)).toEqual(["not-run", "not-run"]);
    expect(record.detach.leftovers).toEqual([]);
  });
});

describe("a run on a driver that refuses", () => {
  const noSpawn = changedDriver(() => ({
    spawn: () =>
      Promise.reject(
        new DriverError("BACKEND_FAILED", "Cannot define the guest", { effect: "none", details: { step: "define" } }),
      ),
  }));

  test("blocks what it could not prepare, as one finding that names the operation", async () => {
    const { record, result } = await runOn(noSpawn, { checks: [powerOff, builds("pause/stops-execution"), nothing] });
    expect(record.outcomes.map(({ verdict }) => verdict)).toEqual(["blocked", "blocked", "pass"]);
    expect(result.findings).toHaveLength(1);
    expect(result.findings[0]).toMatchObject({
      verdict: "blocked",
      operation: "spawn",
      headline: '"spawn" answered BACKEND_FAILED: Cannot define the guest',
      blocked: ["powerOff/stops-the-guest", "pause/stops-execution"],
    });
  });

  test("shows the messages of a failure once", async () => {
    const { record } = await runOn(noSpawn, { checks: [powerOff, builds("pause/stops-execution")] });
    expect(record.outcomes[0]?.transcript?.map(({ text }) => text).join()).toContain("Cannot define the guest");
    expect(record.outcomes[1]?.transcript).toBeUndefined();
  });

  test("fails the check whose own call was refused, with the messages up to there", async () => {
    const driver = changedDriver(() => ({
      powerOff: () =>
        Promise.reject(
          new DriverError("BACKEND_FAILED", "Cannot stop it", { effect: "none", details: { step: "stop" } }),
        ),
    }));
    const { record } = await runOn(driver, { checks: [powerOff] });
    expect(record.outcomes[0]).toMatchObject({
      verdict: "fail",
      problem: { message: '"powerOff" answered BACKEND_FAILED: Cannot stop it', expected: "the call to succeed" },
    });
    expect(record.outcomes[0]?.transcript?.some(({ text }) => text.includes('"destroy"'))).toBe(false);
  });

  test("warns where the requirement is a SHOULD", async () => {
    const check = checkOf(async (t) => t.fail("The log was gone"), {
      requirement: "getConsoleOutput/outlives-the-guest-run",
    });
    const { record, result } = await runOn(fakeDriver(), { checks: [check] });
    expect(record.outcomes[0]?.verdict).toBe("warn");
    expect(result.findings[0]?.verdict).toBe("warn");
  });

  test("counts a failure that is known, and tells when it no longer fails", async () => {
    const entry = { id: "powerOff/*", reason: "r", owner: "o", issue: "i", expires: "2030-01-01" };
    const broken = checkOf(async (t) => t.fail("It goes on"));
    const known = await runOn(fakeDriver(), { checks: [broken], known: [entry] });
    expect(known.result.verdict).toBe("known-failures-only");
    const mended = await runOn(fakeDriver(), { checks: [powerOff], known: [entry] });
    expect(mended.result).toMatchObject({ verdict: "does-not-conform", knownFailing: { stale: [entry] } });
  });
});

describe("a run on a driver that repeats secrets", () => {
  test("shows them in no outcome", async () => {
    const adminPassword = "correct horse battery";
    const driver = changedDriver(() => ({
      spawn: async ({ adminPassword: password }) => {
        throw new DriverError("BACKEND_FAILED", `Cannot set "${password}"`, { details: { step: `set ${password}` } });
      },
    }));
    const check = checkOf(async (t) => void (await t.driver.spawn({ ...(await t.newInstance()), adminPassword })));
    const { record, result } = await runOn(driver, { checks: [check] });
    expect(record.outcomes[0]?.verdict).toBe("fail");
    expect(JSON.stringify([record, result])).not.toContain(adminPassword);
  });

  test("keeps the names of its checks, also where a secret is a part of one", async () => {
    const check = checkOf(
      async (t) => void (await t.driver.spawn({ ...(await t.newInstance()), adminPassword: "stops" })),
    );
    const { record, result } = await runOn(fakeDriver(), { checks: [check] });
    expect(record.outcomes).toMatchObject([{ id: check.id, requirement: check.requirement, title: check.title }]);
    expect(result.verdict).toBe("conforms");
  });
});

describe("a run on a driver that hangs", () => {
  test("calls an operation no more once it has hung twice", async () => {
    let calls = 0;
    const driver = changedDriver(() => ({
      powerOff: () => {
        calls += 1;
        return never();
      },
    }));
    const checks = Array.from({ length: 5 }, () => powerOff);
    const { record, result } = await runOn(driver, { checks, hangTimeoutMs: 150 });
    expect(calls).toBe(2);
    expect(new Set(record.outcomes.map(({ verdict }) => verdict))).toEqual(new Set(["blocked"]));
    expect(result.findings).toHaveLength(1);
    expect(result.findings[0]).toMatchObject({
      verdict: "fail",
      operation: "powerOff",
      requirements: ["protocol/answers-in-time"],
      blocked: [powerOff.id],
    });
  });

  test("does not judge what a check makes of a call that was not let through", async () => {
    const driver = changedDriver(() => ({ powerOff: never }));
    const careless = checkOf(async (t) => {
      const instance = await t.givenInstance();
      await t.driver
        .powerOff({ ...instance.target, timeoutSeconds: 0, retryIntervalSeconds: 0 })
        .catch(() => undefined);
      t.fail("powerOff was answered");
    });
    const { record } = await runOn(driver, { checks: [powerOff, powerOff, careless], hangTimeoutMs: 150 });
    expect(record.outcomes[2]?.verdict).toBe("blocked");
  });

  test("waits for as long as the call grants the guest", async () => {
    const driver = changedDriver((right, { clock }) => ({
      powerOff: async (params, call) => {
        await clock.sleep(300);
        return right.powerOff({ ...params, timeoutSeconds: 0 }, call);
      },
    }));
    const patient = checkOf(async (t) => {
      const instance = await t.givenInstance();
      await t.driver.powerOff({ ...instance.target, timeoutSeconds: 60, retryIntervalSeconds: 1 });
    });
    const { record } = await runOn(driver, { checks: [patient], hangTimeoutMs: 150 });
    expect(record.outcomes[0]?.verdict).toBe("pass");
  });
});

describe("a run on a driver that leaks", () => {
  test("names the check whose instance is still there, and what is left in the end", async () => {
    const driver = changedDriver(() => ({ destroy: async () => ({}) }));
    const { record, result } = await runOn(driver, { checks: [powerOff, nothing] });
    expect(record.outcomes[0]).toMatchObject({
      verdict: "pass",
      incidents: [
        {
          requirement: "destroy/removes-the-instance",
          problem: { message: expect.stringContaining("powerOff/stops-the-guest") as string },
        },
      ],
    });
    expect(record.detach.leftovers).toMatchObject([{ check: "powerOff/stops-the-guest" }]);
    expect(result.verdict).toBe("does-not-conform");
  });

  test("destroys the newest first and nothing that is not its own", async () => {
    const destroyed: string[] = [];
    const foreign = "11111111-1111-4111-8111-111111111111";
    const driver = changedDriver((right) => ({
      destroy: (params, call) => {
        destroyed.push(params.instanceUuid);
        return right.destroy(params, call);
      },
      listInstances: async (params, call) => {
        const { instances } = await right.listInstances(params, call);
        const [node] = (await right.listNodes({}, call)).nodes;
        return {
          instances: [...instances, { ownership: "owned", uuid: foreign, name: "tenant", node: node?.uuid ?? "" }],
        };
      },
    }));
    const made: string[] = [];
    const check = checkOf(async (t) => {
      for (let count = 0; count < 3; count++) made.push((await t.givenInstance()).uuid);
    });
    const { record } = await runOn(driver, { checks: [check] });
    expect(record.outcomes[0]?.incidents).toBeUndefined();
    expect(destroyed).toEqual(made.toReversed());
  });

  test("undoes what the check did to the simulation", async () => {
    const check = checkOf(async (t) => {
      await t.simulation.hold();
      await t.simulation.injectFault({ kind: "backendUnreachable" });
    });
    const { record } = await runOn(fakeDriver(), { checks: [check, powerOff] });
    expect(record.outcomes.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
  });
});

describe("a run on a driver that breaks the protocol", () => {
  test("tells each defect once, in the check in which it first showed, and goes on", async () => {
    const source = {
      kind: "exec",
      command: process.execPath,
      args: [FROM_SOURCE, fixture("talkative-driver.ts")],
    } as const;
    const attachment = attachDriver(source, 10_000);
    const { record, result } = await runOn(fakeDriver(), { checks: [nothing, powerOff, powerOff], attachment });
    expect(record.outcomes.map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass"]);
    const seen = [...(record.attach.incidents ?? []), ...record.outcomes.flatMap(({ incidents = [] }) => incidents)];
    expect(seen.map(({ requirement }) => requirement)).toEqual(["protocol/carries-only-frames"]);
    expect(result.findings.map(({ requirements }) => requirements)).toEqual([["protocol/carries-only-frames"]]);
  });

  test("stops asking once the driver cannot be made", async () => {
    const driver = { ...fakeDriver(), create: () => Promise.reject(new TypeError("no hypervisor")) };
    const { record, result } = await runOn(driver, { checks: [powerOff, powerOff, nothing] });
    expect(record.attach.problem?.message).toContain("its create() threw TypeError: no hypervisor");
    expect(record.outcomes.map(({ verdict }) => verdict)).toEqual(["blocked", "blocked", "blocked"]);
    expect(result.findings).toHaveLength(1);
    expect(result.nextSteps[0]?.text).toContain("no hypervisor");
  });
});

describe("the journal of a run", () => {
  const directory = temporaryDirectory();

  test("holds every instance before the driver hears of it, and none once it is gone", async () => {
    const plan = {
      ...makePlan({ driver: { kind: "module", url: "" }, config: { imageDirectory: directory }, cwd: directory }),
      runDirectory: directory,
    };
    const path = join(directory, "journal.jsonl");
    let planned = false;
    const driver = changedDriver((right) => ({
      spawn: (params, call) => {
        planned = readFileSync(path, "utf8").includes(params.instance.uuid);
        return right.spawn(params, call);
      },
    }));
    const runner = runnerFor(
      plan,
      attachDefinition(() => driver, 10_000),
    );
    expect(existsSync(path)).toBe(true);
    await runner.run({ check: powerOff, repetition: 1 }, new AbortController().signal);
    await runner.end();
    expect(planned).toBe(true);
    expect(readJournal(path).outstanding).toEqual([]);
  });
});
