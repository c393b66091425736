// Starts a misbehaving driver of the folder `fixtures`, by the name of its fault.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { connectDriver } from "../../../src/index.ts";
import type { ConnectOptions, DriverConnection, StdioEndpoint } from "../../../src/index.ts";

export function fixture(name: string): StdioEndpoint {
  return {
    kind: "stdio",
    command: process.execPath,
    args: [fileURLToPath(new URL(`../fixtures/${name}.ts`, import.meta.url))],
  };
}

/** Connects to a fixture, and ends it with the test. */
export async function attachFixture(name: string, options: ConnectOptions = {}): Promise<DriverConnection> {
  const connection = await connectDriver(fixture(name), options);
  onTestFinished(() => connection.close());
  return connection;
}

/** Whether a process runs. One that was killed may be listed as a zombie until its parent has time for it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self") || !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
