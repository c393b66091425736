// Who has a file open on this machine, where the system tells (Linux): processes, and loop devices that stand on it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { openIn, pids, processName } from "./process-table.ts";

/**
 * Lists who has a file open.
 *
 * @param path - The absolute path.
 * @returns Names such as `process 4711 (qemu-system-x86)`; empty where nobody has, or the system does not tell.
 */
export function usersOfFile(path: string): string[] {
  const processes = pids()
    .filter((pid) => openIn(pid)?.includes(path))
    .map((pid) => `process ${pid} (${processName(pid)})`);
  const loops = loopDevices()
    .filter((name) => backingFile(name) === path)
    .map((name) => `device /dev/${name}`);
  return [...processes, ...loops];
}

/** What goes away meanwhile, or belongs to another user, is passed over. */
function loopDevices(): string[] {
  try {
    return readdirSync("/sys/block");
  } catch {
    return [];
  }
}

function backingFile(name: string): string {
  try {
    return readFileSync(join("/sys/block", name, "loop", "backing_file"), "utf8").trim();
  } catch {
    return "";
  }
}
