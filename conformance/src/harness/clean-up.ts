// Cleans up after a check and tells what would not go away.
import type { Incident } from "./outcome.ts";
import { problemOf } from "./judge-error.ts";
import { removeInstances } from "./remove-instances.ts";
import type { Leak } from "./remove-instances.ts";
import type { RunServices } from "./run-services.ts";
import type { RunningCheck } from "./running-check.ts";

/** How a clean-up went. */
export interface CleanUpReport {
  /** What the driver did not remove. */
  readonly incidents: readonly Incident[];
  /** What a check's own clean-up threw: a defect of the check. */
  readonly errors: readonly unknown[];
}

/**
 * Undoes what a check did, the newest first: its own clean-ups, its faults and holds, its instances.
 *
 * It takes a new session if the check left none that can be used. What cannot be removed stays in the journal.
 */
export async function cleanUp(services: RunServices, made: RunningCheck): Promise<CleanUpReport> {
  const errors: unknown[] = [];
  for (const cleanup of made.cleanups.toReversed()) await cleanup().catch((error: unknown) => errors.push(error));
  // If the simulation cannot be put right, the next check fails by it and says so.
  await made.simulation.undo().catch(() => undefined);
  if (made.instances.made.length === 0) return { incidents: [], errors };
  try {
    const { connection } = await services.keeper.session();
    const driver = services.watch.watch(connection.driver, UNENDING);
    const { leaks } = await removeInstances(made.instances.made, driver, services.journal, services.clock);
    return { incidents: leaks.map((leak) => leakIncident(leak, services)), errors };
  } catch {
    // There is no session any more: the next check says why, and the end of the run tries again to remove what is left.
    return { incidents: [], errors };
  }
}

/** A cancelled run is cleaned up like any other. */
const UNENDING = new AbortController().signal;

function leakIncident({ entry, refusal }: Leak, { watch }: RunServices): Incident {
  const problem = refusal === undefined ? undefined : problemOf(refusal, watch);
  const text =
    problem === undefined
      ? "Instances are still listed after they were destroyed"
      : `Instances cannot be removed: ${problem.message}`;
  return {
    requirement: "destroy/removes-the-instance",
    key: `leak:${entry.check}`,
    problem: {
      message: `Instance "${entry.name}" of ${entry.check} is still listed after the clean-up`,
      cause: {
        key: `leak:${problem?.cause?.key ?? problem?.message ?? ""}`,
        operation: "destroy",
        decisive: true,
        text,
      },
      expected: "no entry in listInstances once destroy has returned",
      got: entry.uuid,
      hint: "Remove the instance from every list before answering destroy",
    },
  };
}
