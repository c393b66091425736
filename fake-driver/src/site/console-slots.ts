import type { Host } from "./host.ts";

/** How many guests of a host can have consoles with ports of their own. */
const SLOTS = 10_000;

/**
 * Finds a place for a guest among those of its host that have consoles.
 *
 * @returns The lowest number, from 0, that no guest has and none is about to have; null if all are taken.
 */
export function freeConsoleSlot({ instances, record }: Pick<Host, "instances" | "record">): number | null {
  const taken = new Set<number | null | undefined>();
  for (const { run, reservedConsoleSlot } of instances) taken.add(run?.consoleSlot).add(reservedConsoleSlot);
  for (const { prepared } of record.incoming) taken.add(prepared?.reservedConsoleSlot);
  for (let slot = 0; slot < SLOTS; slot += 1) if (!taken.has(slot)) return slot;
  return null;
}
