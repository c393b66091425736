// "Did you mean": the names that a misspelled one may stand for.

const MOST_NAMES = 3;

/**
 * Finds names near to a given one: those that contain it, and those that differ in few letters.
 *
 * @returns ` (did you mean "a" or "b"?)`, or nothing.
 */
export function closestNames(name: string, names: readonly string[]): string {
  const wanted = name.toLowerCase();
  const ranked = names
    .map((candidate) => ({
      candidate,
      distance: candidate.toLowerCase().includes(wanted) ? 0 : distance(wanted, candidate.toLowerCase()),
    }))
    .filter((one) => one.distance <= Math.max(2, name.length / 3))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST_NAMES)
    .map(({ candidate }) => `"${candidate}"`);
  return ranked.length === 0 ? "" : ` (did you mean ${ranked.join(" or ")}?)`;
}

/** The Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
