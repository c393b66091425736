// `vdk test` as a process of its own, as its users meet it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { connectDriver } from "@virt-driver-kit/spec";
import type { DriverClient, InstanceSummary } from "@virt-driver-kit/spec";
import { describe, expect, test } from "vitest";

import { allChecks } from "../../src/checks/index.ts";
import type { RunResult } from "../../src/engine/run-result.ts";
import { imageStore } from "../../src/harness/image-store.ts";
import { startDriver } from "../fixtures/start-driver.ts";
import { temporaryDirectory } from "../fixtures/temporary.ts";
import { FROM_SOURCE, fixture, runVdk, startVdk } from "../fixtures/vdk.ts";

const directory = temporaryDirectory();
const slow = `${process.execPath} ${FROM_SOURCE} ${fixture("slow-fake-driver.ts")}`;

function results(report: string): RunResult {
  return JSON.parse(readFileSync(join(directory, report, "results.json"), "utf8")) as RunResult;
}

function leftRuns(): string[] {
  const runs = join(directory, "vdk-runs");
  return existsSync(runs) ? readdirSync(runs) : [];
}

function runningWith(text: string): string[] {
  const { stdout } = spawnSync("ps", ["-eo", "args"], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.includes(text));
}

const KNOWN_PAUSE = "- requirement: pause/*\n  reason: r\n  owner: o\n  issue: i\n  expires: 9999-12-31\n";

