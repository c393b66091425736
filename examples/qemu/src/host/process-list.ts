// The command lines of the processes on this host. A process is recognised by what it was started as, never by its number alone:
// numbers are given out again.
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** One process. */
export interface ProcessEntry {
  readonly pid: number;
  /** Its program and arguments, with a space between two. */
  readonly commandLine: string;
}

const run = promisify(execFile);

/**
 * Lists the processes on this host. Zombies have no command line and do not appear.
 *
 * @returns Their numbers and command lines, from /proc or, where there is none, from `ps`.
 */
export async function listProcesses(): Promise<ProcessEntry[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/u.test(name)).map(Number);
  if (pids.length === 0) return parsePs((await run("ps", ["-axww", "-o", "pid=,args="])).stdout);
  const entries = await Promise.all(pids.map(async (pid) => ({ pid, commandLine: await readCommandLine(pid) })));
  return entries.filter(({ commandLine }) => commandLine !== "");
}

/**
 * Reads the command line of one process.
 *
 * @param pid - Its number.
 * @returns The command line, empty if there is no such process or only its zombie.
 */
export async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === "linux") return readCommandLine(pid);
  const { stdout } = await run("ps", ["-ww", "-o", "pid=,args=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return parsePs(stdout)[0]?.commandLine ?? "";
}

async function readCommandLine(pid: number): Promise<string> {
  // A process that has just ended cannot be read; that is an answer, not a failure.
  const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return line.replaceAll("\0", " ").trimEnd();
}

function parsePs(text: string): ProcessEntry[] {
  const lines = [...text.matchAll(/^ *(\d+) (.*)$/gmu)];
  return lines.map(([, pid, commandLine]) => ({ pid: Number(pid), commandLine: commandLine ?? "" }));
}
