// The options that name a driver, shared by all commands that need one.
import { Option } from "commander";
import type { Command } from "commander";

import { driverSource } from "../engine/driver-source.ts";
import type { DriverConfig, KitConfig } from "../engine/kit-config.ts";
import type { DriverSource } from "../engine/run-plan.ts";
import { UsageError } from "../engine/usage-error.ts";
import type { CliIo } from "./cli-io.ts";
import { loadConfig } from "./load-config.ts";

/** The options' values. */
export interface DriverOptions {
  readonly driver?: string;
  readonly exec?: string;
  readonly connect?: string;
  readonly config?: string;
  readonly peer?: string;
}

/** A driver, and the configuration that goes with it. */
export interface ChosenDriver {
  readonly source: DriverSource;
  readonly config: KitConfig;
}

/** Adds the options to a command. */
export function addDriverOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--driver <module>", "a driver in a TypeScript or JavaScript module, in-process").conflicts([
        "exec",
        "connect",
      ]),
    )
    .addOption(
      new Option("--exec <command>", "a driver that speaks on its standard input and output").conflicts([
        "driver",
        "connect",
      ]),
    )
    .addOption(
      new Option("--connect <address>", "a driver that listens on unix:<path> or tcp:<host>:<port>").conflicts([
        "driver",
        "exec",
      ]),
    )
    .option("--config <file>", "the configuration (default: vdk.config.ts, if there is one)");
}

/**
 * Reads the configuration and finds out which driver is meant. The options come before the configuration.
 *
 * @throws UsageError if no driver is named, or something about it cannot be understood.
 */
export async function chooseDriver(options: DriverOptions, io: CliIo): Promise<ChosenDriver> {
  const config = await loadConfig(options.config, io.cwd);
  const driver = driverOf(options) ?? config.driver;
  if (driver === undefined) {
    throw new UsageError(
      'No driver: name one with --exec "<command>", --connect unix:<path> or --driver <module>, or in vdk.config.ts',
    );
  }
  return { source: driverSource(driver, io.cwd), config };
}

function driverOf({ driver, exec, connect }: DriverOptions): DriverConfig | undefined {
  if (exec !== undefined) return { exec };
  if (connect !== undefined) return { connect };
  return driver === undefined ? undefined : { module: driver };
}
