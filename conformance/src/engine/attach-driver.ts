// From the way in which the user names a driver to the means of reaching it.
import { connectDriver, runDriver } from "@virt-driver-kit/spec";
import type { ConnectOptions, DriverDefinition, DriverEndpoint, DriverRun } from "@virt-driver-kit/spec";

import type { Attachment } from "../harness/attachment.ts";
import { Violation } from "../harness/violation.ts";
import { loadDriverModule } from "./load-driver-module.ts";
import type { DriverSource } from "./run-plan.ts";

/** What the kit wants of every connection. */
const KIT_OPTIONS: ConnectOptions = {
  // A result with a field too many is a finding, and no reason for every check to fail.
  onViolation: "record",
};

/**
 * Makes the attachment of a driver.
 *
 * @param hangTimeoutMs - How long the driver may be silent about a call, in real milliseconds.
 */
export function attachDriver(source: DriverSource, hangTimeoutMs: number): Attachment {
  if (source.kind === "module") return attachDefinition(() => loadDriverModule(source.url), hangTimeoutMs);
  const endpoint: DriverEndpoint = source.kind === "exec" ? { ...source, kind: "stdio" } : source;
  return {
    transport: source.kind === "exec" ? "stdio" : "socket",
    startsDriver: source.kind === "exec",
    canOpenSessions: source.kind !== "exec",
    canKill: source.kind === "exec",
    connect: (requests) => connectDriver(endpoint, { ...KIT_OPTIONS, hangTimeoutMs, requests }),
  };
}

/**
 * Makes the attachment of a driver that runs in this process, behind the same messages as any other.
 *
 * @param load - Gives the driver's definition; called for each run of it.
 */
export function attachDefinition(
  load: () => DriverDefinition | Promise<DriverDefinition>,
  hangTimeoutMs: number,
): Attachment {
  let run: DriverRun | undefined;
  return {
    transport: "memory",
    startsDriver: true,
    canOpenSessions: true,
    canKill: false,
    connect: async (requests) => {
      run ??= await runOf(await load());
      return connectDriver({ kind: "memory", run }, { ...KIT_OPTIONS, hangTimeoutMs, requests });
    },
    end: async () => {
      const ending = run;
      run = undefined;
      await ending?.close();
    },
  };
}

async function runOf(definition: DriverDefinition): Promise<DriverRun> {
  try {
    return await runDriver(definition, { log: () => undefined });
  } catch (error) {
    throw new Violation(
      `The driver could not be made: its create() threw ${String(error)}`,
      { hint: "A hypervisor that cannot be reached is no reason to throw: probe has to tell that" },
      { cause: error },
    );
  }
}

/** A driver as people write it, for reports. */
export function describeSource(source: DriverSource): string {
  switch (source.kind) {
    case "exec":
      return [source.command, ...source.args].join(" ");
    case "unix":
      return `unix:${source.path}`;
    case "tcp":
      return `tcp:${source.host}:${source.port}`;
    case "module":
      return source.url;
  }
}
