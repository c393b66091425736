// Tests against real QEMU processes, where there is a QEMU, and what they leave is ended whatever happens.
import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";

import { systemClock } from "@virt-driver-kit/spec";
import { describe, onTestFinished, vi } from "vitest";

import { GuestProcess } from "../../src/guest/guest-process.ts";
import { listProcesses } from "../../src/host/process-list.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const hasQemu = spawnSync("qemu-system-x86_64", ["--version"]).status === 0;

// Real guests on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 });

const withoutQemu = hasQemu ? "" : " (skipped: qemu-system-x86_64 is not installed, so there are no guests to run)";

/** Groups tests that need QEMU. Without one they are skipped, and the title says so. */
export function describeWithQemu(title: string, tests: () => void): void {
  describe.skipIf(!hasQemu)(`${title}${withoutQemu}`, () => {
    tests();
  });
}

/** Makes a state directory. QEMU processes that are left in it when the test has finished are killed, and it is removed. */
export function stateDirectory(): string {
  // Registered first, so that the directory goes last.
  const directory = join(realpathSync(temporaryDirectory()), "state");
  onTestFinished(async () => {
    for (const { pid, pidFile } of await qemuProcesses(directory)) {
      await new GuestProcess(pid, pidFile, systemClock).kill();
    }
  });
  return directory;
}

/** Lists the QEMU processes of a state directory. */
export async function qemuProcesses(directory: string): Promise<{ pid: number; pidFile: string }[]> {
  const found = (await listProcesses()).map(({ pid, commandLine }) => ({
    pid,
    pidFile: / -pidfile (.*\/qemu\.pid) /u.exec(commandLine)?.[1] ?? "",
  }));
  return found.filter(({ pidFile }) => pidFile.startsWith(`${directory}/`));
}
