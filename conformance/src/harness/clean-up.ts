// Cleans up after a check and tells what would not go away.
import { rmSync } from "node:fs";

import type { InstanceSummary } from "@virt-driver-kit/spec";

import type { JournalEntry } from "./journal.ts";
import type { Incident } from "./outcome.ts";
import { problemOf } from "./judge-error.ts";
import { removeInstances } from "./remove-instances.ts";
import type { CleanUp, Leak } from "./remove-instances.ts";
import type { RunServices } from "./run-services.ts";
import type { RunningCheck } from "./running-check.ts";

/** How a clean-up went. */
export interface CleanUpReport {
  /** What the driver did not remove. */
  readonly incidents: readonly Incident[];
  /** What a check's own clean-up threw: a defect of the check. */
  readonly errors: readonly unknown[];
  /** Whether nothing is left that is known of, so that whatever there is more than before is a leak. */
  readonly isComplete: boolean;
  /** What each host listed in the end, where it was asked. */
  readonly listed: ListedByHost;
}

/** What the two hosts of a run list. */
export interface ListedByHost {
  readonly first?: readonly InstanceSummary[];
  readonly second?: readonly InstanceSummary[];
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
  await made.openedPeer?.then(({ simulation }) => simulation.undo()).catch(() => undefined);
  try {
    const removed = await removeMade(services, made);
    // What an instance that would not go may still be connected to is lent to no other.
    if (removed.isComplete) for (const giveBack of made.giveBacks) giveBack();
    return { ...removed, errors };
  } catch {
    // There is no session any more: the next check says why, and the end of the run tries again to remove what is left.
    return { incidents: [], errors, isComplete: false, listed: {} };
  } finally {
    for (const file of made.files) rmSync(file, { force: true, recursive: true });
  }
}

async function removeMade(services: RunServices, made: RunningCheck): Promise<Omit<CleanUpReport, "errors">> {
  const entries = made.instances.made;
  if (entries.length === 0) return { incidents: [], isComplete: true, listed: {} };
  // The second host first, so that the journal strikes off only what is gone from both.
  const there = (await made.openedPeer?.catch(() => undefined)) && (await removeFromPeer(services, entries));

  const { connection } = await services.keeper.session();
  const driver = services.watch.watch(connection.driver, UNENDING);
  const here = await removeInstances(entries, driver, services.journal, services.clock);
  const leaks = [...here.leaks, ...(there?.leaks ?? [])];
  return {
    incidents: leaks.map((leak) => leakIncident(leak, services)),
    isComplete: leaks.length === 0 && here.unknown === undefined && there?.unknown === undefined,
    listed: { ...(here.listed && { first: here.listed }), ...(there?.listed && { second: there.listed }) },
  };
}

async function removeFromPeer(services: RunServices, entries: readonly JournalEntry[]): Promise<CleanUp> {
  if (services.peer === undefined) return { leaks: [] };
  const { connection } = await services.peer.keeper.session();
  const driver = services.watch.watch(connection.driver, UNENDING);
  return removeInstances(entries, driver, { gone: () => undefined }, services.clock);
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