describe("vdk test", { timeout: 120_000 }, () => {
  test("certifies a right driver in-process, with progress, verdict and reports", async () => {
    const { code, stdout, stderr } = await runVdk(
      ["test", "--driver", fixture("fake-driver-module.ts"), "--report", "right", "--seed", "7"],
      directory,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`${allChecks.length}/${allChecks.length} checks, 0 not passed`);
    expect(stdout).toMatch(
      /^Conforms to profile "base": \d+ requirements tested, \d+ untested, \d+ not asked of it; nothing was tried of [\w, ]+$/mu,
    );
    expect(results("right")).toMatchObject({ verdict: "conforms", run: { seed: 7 }, leftovers: [], findings: [] });
    expect(existsSync(join(directory, "right", "junit.xml"))).toBe(true);
    expect(leftRuns()).toEqual([]);
  });

  test("names what a wrong driver breaks, and replays just that", async () => {
    const driver = fixture("no-op-pause-driver.ts");
    const { code, stdout } = await runVdk(
      ["test", "--driver", driver, "--only", "pause/*", "--report", "wrong"],
      directory,
    );
    expect(code).toBe(1);
    expect(stdout).toContain("MUST      pause/stops-execution: ");
    const line = /replay {4}npx vdk (test .*)$/mu.exec(stdout)?.[1] ?? "";
    expect(line).toContain(`--driver ${driver} --only `);
    const replay = await runVdk(line.replaceAll("'", "").split(" "), directory);
    expect(replay.code).toBe(1);
    expect(replay.stdout).toMatch(/^1 checks on /u);
  });

  test("says nothing on conformance after a part, and runs each part of a whole once", async () => {
    const only = ["--only", "probe/*", "--only", "listNodes/*"];
    const parts = [];
    for (const shard of ["1/2", "2/2"]) {
      const report = `part-${shard.at(0)}`;
      const args = [
        "test",
        "--driver",
        fixture("fake-driver-module.ts"),
        ...only,
        "--shard",
        shard,
        "--repeat",
        "2",
        "--report",
        report,
      ];
      const { code, stdout } = await runVdk(args, directory);
      expect(code).toBe(0);
      expect(stdout).toContain("All that was run passed. This was a part, so it says nothing on conformance");
      parts.push(...results(report).checks.map(({ id, repetition }) => `${id} ${repetition}`));
    }
    const wanted = allChecks.filter(({ requirement }) => /^(?:probe|listNodes)\//u.test(requirement));
    expect(parts.toSorted()).toEqual(wanted.flatMap(({ id }) => [`${id} 1`, `${id} 2`]).toSorted());
  });

  test("keeps to a list of known failures, and is red when an entry is stale", async () => {
    const args = ["test", "--driver", fixture("no-op-pause-driver.ts"), "--only", "pause/*", "--known-failing"];
    writeFileSync(join(directory, "known.yaml"), KNOWN_PAUSE);
    const known = await runVdk([...args, "known.yaml"], directory);
    expect(known.stdout).toContain("No new failure, but");
    expect(known.code).toBe(0);
    const right = await runVdk(
      ["test", "--driver", fixture("fake-driver-module.ts"), "--only", "pause/*", "--known-failing", "known.yaml"],
      directory,
    );
    expect(right.stdout).toContain('STALE "pause/*"');
    expect(right.code).toBe(1);
  });

  test("explains a command that does not exist with one message and exit code 2", async () => {
    const { code, stdout, stderr } = await runVdk(["test", "--exec", "no-such-driver-anywhere"], directory);
    expect({ code, stdout: stdout.trim() }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^vdk: Cannot start the driver "no-such-driver-anywhere": there is no such command\. .*\n$/u,
    );
    expect(leftRuns()).toEqual([]);
  });

  test.each([
    ["unix:none.sock", /nothing listens there|there is no/u],
    ["tcp:127.0.0.1:1", /nothing listens there/u],
  ])("explains that nobody listens at %s, with exit code 2", async (address, message) => {
    const { code, stderr } = await runVdk(["test", "--connect", address], directory);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("explains a module that holds no driver, with exit code 2", async () => {
    const { code, stderr } = await runVdk(["test", "--driver", fixture("temporary.ts")], directory);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^vdk: Cannot find a driver in "file:.*temporary\.ts": it exports temporaryDirectory; export the result/u,
    );
  });

  test("explains a module that ends its process while it is loaded, with exit code 2", async () => {
    writeFileSync(join(directory, "quits.mjs"), "process.exit(0);");
    const { code, stderr } = await runVdk(["test", "--driver", join(directory, "quits.mjs")], directory);
    expect(stderr).toMatch(
      /^vdk: Cannot load the driver module "file:.*quits\.mjs": process\.exit unexpectedly called with "0"/u,
    );
    expect(code).toBe(2);
  });

  test('takes "hello" on standard output for a finding about the driver', async () => {
    writeFileSync(join(directory, "hello.mjs"), 'console.log("hello"); process.stdin.resume();');
    const command = `${process.execPath} ${join(directory, "hello.mjs")}`;
    const { code, stdout } = await runVdk(["test", "--exec", command, "--report", "hello"], directory);
    expect(code).toBe(1);
    const { findings } = results("hello");
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ requirements: ["protocol/carries-only-frames"], failed: [] });
    expect(findings[0]?.blocked).toHaveLength(allChecks.length);
    expect(stdout).toContain('its stdout carries text outside any message, "hello"');
    expect(stdout).toContain("stdout carries only protocol; print to stderr");
    expect(runningWith("hello.mjs")).toEqual([]);
  });

  test("tells what a driver that dies at once wrote last", async () => {
    writeFileSync(
      join(directory, "dies.mjs"),
      'console.error("no hypervisor here"); setTimeout(() => process.exit(3), 300);',
    );
    const { code, stdout } = await runVdk(
      ["test", "--exec", `${process.execPath} ${join(directory, "dies.mjs")}`],
      directory,
    );
    expect(code).toBe(1);
    expect(stdout).toContain(`it exited with code 3, and the last line of its stderr is "no hypervisor here"`);
    expect(stdout.match(/^FAIL/gmu)).toHaveLength(1);
    expect(stdout).not.toMatch(/^BLOCKED/mu);
  });

  test.each(["SIGINT", "SIGHUP"] as const)("cleans up on %s, and gives no verdict", async (signal) => {
    const state = join(directory, signal);
    const vdk = startVdk(["test", "--exec", `${slow} ${state}`, "--report", "interrupted-report"], directory);
    await vdk.says("Driver changed");
    vdk.process.kill(signal);
    const { code, stdout, stderr } = await vdk.exit;
    expect(code).toBe(2);
    expect(stderr).toContain(`${signal}: cleaning up`);
    expect(stdout).toContain("No verdict: the run was cancelled");
    const { checks, leftovers } = results("interrupted-report");
    expect(checks).toHaveLength(allChecks.length);
    expect(checks.filter(({ verdict }) => verdict === "not-run").length).toBeGreaterThan(0);
    expect(leftovers).toEqual([]);
    expect(leftRuns()).toEqual([]);
    expect(runningWith(state)).toEqual([]);
  });

  test("owes its exit code to a reader that leaves early, and cleans up", async () => {
    const vdk = startVdk(["test", "--exec", "true"], directory);
    vdk.process.stdout?.destroy();
    expect((await vdk.exit).code).toBe(1);
    expect(leftRuns()).toEqual([]);
  });

  test("reports a driver that is gone for good, lists what it may have left, and sweeps it later, and nobody else's", async () => {
    const state = join(directory, "killed");
    const socket = join(directory, "killed.sock");
    const start = () => startDriver(state, socket);
    const first = await start();
    const stranger = await ask(socket, 1, spawnStranger);
    const spawned = new Promise((resolve) => first.process.once("message", resolve));
    const vdk = startVdk(
      ["test", "--connect", `unix:${socket}`, "--only", "spawn/*", "--repeat", "20", "--report", "killed-report"],
      directory,
    );
    await vdk.says("Driver changed");
    await spawned;
    first.process.kill("SIGKILL");
    const { code, stdout } = await vdk.exit;
    expect(code).toBe(1);
    expect(stdout).toMatch(/LEFT BEHIND instance [0-9a-f-]{36}/u);
    const { run, leftovers, findings } = results("killed-report");
    expect(leftovers.length).toBeGreaterThan(0);
    expect(findings.some(({ headline }) => headline.includes("closed its connection"))).toBe(true);

    const second = await start();
    const sweep = await runVdk(["sweep", "--connect", `unix:${socket}`, "--journal", run.journal ?? ""], directory);
    expect(sweep.stdout).toContain(`run ${run.id}: ${leftovers.length} of ${leftovers.length} instances are gone`);
    expect(sweep.code).toBe(0);
    expect(leftRuns()).toEqual([]);
    const byName = await runVdk(["sweep", "--connect", `unix:${socket}`, "--prefix", "vdk-"], directory);
    expect(byName).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("left alone what the kit did not make") as string,
    });
    const listed = await ask(socket, 1_000_000, async (driver) => (await driver.listInstances({})).instances);
    expect(listed).toEqual([stranger]);
    second.process.kill("SIGKILL");
  });
});

/** Asks a driver something, in a session of its own. */
async function ask<T>(socket: string, epoch: number, question: (driver: DriverClient) => Promise<T>): Promise<T> {
  const connection = await connectDriver({ kind: "unix", path: socket });
  await connection.initialize({ epoch });
  try {
    return await question(connection.driver);
  } finally {
    await connection.close();
  }
}

/** Builds an instance of somebody else's, which is called like the kit's. Gives its entry. */
async function spawnStranger(driver: DriverClient): Promise<InstanceSummary | undefined> {
  const image = imageStore({ directory, uuid: () => "99999999-1111-4111-8111-111111111111" }).image();
  const flavor = { name: "f", vcpus: 1, memoryMib: 64, rootGib: 1 };
  const instance = { uuid: "dddddddd-1111-4111-8111-111111111111", name: "vdk-dddd-1", flavor, image };
  const { nodes } = await driver.listNodes({});
  await driver.spawn({ instance, node: nodes[0]?.uuid ?? "", powerOn: false });
  return (await driver.listInstances({})).instances[0];
}
