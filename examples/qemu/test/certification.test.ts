// The kit on this driver, as its author runs it: the whole profile with real guests, and a driver that dies in the middle.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it, onTestFinished } from "vitest";

import { describeWithQemu, qemuProcesses, stateDirectory } from "./support/real-qemu.ts";
import { temporaryDirectory } from "./support/temporary-directory.ts";
import { until } from "./support/until.ts";

const pathOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const fromSource = [process.execPath, "--conditions=@virt-driver-kit/source"] as const;
const vdk = [...fromSource, pathOf("conformance/src/bin/vdk.ts")] as const;
const driver = [...fromSource, pathOf("examples/qemu/src/bin/vdk-qemu-driver.ts")] as const;

/** The whole profile takes minutes on a busy machine. */
const LONG = { timeout: 600_000 };

/** What a run of `vdk` did. */
interface VdkRun {
  readonly status: number | null;
  readonly output: string;
}

/** Runs `vdk`, with a directory of its own for what it keeps between runs. */
async function runVdk(keep: string, ...args: string[]): Promise<VdkRun> {
  const [node, ...script] = vdk;
  const child = spawn(node, [...script, ...args], { env: { ...process.env, TMPDIR: keep }, stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  child.stdin.end();
  await once(child, "close");
  return { status: child.exitCode, output };
}

function readResults(report: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(report, "results.json"), "utf8")) as Record<string, unknown>;
}

/** What the guests of a state directory wrote. */
function consoles(state: string): string {
  const instances = join(state, "instances");
  const files = existsSync(instances) ? readdirSync(instances).map((uuid) => join(instances, uuid, "console.log")) : [];
  return files.map((file) => (existsSync(file) ? readFileSync(file, "utf8") : "")).join("");
}

describeWithQemu("vdk test --exec vdk-qemu-driver", () => {
  it("certifies the driver with real guests, and leaves no process and no file", LONG, async () => {
    const state = stateDirectory();
    const report = join(temporaryDirectory(), "report");
    // As many processors as it takes for a list of instances that fills a message. Those are off.
    const command = [...driver, "--state", state, "--vcpus", "64"].join(" ");
    const run = await runVdk(temporaryDirectory(), "test", "--exec", command, "--report", report);
    // What vdk wrote tells what was found.
    expect(run).toEqual({ status: 0, output: expect.stringContaining("Conforms to profile") as string });
    expect(readResults(report)).toMatchObject({ verdict: "conforms", findings: [], leftovers: [] });
    expect(existsSync(join(report, "junit.xml"))).toBe(true);
    expect(await qemuProcesses(state)).toEqual([]);
    expect(readdirSync(join(state, "instances"))).toEqual([]);
  });

  it("reports a driver that dies for good, lists what is left, and sweeps it later", LONG, async () => {
    const state = stateDirectory();
    const report = join(temporaryDirectory(), "report");
    const keep = temporaryDirectory();
    // A driver that cannot be started again once it is said to be dead.
    const dead = join(keep, "dead");
    const mortal = join(keep, "mortal-driver");
    const start = [...driver, "--state", state].map((word) => `'${word}'`).join(" ");
    writeFileSync(mortal, `#!/bin/sh\n[ -e '${dead}' ] && exit 1\necho $$ > '${keep}/pid'\nexec ${start}\n`, {
      mode: 0o700,
    });

    const only = "powerOff/forces-after-the-timeout";
    const running = runVdk(keep, "test", "--exec", mortal, "--report", report, "--only", only);
    const ticking = until("a guest that ticks", () =>
      Promise.resolve(consoles(state).includes("tick") ? true : undefined),
    );
    // What vdk wrote is shown if it ends before there is a guest.
    expect(await Promise.race([ticking, running])).toBe(true);
    writeFileSync(dead, "");
    process.kill(Number(readFileSync(join(keep, "pid"), "utf8")), "SIGKILL");
    expect(await running).toMatchObject({ status: 1 });
    expect(await qemuProcesses(state)).toHaveLength(1);
    expect(readResults(report)).toMatchObject({ leftovers: [expect.anything()] });

    rmSync(dead);
    expect(await runVdk(keep, "sweep", "--exec", mortal)).toMatchObject({ status: 0 });
    expect(await qemuProcesses(state)).toEqual([]);
    expect(readdirSync(join(state, "instances"))).toEqual([]);
  });
});
