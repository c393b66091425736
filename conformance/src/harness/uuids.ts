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
    random
      .integer(0, 16 ** count - 1)
      .toString(16)
      .padStart(count, "0");
  return () =>
    `${runId}-${digits(4)}-4${digits(3)}-${random.pick(["8", "9", "a", "b"])}${digits(3)}-${digits(6)}${digits(6)}`;
}
