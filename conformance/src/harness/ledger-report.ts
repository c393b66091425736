// What the ledger of leaks could watch in a run, and what not, for the report.
import type { Attachment } from "./attachment.ts";

/** What was watched for leaks. */
export interface LedgerReport {
  /** The kinds of things that were counted, such as `sockets`. */
  readonly watched: readonly string[];
  /** Those that were not. */
  readonly unwatched: readonly string[];
  /** Why not; absent if all were. */
  readonly reason?: string;
}

const TOLD = ["instances", "use of nodes"] as const;
const SEEN = ["volumes", "processes"] as const;
const OF_THREAD = ["sockets", "pipes"] as const;
const OF_PROCESS = ["files", "descriptors", "threads", "memory"] as const;

/**
 * Tells what is watched.
 *
 * @param canSee - Whether the system tells of processes.
 */
export function ledgerReport({ transport }: Pick<Attachment, "transport">, canSee: boolean): LedgerReport {
  if (transport === "memory")
    return {
      watched: [...TOLD, ...(canSee ? SEEN : ["processes"]), ...OF_THREAD],
      unwatched: [...(canSee ? [] : ["volumes"]), ...OF_PROCESS],
      reason: "the driver runs in the kit's own process",
    };
  if (!canSee)
    return {
      watched: TOLD,
      unwatched: [...SEEN, ...OF_THREAD, ...OF_PROCESS],
      reason: "this system has no /proc in which processes can be read",
    };
  if (transport === "stdio") return { watched: [...TOLD, ...SEEN, ...OF_THREAD, ...OF_PROCESS], unwatched: [] };
  return {
    watched: [...TOLD, ...SEEN.map((seen) => `${seen} that outlive the run`)],
    unwatched: [...OF_THREAD, ...OF_PROCESS],
    reason: "the kit did not start the driver's process",
  };
}
