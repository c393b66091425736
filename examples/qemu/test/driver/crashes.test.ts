// The driver's process killed at random moments, a hundred times or as often as `CRASHES` says: the kit's own check of it, again and again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it, onTestFinished } from "vitest";

import { describeWithQemu, qemuProcesses, stateDirectory } from "../support/real-qemu.ts";
import { temporaryDirectory } from "../support/temporary-directory.ts";

const pathOf = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const fromSource = [process.execPath, "--conditions=@virt-driver-kit/source"] as const;

/** How often the driver dies in one run of the check. */
const PER_CHECK = 4;
const CHECK = "cleanup/death-leaves-one-or-none[random]";
/** Some seconds for each, and several times that where other work is done. */
const LONG_MS = 15_000;

const crashes = Number(process.env["CRASHES"] ?? 24);
const seed = process.env["CRASHES_SEED"];
const rounds = Math.ceil(crashes / PER_CHECK);

interface KitRun {
  readonly status: number | null;
  readonly output: string;
}

async function runKit(args: readonly string[]): Promise<KitRun> {
  const [node, ...options] = fromSource;
  const kit = [...options, pathOf("conformance/src/bin/vdk.ts"), "test", "--only", CHECK, ...args];
  const child = spawn(node, kit, { env: { ...process.env, TMPDIR: temporaryDirectory() }, stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  child.stdin.end();
  await once(child, "close");
  return { status: child.exitCode, output };
}

describeWithQemu(`a driver that is killed ${rounds * PER_CHECK} times at random moments`, () => {
  it(
    "has each instance or not, lets guests go on, and leaves no process and no file",
    { timeout: rounds * PER_CHECK * LONG_MS },
    async () => {
      const state = stateDirectory();
      const report = join(temporaryDirectory(), "report");
      const driver = [...fromSource, pathOf("examples/qemu/src/bin/vdk-qemu-driver.ts"), "--state", state].join(" ");
      const args = ["--exec", driver, "--repeat", String(rounds), "--report", report];
      const run = await runKit([...args, ...(seed === undefined ? [] : ["--seed", seed])]);
      process.stdout.write(`${seedLines(run.output)}\n`);
      expect(run).toMatchObject({ status: 0 });
      const { findings, checks } = JSON.parse(readFileSync(join(report, "results.json"), "utf8")) as {
        findings: unknown[];
        checks: { verdict: string }[];
      };
      expect(findings).toEqual([]);
      expect(checks.map(({ verdict }) => verdict)).toEqual(Array.from({ length: rounds }, () => "pass"));
      expect(await qemuProcesses(state)).toEqual([]);
      expect(readdirSync(join(state, "instances"))).toEqual([]);
    },
  );
});

/** How many runs of the check passed, how long they took, and the seed to play them again with `CRASHES_SEED`. */
function seedLines(output: string): string {
  return output
    .split("\n")
    .filter((line) => /\bseed \d+/u.test(line))
    .join("\n");
}
