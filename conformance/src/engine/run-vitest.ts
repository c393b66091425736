// Starts vitest on one test file of the kit's own, silently, and hands out what its tests report.
// Nothing of the user's own vitest set-up is read: neither its configuration nor its files.
import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";

import { createVitest } from "vitest/node";
import type { Reporter, TestUserConfig } from "vitest/node";

import type { CheckOutcome } from "../harness/outcome.ts";
import type { RunPlan } from "./run-plan.ts";
import type { AttachReport, DetachReport } from "./run-record.ts";

/** What the caller wants to hear while the checks run. */
export interface RunListener {
  readonly onAttach?: (report: AttachReport) => void;
  readonly onOutcome?: (outcome: CheckOutcome) => void;
}

/** What came back from the worker. */
export interface WorkerReport {
  readonly attach: AttachReport | undefined;
  readonly outcomes: readonly CheckOutcome[];
  readonly detach: DetachReport | undefined;
  /** Errors of vitest or of the kit outside any check. */
  readonly errors: readonly string[];
}

declare module "vitest" {
  interface ProvidedContext {
    vdkPlan: RunPlan;
  }
}

/**
 * Runs a plan in a worker thread.
 *
 * @param plan - What to run.
 * @param listener - Hears of each outcome soon after it is there.
 * @param signal - Cancels the run. The check that is running is given up, and everything is cleaned up before this resolves.
 */
export async function runVitest(plan: RunPlan, listener: RunListener, signal: AbortSignal): Promise<WorkerReport> {
  const collector = collect(listener);
  const release = keepSignalHandlers();
  const vitest = await createVitest(configFor(plan, collector.reporter), VITE, {
    stdout: silence(),
    stderr: silence(),
  });
  release();
  const cancel = (): void => void vitest.cancelCurrentRun("keyboard-input");
  signal.addEventListener("abort", cancel);
  try {
    await vitest.start();
  } finally {
    signal.removeEventListener("abort", cancel);
    await vitest.close();
  }
  return collector.report();
}

const here = fileURLToPath(import.meta.url);
const root = dirname(here);
const entry = `run-entry${extname(here)}`;
const VITE = { configFile: false, logLevel: "silent", clearScreen: false } as const;

function configFor(plan: RunPlan, reporter: Reporter): TestUserConfig {
  if (!existsSync(join(root, entry)))
    throw new TypeError(`Cannot find "${entry}" beside "${here}": the package is incomplete`);
  return {
    root,
    include: [entry],
    exclude: [],
    config: false,
    watch: false,
    cache: false,
    fsModuleCache: false,
    reporters: [reporter],
    provide: { vdkPlan: plan },
    // Threads and not child processes: a Ctrl-C in a terminal reaches every process, and the checks' clean-up must outlive it.
    pool: "threads",
    maxWorkers: 1,
    fileParallelism: false,
    isolate: false,
    execArgv: ["--import", preloadFor(plan)],
    testTimeout: 0,
    hookTimeout: 0,
    // Node loads the files itself: nothing is transformed, and a driver's module runs as it will run elsewhere.
    experimental: { viteModuleRunner: false, nodeLoader: false },
  };
}

/** The address of what the worker loads first. */
function preloadFor({ driver }: RunPlan): string {
  const preload = new URL(`worker-preload${extname(here)}`, import.meta.url);
  if (driver.kind === "module") preload.searchParams.set("driver", driver.url);
  return preload.href;
}

interface Collector {
  readonly reporter: Reporter;
  report(): WorkerReport;
}

function collect(listener: RunListener): Collector {
  // Vitest tells some results twice when a run is cancelled.
  const outcomes = new Map<string, CheckOutcome>();
  const errors: string[] = [];
  let attach: AttachReport | undefined;
  let detach: DetachReport | undefined;
  const reporter: Reporter = {
    onTestCaseResult: (test) => {
      const { vdkAttach, vdkOutcome: outcome } = test.meta();
      if (vdkAttach !== undefined && attach === undefined) listener.onAttach?.((attach = vdkAttach));
      if (outcome === undefined || outcomes.has(test.id)) return;
      outcomes.set(test.id, outcome);
      listener.onOutcome?.(outcome);
    },
    onTestSuiteResult: (suite) => {
      detach ??= suite.meta().vdkDetach;
      errors.push(...suite.errors().map((error) => error.stack ?? error.message));
    },
    onTestRunEnd: (modules, unhandled) => {
      errors.push(...unhandled.map((error) => error.stack ?? error.message));
      errors.push(...modules.flatMap((module) => module.errors()).map((error) => error.stack ?? error.message));
    },
  };
  return { reporter, report: () => ({ attach, detach, outcomes: [...outcomes.values()], errors }) };
}

function silence(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** Vitest exits at once on a signal. Here the caller decides what a signal means, so vitest's handlers are taken off again. */
function keepSignalHandlers(): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const before = signals.map((name) => process.listeners(name));
  return () => {
    signals.forEach((name, index) => {
      for (const listener of process.listeners(name))
        if (!before[index]?.includes(listener)) process.off(name, listener);
    });
  };
}
