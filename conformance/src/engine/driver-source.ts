// From the words for a driver to the plan's form of it.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { WireError, parseEndpoint } from "@virt-driver-kit/spec";

import { splitCommand } from "./split-command.ts";
import type { DriverConfig } from "./kit-config.ts";
import type { DriverSource } from "./run-plan.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads a driver's configuration.
 *
 * @param driver - Exactly one of `exec`, `connect` and `module`.
 * @param cwd - Where a command runs and relative paths begin.
 * @throws UsageError if a command, address or module name cannot be understood.
 */
export function driverSource(driver: DriverConfig, cwd: string): DriverSource {
  if ("exec" in driver) {
    const [command, ...args] = splitCommand(driver.exec);
    return { kind: "exec", command, args, cwd };
  }
  if ("connect" in driver) return connectSource(driver.connect, cwd);
  return { kind: "module", url: moduleUrl(driver.module, cwd) };
}

function connectSource(address: string, cwd: string): DriverSource {
  try {
    const endpoint = parseEndpoint(address);
    return endpoint.kind === "unix" ? { ...endpoint, path: resolve(cwd, endpoint.path) } : endpoint;
  } catch (error) {
    if (error instanceof WireError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function moduleUrl(specifier: string, cwd: string): string {
  const path = resolve(cwd, specifier);
  if (existsSync(path)) return pathToFileURL(path).href;
  if (isAbsolute(specifier) || specifier.startsWith("."))
    throw new UsageError(`Cannot find the driver module "${specifier}": there is no file "${path}"`);
  try {
    return pathToFileURL(createRequire(join(cwd, "package.json")).resolve(specifier)).href;
  } catch (error) {
    throw new UsageError(`Cannot find the driver module "${specifier}": there is no such file or package in "${cwd}"`, {
      cause: error,
    });
  }
}
