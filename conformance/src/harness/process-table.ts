// What the system tells of processes (Linux): which there are, who started whom, what each has open and how large it is.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process and what it holds. */
export interface ProcessReading {
  readonly pid: number;
  /** Its name, cut off by the system after 15 characters. */
  readonly name: string;
  /** What its descriptors lead to: a path, `socket:[4711]`, `pipe:[4711]` and the like. Absent if the system does not let us see. */
  readonly open?: readonly string[];
  /** Memory that it has in RAM, in KiB; 0 for one that has ended and was not waited for. */
  readonly residentKib: number;
  readonly threads: number;
}

/** Whether this system tells of processes in the way that is read here. */
export function hasProcessTable(): boolean {
  return read("/proc/self/stat") !== undefined;
}

/** Reads a process. Undefined if it is gone. */
export function readProcess(pid: number): ProcessReading | undefined {
  const status = read(`/proc/${pid}/status`);
  if (status === undefined) return undefined;
  const open = openIn(pid);
  return {
    pid,
    name: /^Name:\s*(.*)$/mu.exec(status)?.[1] ?? "",
    residentKib: Number(/^VmRSS:\s*(\d+) kB$/mu.exec(status)?.[1] ?? 0),
    threads: Number(/^Threads:\s*(\d+)$/mu.exec(status)?.[1] ?? 0),
    ...(open !== undefined && { open }),
  };
}

/** What the descriptors of a process lead to. A file that is not there any more keeps its path. Undefined if the system does not let us see. */
export function openIn(pid: number | "self"): string[] | undefined {
  const descriptors = attempt(() => readdirSync(`/proc/${pid}/fd`));
  return descriptors?.flatMap((fd) => {
    const target = attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`));
    return target === undefined ? [] : [target.replace(/ \(deleted\)$/u, "")];
  });
}

/** The processes that a process has started and that are there, with those that they have started. */
export function descendantsOf(pid: number): number[] {
  let table: ReadonlyMap<number, readonly number[]> | undefined;
  const descend = (parent: number): number[] => {
    const children = childrenOf(parent) ?? (table ??= tableOfChildren()).get(parent) ?? [];
    return children.flatMap((child) => [child, ...descend(child)]);
  };
  return descend(pid);
}

/** The name of a process, cut off by the system after 15 characters; empty if it is gone. */
export function processName(pid: number): string {
  return read(`/proc/${pid}/comm`)?.trim() ?? "";
}

/** The words that a process was started by, each followed by a NUL; nothing if it has ended. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`) ?? "";
}

/** The ids of all processes that are there. */
export function pids(): number[] {
  const entries = attempt(() => readdirSync("/proc")) ?? [];
  return entries.filter((entry) => /^\d+$/u.test(entry)).map(Number);
}

/** The quick way. Undefined where the kernel was built without it. */
function childrenOf(pid: number): number[] | undefined {
  const lists = attempt(() => readdirSync(`/proc/${pid}/task`))?.map((thread) =>
    read(`/proc/${pid}/task/${thread}/children`),
  );
  if (lists === undefined || lists.includes(undefined)) return undefined;
  return lists.flatMap((list) => (list ?? "").trim().split(" ").filter(Boolean).map(Number));
}

function tableOfChildren(): Map<number, number[]> {
  const table = new Map<number, number[]>();
  for (const pid of pids()) {
    const stat = read(`/proc/${pid}/stat`);
    // The name, in brackets, may hold anything; the state and then the parent come after it.
    const parent = Number(stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    table.set(parent, [...(table.get(parent) ?? []), pid]);
  }
  return table;
}

function read(file: string): string | undefined {
  return attempt(() => readFileSync(file, "utf8"));
}

/** What goes away meanwhile, or belongs to another user, is passed over. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
