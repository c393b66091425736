// How fast the kit is on the fake driver: start-up, and real time per check that was tried, in-process and over stdio. Each figure stands beside
// the start of a bare Node on the same machine, so that machines can be compared. Run it built, by `npm run bench`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const VDK = fileURLToPath(new URL("../bin/vdk.js", import.meta.url));
const FAKE = fileURLToPath(new URL("../../fake-driver/bin/vdk-fake-driver.js", import.meta.url));
const MODULE = fileURLToPath(new URL("../../fake-driver/dist/index.js", import.meta.url));
const FEW = 5;
/** The bars: 1,500 checks in 10 s in-process and in 30 s over stdio, and a start within a second. */
const BARS = { startMs: 1_000, inProcessMs: 10_000 / 1_500, stdioMs: 30_000 / 1_500 };

/** Milliseconds of real time that a run of Node takes, from outside. */
function time(args: readonly string[]): number {
  const begun = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new TypeError(`Cannot time "node ${args.join(" ")}": it exited with ${status}\n${stderr}`);
  return Number(process.hrtime.bigint() - begun) / 1e6;
}

function median(runs: number, args: readonly string[]): number {
  const all = Array.from({ length: runs }, () => time(args)).toSorted((a, b) => a - b);
  return all[Math.floor(runs / 2)] ?? 0;
}

interface WholeRun {
  readonly tried: number;
  readonly msPerCheck: number;
}

function wholeRun(driver: readonly string[], startMs: number): WholeRun {
  const report = mkdtempSync(join(tmpdir(), "vdk-bench-"));
  try {
    const wall = median(3, [VDK, "test", ...driver, "--seed", "1", "--report", report]);
    const results = JSON.parse(readFileSync(join(report, "results.json"), "utf8")) as { checks: { verdict: string }[] };
    const tried = results.checks.filter(({ verdict }) => verdict === "pass").length;
    return { tried, msPerCheck: (wall - startMs) / tried };
  } finally {
    rmSync(report, { recursive: true });
  }
}

const node = median(FEW, ["-e", "0"]);
const help = median(FEW, [VDK, "--help"]);
const start = median(FEW, [VDK, "test", "--driver", MODULE, "--only", "probe/reports-a-working-backend"]);
const inProcess = wholeRun(["--driver", MODULE], start);
const stdio = wholeRun(["--exec", `"${process.execPath}" "${FAKE}"`], start);

const rows: readonly (readonly [what: string, ms: number, bar: number | undefined])[] = [
  ["node -e 0", node, undefined],
  ["vdk --help", help, BARS.startMs],
  ["vdk test, one check", start, BARS.startMs],
  [`per check in-process (${inProcess.tried} tried)`, inProcess.msPerCheck, BARS.inProcessMs],
  [`per check over stdio (${stdio.tried} tried)`, stdio.msPerCheck, BARS.stdioMs],
];
for (const [what, ms, bar] of rows) {
  const verdict = bar === undefined ? "" : `bar ${bar.toFixed(1)} ms ${ms <= bar ? "kept" : "MISSED"}`;
  console.log(
    `${what.padEnd(40)} ${ms.toFixed(1).padStart(8)} ms ${(ms / node).toFixed(2).padStart(7)} x node  ${verdict}`,
  );
}
process.exitCode = rows.some(([, ms, bar]) => bar !== undefined && ms > bar) ? 1 : 0;
