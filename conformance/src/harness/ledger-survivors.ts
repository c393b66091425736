// What is still there on this machine at the end of a run, whoever had it: processes that name an instance of the run, and users of its volumes. It
// finds what has got away from the driver's process, or was never its child, and knows the check by the uuid or the path.
import { LEAKS } from "./ledger-kinds.ts";
import type { LeakKind } from "./ledger-kinds.ts";
import { instanceNamedBy } from "./ledger-processes.ts";
import type { Patience } from "./ledger-trial.ts";
import type { Incident } from "./outcome.ts";
import { openIn, pids, processName } from "./process-table.ts";

/** One thing that is still there. */
interface Survivor {
  readonly kind: Extract<LeakKind, "guests" | "volumes">;
  /** The check whose it is. */
  readonly check: string;
  readonly text: string;
}

/** How long what is ending may take to be gone, in real milliseconds before scaling. */
const WAITS_MS = [20, 100, 300, 600, 1_000] as const;

/**
 * Finds survivors.
 *
 * @param makerOf - The check that made an instance, by its uuid, or a file, by its path; undefined for what is not of the run, or is known to be left.
 */
export async function survivors(
  makerOf: (thing: string) => string | undefined,
  { clock, timeScale }: Patience,
): Promise<Incident[]> {
  let found = look(makerOf);
  for (const wait of WAITS_MS) {
    if (found.length === 0) return [];
    await clock.sleep(wait * timeScale);
    found = look(makerOf);
  }
  return found.map(incidentOf);
}

function look(makerOf: (thing: string) => string | undefined): Survivor[] {
  return pids().flatMap((pid) => [...guestIn(pid, makerOf), ...volumesOf(pid, makerOf)]);
}

function guestIn(pid: number, makerOf: (thing: string) => string | undefined): Survivor[] {
  const uuid = instanceNamedBy(pid, { isInstance: (named) => makerOf(named) !== undefined });
  const check = uuid && makerOf(uuid);
  if (check === undefined) return [];
  return [{ kind: "guests", check, text: `process ${pid} (${processName(pid)}) names instance ${uuid}` }];
}

function volumesOf(pid: number, makerOf: (thing: string) => string | undefined): Survivor[] {
  return (openIn(pid) ?? []).flatMap((path) => {
    const check = makerOf(path);
    const text = `process ${pid} (${processName(pid)}) has ${path} open`;
    return check === undefined ? [] : [{ kind: "volumes", check, text }];
  });
}

function incidentOf({ kind, check, text }: Survivor): Incident {
  const { headline, requirement, expected, hint } = LEAKS[kind];
  return {
    ...(requirement !== undefined && { requirement }),
    culprit: check,
    key: `leak:${kind}:${text}`,
    problem: {
      message: `At the end of the run something of ${check} is still there: ${text}`,
      cause: { key: `leak:${kind}`, text: headline, decisive: true },
      expected,
      got: text,
      hint,
    },
  };
}
