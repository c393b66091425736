// From the hooks of a configuration to commands that can be run.
import { LASTING_HOOKS, SUDDEN_HOOKS } from "../harness/hooks.ts";
import type { Hook, Hooks } from "../harness/hooks.ts";
import type { Command } from "../harness/run-command.ts";
import type { HookCommand, HooksConfig } from "./hooks-config.ts";
import type { DriverSource } from "./run-plan.ts";
import { splitCommand } from "./split-command.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads hooks.
 *
 * @param driver - How the driver is attached, which decides who can end it and start it again.
 * @param cwd - Where the commands run.
 * @throws UsageError if a hook does not go with the attachment.
 */
export function hooksOf(config: HooksConfig, driver: DriverSource, cwd: string): Hooks {
  const problem = misplaced(config, driver);
  if (problem !== undefined) throw new UsageError(`Cannot use the hooks of the configuration: ${problem}`);
  const entries: [string, Hook][] = [];
  for (const name of LASTING_HOOKS) {
    const hook = config[name];
    if (hook !== undefined) entries.push([name, { begin: commandOf(hook.begin, cwd), end: commandOf(hook.end, cwd) }]);
  }
  for (const name of SUDDEN_HOOKS) {
    const hook = config[name];
    if (hook !== undefined) entries.push([name, { begin: commandOf(hook, cwd) }]);
  }
  return Object.fromEntries(entries);
}

function misplaced({ killDriver, restartDriver }: HooksConfig, { kind }: DriverSource): string | undefined {
  if (kind === "module" && (killDriver ?? restartDriver) !== undefined)
    return '"killDriver" and "restartDriver" are for a driver in a process of its own, and this one is a module';
  if (kind === "exec" && restartDriver !== undefined)
    return '"restartDriver" is for a driver that is reached by its address, and this one the kit starts itself';
  if (kind !== "exec" && killDriver !== undefined && restartDriver === undefined)
    return '"killDriver" needs "restartDriver", since nobody else starts a driver that is reached by its address';
  return undefined;
}

function commandOf(config: HookCommand, cwd: string): Command {
  const [command = "", ...args] = typeof config === "string" ? splitCommand(config) : config;
  return { command, args, cwd };
}
