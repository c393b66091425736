// Who has a file open on this machine, where the system tells (Linux): processes, and loop devices that stand on it.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * Lists who has a file open.
 *
 * @param path - The absolute path.
 * @returns Names such as `process 4711 (qemu-system-x86)`; empty where nobody has, or the system does not tell.
 */
export function usersOfFile(path: string): string[] {
  const processes = entriesOf("/proc")
    .filter((entry) => /^\d+$/u.test(entry))
    .filter((pid) => entriesOf(`/proc/${pid}/fd`).some((fd) => leadsTo(`/proc/${pid}/fd/${fd}`, path)))
    .map((pid) => `process ${pid} (${textOf(`/proc/${pid}/comm`)})`);
  const loops = entriesOf("/sys/block")
    .filter((name) => textOf(join("/sys/block", name, "loop", "backing_file")) === path)
    .map((name) => `device /dev/${name}`);
  return [...processes, ...loops];
}

/** What goes away meanwhile, or belongs to another user, is passed over. */
function entriesOf(directory: string): string[] {
  return attempt(() => readdirSync(directory)) ?? [];
}

function leadsTo(link: string, path: string): boolean {
  return attempt(() => readlinkSync(link)) === path;
}

function textOf(file: string): string {
  return attempt(() => readFileSync(file, "utf8").trim()) ?? "";
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
