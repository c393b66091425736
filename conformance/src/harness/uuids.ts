// The uuids of a run. They begin with the run's id, so that a leftover can be told by eye and no two runs ever meet.
import type { Random } from "./random.ts";

/**
 * Makes a source of version 4 uuids in lower case.
 *
 * @param runId - Eight hexadecimal digits, with which each begins.
 * @param random - Decides the rest.
 */
export function uuidSource(runId: string, random: Random): () => string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => random.integer(0, 15).toString(16)).join("");
  return () => `${runId}-${digits(4)}-4${digits(3)}-${random.pick(["8", "9", "a", "b"])}${digits(3)}-${digits(12)}`;
}
