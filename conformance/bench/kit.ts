// How fast the kit is on the fake driver: start-up, and a whole run in-process and over stdio, altogether and per case. A case is a check that passed:
// it has its own id, set-up and verdict; what was not applicable or blocked is none. Each figure stands beside the start of a bare Node on the same
// machine, so that machines can be compared. Run it built, by `npm run bench`; it prints every row, and exits 1 if a bar was missed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const VDK = fileURLToPath(new URL("../bin/vdk.js", import.meta.url));
const FAKE = fileURLToPath(new URL("../../fake-driver/bin/vdk-fake-driver.js", import.meta.url));
const MODULE = fileURLToPath(new URL("../../fake-driver/dist/index.js", import.meta.url));
const IN_PROCESS = ["--driver", MODULE];
const OVER_STDIO = ["--exec", `"${process.execPath}" "${FAKE}"`];
const FEW = 5;
const FEWER = 3;

/** The bars, in milliseconds: so much for 1,500 cases, and for the start. */
const CASES = 1_500;
const IN_PROCESS_MS = 10_000;
const OVER_STDIO_MS = 30_000;
const START_MS = 1_000;

let nodeMs = 1;
let isMissed = false;

/** Milliseconds of real time that a run of Node takes, from outside; of several, the one in the middle. */
function time(runs: number, args: readonly string[]): number {
  const all = Array.from({ length: runs }, () => {
    const begun = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new TypeError(`"node ${args.join(" ")}" exited with ${status}\n${stdout}${stderr}`);
    return Number(process.hrtime.bigint() - begun) / 1e6;
  });
  return all.toSorted((left, right) => left - right)[Math.floor(runs / 2)] ?? 0;
}

function print(what: string, ms: number, barMs?: number): void {
  const isKept = barMs === undefined || ms <= barMs;
  isMissed ||= !isKept;
  const verdict = barMs === undefined ? "" : `bar ${barMs.toFixed(1)} ms ${isKept ? "kept" : "MISSED"}`;
  const figures = `${ms.toFixed(1).padStart(8)} ms ${(ms / nodeMs).toFixed(2).padStart(7)} x node`;
  console.log(`${what.padEnd(40)} ${figures}  ${verdict}`);
}

function printWholeRun(where: string, driver: readonly string[], barMs: number, startMs: number): void {
  const report = mkdtempSync(join(tmpdir(), "vdk-bench-"));
  try {
    const ms = time(FEWER, [VDK, "test", ...driver, "--seed", "1", "--report", report]);
    const { checks } = JSON.parse(readFileSync(join(report, "results.json"), "utf8")) as {
      checks: { verdict: string }[];
    };
    const cases = checks.filter(({ verdict }) => verdict === "pass").length;
    print(`${where}, all ${cases} cases`, ms, barMs);
    print(`${where}, per case without the start`, (ms - startMs) / cases, barMs / CASES);
  } finally {
    rmSync(report, { recursive: true });
  }
}

/** Whatever goes wrong with one, the others are still measured. */
function attempt<T>(measure: () => T): T | undefined {
  try {
    return measure();
  } catch (error) {
    isMissed = true;
    console.log(`FAILED: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

nodeMs = time(FEW, ["-e", "0"]);
print("node -e 0", nodeMs);
attempt(() => print("vdk --help", time(FEW, [VDK, "--help"]), START_MS));
const startMs = attempt(() => {
  const ms = time(FEW, [VDK, "test", ...IN_PROCESS, "--only", "probe/reports-a-working-backend"]);
  print("vdk test, one check", ms, START_MS);
  return ms;
});
attempt(() => printWholeRun("in-process", IN_PROCESS, IN_PROCESS_MS, startMs ?? 0));
attempt(() => printWholeRun("over stdio", OVER_STDIO, OVER_STDIO_MS, startMs ?? 0));
process.exitCode = isMissed ? 1 : 0;
