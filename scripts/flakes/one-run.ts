// One run of the whole kit on a right driver, as a process of its own, and what was not green in it.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { FakeSiteOptions } from "@virt-driver-kit/fake-driver";

import { sharedStorePersona } from "../../conformance/test/fixtures/shared-store-persona.ts";
import type { SetUp } from "./set-up.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** A run that takes longer is stuck, however busy the machine is. */
const LIMIT_MS = 20 * 60_000;

/** What the gate may be told for all runs. */
export interface RunOptions {
  /** Patterns of checks to run; all if empty. */
  readonly only: readonly string[];
  /** A fault plan for the driver: a gate that stays green with it is broken. */
  readonly faults?: string;
  /** Whether the packages run from source, without a build. */
  readonly fromSource: boolean;
}

/** What was not green. */
export interface Flake {
  /** The check's id, or the verdict on the run as a whole. */
  readonly check: string;
  readonly message: string;
}

/** What came of a run. */
export interface RunReport {
  /** How many checks were tried. */
  readonly passed: number;
  readonly flakes: readonly Flake[];
}

interface Problem {
  readonly message: string;
}

interface Results {
  readonly verdict: string;
  readonly statement: string;
  readonly checks: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly problem?: Problem;
    readonly reason?: string;
    readonly incidents?: readonly { readonly problem: Problem }[];
  }[];
  readonly findings: readonly {
    readonly failed: readonly string[];
    readonly blocked: readonly string[];
    readonly headline: string;
    readonly problem: Problem;
  }[];
}

const GREEN: readonly string[] = ["pass", "not-applicable"];

/** Runs the kit once. Its files are removed whatever comes of it; the seed brings them back. */
export async function runOnce(setUp: SetUp, options: RunOptions): Promise<RunReport> {
  const directory = mkdtempSync(join(tmpdir(), "vdk-flakes-"));
  try {
    const { code, output } = await kit(setUp, options, directory);
    const results = resultsIn(join(directory, "report"));
    if (results === undefined) return { passed: 0, flakes: [{ check: `exit ${code}`, message: output.slice(-2_000) }] };
    return judge(results, code);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Anything that is not green: a check, an incident beside one, a finding of no check, and a verdict that none of them explains. */
export function judge({ verdict, statement, checks, findings }: Results, code: number | null): RunReport {
  const failed = checks
    .filter((check) => !GREEN.includes(check.verdict))
    .map(({ id, verdict: of, problem, reason }) => {
      return { check: id, message: `${of}: ${problem?.message ?? reason ?? "without a reason"}` };
    });
  const met = checks.flatMap(({ id, incidents = [] }) =>
    incidents.map(({ problem }) => ({ check: id, message: `incident: ${problem.message}` })),
  );
  const known = new Set([...failed, ...met].map(({ check }) => check));
  const others = findings
    .filter((finding) => ![...finding.failed, ...finding.blocked].some((id) => known.has(id)))
    .map(({ failed: [check = "session"], headline, problem }) => {
      return { check, message: `finding: ${headline}: ${problem.message}` };
    });
  const flakes = [...failed, ...met, ...others];
  const isRight = code === 0 && (verdict === "conforms" || verdict === "part-passed");
  if (flakes.length === 0 && !isRight) flakes.push({ check: `verdict ${verdict}, exit ${code}`, message: statement });
  return { passed: checks.filter((check) => check.verdict === "pass").length, flakes };
}

function resultsIn(directory: string): Results | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, "results.json"), "utf8")) as Results;
  } catch {
    // No report was written: the kit came to no verdict.
    return undefined;
  }
}

async function kit(
  setUp: SetUp,
  { only, faults, fromSource }: RunOptions,
  directory: string,
): Promise<{ code: number | null; output: string }> {
  const source = fromSource ? ["--conditions=@virt-driver-kit/source"] : [];
  const program = (name: string, bin: string): string[] =>
    fromSource ? [...source, join(ROOT, name, "src/bin", `${bin}.ts`)] : [join(ROOT, name, "bin", `${bin}.js`)];
  const site = siteOptions(setUp, directory);
  const temporary = join(directory, "tmp");
  mkdirSync(temporary);
  const command = [process.execPath, ...program("fake-driver", "vdk-fake-driver"), ...flagsOf(site, directory, faults)];
  const attach =
    setUp.attachment === "stdio"
      ? ["--exec", command.map((word) => `"${word}"`).join(" ")]
      : ["--driver", join(ROOT, "scripts/flakes-driver.ts")];
  const args = [
    ...program("conformance", "vdk"),
    "test",
    ...attach,
    ...(setUp.hosts === 2 ? ["--peer", `unix:${peerSocket(directory)}`] : []),
    "--profile",
    profileOf(setUp),
    "--seed",
    String(setUp.seed),
    "--report",
    join(directory, "report"),
    ...only.flatMap((pattern) => ["--only", pattern]),
  ];
  const env = {
    ...process.env,
    TMPDIR: temporary,
    VDK_FLAKES_SITE: JSON.stringify({ ...site, ...(faults !== undefined && { faults: [faults] }) }),
    VDK_FLAKES_PEER: peerSocket(directory),
  };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"], timeout: LIMIT_MS });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject).once("close", resolve);
  return { code: await promise, output };
}

function siteOptions(setUp: SetUp, directory: string): FakeSiteOptions {
  const { persona, sharesStore, hosts, latency, seed, keepsState } = setUp;
  return {
    persona: sharesStore ? sharedStorePersona(directory) : persona,
    hosts,
    latencyScale: latency,
    seed,
    ...(keepsState && { stateDirectory: join(directory, "state") }),
  };
}

/** The same options for the command. */
function flagsOf(site: FakeSiteOptions, directory: string, faults: string | undefined): string[] {
  const { persona = "full", hosts = 1, latencyScale = 1, seed = 1, stateDirectory } = site;
  return [
    "--persona",
    persona,
    "--latency",
    String(latencyScale),
    "--seed",
    String(seed),
    ...(hosts > 1 ? ["--hosts", String(hosts), "--peers", directory] : []),
    ...(stateDirectory === undefined ? [] : ["--state", stateDirectory]),
    ...(faults === undefined ? [] : ["--faults", faults]),
  ];
}

/** Where the command serves the second host; in-process the same place will do. */
function peerSocket(directory: string): string {
  return join(directory, "fake-host-2.sock");
}

/** The profile that a persona claims. A driver that forgets its instances can be held to the least one only. */
function profileOf({ persona, keepsState }: SetUp): string {
  if (!keepsState) return "base";
  const file = readFileSync(join(ROOT, `fake-driver/personas/${persona}.yaml`), "utf8");
  return /^profile: (\w+)$/mu.exec(file)?.[1] ?? "base";
}
