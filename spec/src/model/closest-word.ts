// "Did you mean": the known word that a misspelled one most probably stands for.

/**
 * Finds the known word nearest to a given one.
 *
 * @param word - What was written.
 * @param known - What could have been meant.
 * @returns The nearest by edits (insert, delete, replace, swap neighbours; case counts half), or `undefined` if all
 *   differ in more than about a third of their letters.
 */
export function closestWord(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, word.length / 3) + 0.5;
  for (const candidate of known) {
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * Ends a message with the word that was probably meant.
 *
 * @param word - What was written.
 * @param known - What could have been meant.
 * @returns `; did you mean "x"?`, or nothing if no word is near.
 */
export function didYouMean(word: string, known: Iterable<string>): string {
  const meant = closestWord(word, known);
  return meant === undefined ? "" : `; did you mean "${meant}"?`;
}

function editDistance(a: string, b: string): number {
  const table = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => table[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    table.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(i - 1, j - 1) + replaceCost(a.charAt(i - 1), b.charAt(j - 1));
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced, swapped));
    }
  }
  return at(a.length, b.length);
}

function replaceCost(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}
