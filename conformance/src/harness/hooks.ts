// The commands that do by hand what the kit can only ask a simulated hypervisor for, and how they are run.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { Clock } from "@virt-driver-kit/spec";

import { HookError } from "./hook-error.ts";
import type { Journal, JournalFault } from "./journal.ts";
import { NotApplicable } from "./not-applicable.ts";
import { type Command, runCommand } from "./run-command.ts";

/** Faults that last until they are ended. */
export const LASTING_HOOKS = [
  "backendUnreachable",
  "hostDown",
  "networkLoss",
  "storageFull",
  "volumeLost",
  "foreignGuest",
] as const;

/** What happens at once and is not undone. */
export const SUDDEN_HOOKS = ["guestCrash", "instanceLost", "killDriver", "restartDriver"] as const;

/** The name of a hook. */
export type HookName = (typeof LASTING_HOOKS)[number] | (typeof SUDDEN_HOOKS)[number];

/** The commands of a hook: `begin` alone where it has nothing to end. */
export interface Hook {
  readonly begin: Command;
  readonly end?: Command;
}

/** The hooks of a run. */
export type Hooks = Readonly<Partial<Record<HookName, Hook>>>;

/** Facts for a hook's environment, by the names of the variables without `VDK_`. */
export type HookFacts = Readonly<Record<string, string>>;

/** Runs hooks. */
export interface HookRunner {
  /** Whether there is such a hook. */
  has(name: HookName): boolean;
  /**
   * Runs one command of a hook.
   *
   * @param signal - Kills the command.
   * @throws HookError if it cannot be started, fails or takes too long; NotApplicable if it says by exit code 77 that it can do nothing here.
   */
  run(name: HookName, phase: Phase, facts?: HookFacts, signal?: AbortSignal): Promise<void>;
  /** How often each hook was run, an end not counted. */
  readonly runs: ReadonlyMap<HookName, number>;
  /** The failure after which the site is not what it was: a fault that could not be ended. */
  readonly broken: HookError | undefined;
}

/** What a runner works with. */
export interface HookRunnerParts {
  readonly hooks: Hooks;
  readonly runId: string;
  /** Where what a command writes is kept while it runs. */
  readonly directory: string;
  /** How long a command may take, in real milliseconds. */
  readonly withinMs: number;
  readonly clock: Clock;
  /** Notes the faults that last, so that they can be ended whatever becomes of the run. */
  readonly journal: Pick<Journal, "faultBegins" | "faultEnded">;
}

/** How much of what a failed command wrote is shown, in characters. */
const SHOWN = 2_000;

/** With this exit code a command says that what it is asked for cannot be had here. It has changed nothing. */
const IMPOSSIBLE = 77;

/** Makes a runner. */
export function hookRunner(parts: HookRunnerParts): HookRunner {
  const { hooks, runId, journal, withinMs, clock } = parts;
  const runs = new Map<HookName, number>();
  let broken: HookError | undefined;
  let count = 0;

  const execute = async (name: HookName, phase: Phase, facts: HookFacts, signal?: AbortSignal): Promise<void> => {
    const command = hooks[name]?.[phase];
    if (command === undefined) throw new TypeError(`Cannot run the hook "${name}": it has no command for ${phase}`);
    const hook = lasts(hooks[name]) ? `${name}.${phase}` : name;
    const log = join(parts.directory, `hook-${++count}.log`);
    try {
      const variables = Object.fromEntries(Object.entries(facts).map(([fact, value]) => [`VDK_${fact}`, value]));
      const ending = await runCommand(command, { variables, log, withinMs, clock }, signal);
      if (ending.code === 0) return;
      if (ending.code === IMPOSSIBLE && phase === "begin")
        throw new NotApplicable(
          `The hook "${name}" says that this cannot be had here: ${tailOf(log) || "no reason given"}`,
        );
      throw new HookError(hook, lineOf(command), ending.text, tailOf(log));
    } finally {
      rmSync(log, { force: true });
    }
  };

  const begin = async (name: HookName, facts: HookFacts, signal?: AbortSignal): Promise<void> => {
    runs.set(name, (runs.get(name) ?? 0) + 1);
    const fault = faultOf(name, hooks[name], facts);
    if (fault !== undefined) journal.faultBegins(fault);
    try {
      await execute(name, "begin", facts, signal);
    } catch (error) {
      if (error instanceof NotApplicable && fault !== undefined) journal.faultEnded(fault);
      throw error;
    }
  };

  const end = async (name: HookName, facts: HookFacts): Promise<void> => {
    try {
      await execute(name, "end", facts);
    } catch (error) {
      if (error instanceof HookError) broken ??= error;
      throw error;
    }
    const fault = faultOf(name, hooks[name], facts);
    if (fault !== undefined) journal.faultEnded(fault);
  };

  return {
    runs,
    get broken() {
      return broken;
    },
    has: (name) => hooks[name] !== undefined,
    run: (name, phase, facts = {}, signal) => {
      const all = { HOOK: name, ...(lasts(hooks[name]) && { PHASE: phase }), RUN: runId, ...facts };
      return phase === "begin" ? begin(name, all, signal) : end(name, all);
    },
  };
}

type Phase = "begin" | "end";

function lasts(hook: Hook | undefined): boolean {
  return hook?.end !== undefined;
}

/** What the journal is told of a fault that lasts. */
function faultOf(hook: HookName, commands: Hook | undefined, facts: HookFacts): JournalFault | undefined {
  if (commands?.end === undefined) return undefined;
  return { hook, endLine: endLineOf(commands.end, { ...facts, PHASE: "end" }) };
}

function tailOf(log: string): string {
  return readFileSync(log, "utf8").trimEnd().slice(-SHOWN);
}

function lineOf({ command, args }: Command): string {
  return [command, ...args].map(quoted).join(" ");
}

function endLineOf(end: Command, variables: HookFacts): string {
  const set = Object.entries(variables).map(([name, value]) => `VDK_${name}=${quoted(value)}`);
  return `cd ${quoted(end.cwd)} && ${[...set, lineOf(end)].join(" ")}`;
}

function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
