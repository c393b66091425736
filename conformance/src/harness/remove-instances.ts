// What a check made, and how it goes away again. Only uuids that are tracked are ever destroyed.
import { DriverError } from "@virt-driver-kit/spec";
import type { Clock, DriverClient, InstanceSummary } from "@virt-driver-kit/spec";

import type { Journal, JournalEntry } from "./journal.ts";
import { readInstances } from "./read-all.ts";

/** An instance that is still listed after it was destroyed, or that could not be destroyed. */
export interface Leak {
  readonly entry: JournalEntry;
  /** How `destroy` failed; absent if it said that it had succeeded. */
  readonly refusal?: unknown;
}

/** What became of a clean-up. */
export interface CleanUp {
  /** Instances that are certainly still there. */
  readonly leaks: readonly Leak[];
  /** What the driver listed afterwards, if it was asked. */
  readonly listed?: readonly InstanceSummary[];
  /** Why nobody knows, if the driver could not be asked for its list. */
  readonly unknown?: unknown;
}

const BUSY_RETRIES = 20;
const BUSY_PAUSE_MS = 250;

/**
 * Destroys what a journal says may be there and proves by listing that it is gone.
 *
 * The newest goes first. An instance that is busy is tried again for some seconds. Each one that is gone is struck off the journal.
 *
 * @param entries - The instances, the newest last.
 * @param driver - The driver, in an initialized session.
 */
export async function removeInstances(
  entries: readonly JournalEntry[],
  driver: DriverClient,
  journal: Pick<Journal, "gone">,
  clock: Clock,
): Promise<CleanUp> {
  if (entries.length === 0) return { leaks: [] };
  const refusals = new Map<string, unknown>();
  for (const { uuid } of entries.toReversed()) {
    const refusal = await destroy(uuid, driver, clock);
    if (refusal !== undefined) refusals.set(uuid, refusal);
  }
  try {
    const listed = await readInstances(driver);
    const there = new Set(listed.map((instance) => (instance.ownership === "owned" ? instance.uuid : undefined)));
    for (const { uuid } of entries) if (!there.has(uuid)) journal.gone(uuid);
    const left = entries.filter(({ uuid }) => there.has(uuid));
    return {
      listed,
      leaks: left.map((entry) => ({ entry, ...(refusals.has(entry.uuid) && { refusal: refusals.get(entry.uuid) }) })),
    };
  } catch (error) {
    // A driver that has no list yet can still say that each destroy succeeded.
    for (const { uuid } of entries) if (!refusals.has(uuid)) journal.gone(uuid);
    return refusals.size === 0 ? { leaks: [] } : { leaks: [], unknown: error };
  }
}

async function destroy(instanceUuid: string, driver: DriverClient, clock: Clock): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    try {
      await driver.destroy({ instanceUuid, destroyDisks: true });
      return undefined;
    } catch (error) {
      const busy = error instanceof DriverError && error.code === "INSTANCE_BUSY";
      if (!busy || attempt >= BUSY_RETRIES) return error ?? "rejected with nothing";
      await clock.sleep(BUSY_PAUSE_MS);
    }
  }
}
