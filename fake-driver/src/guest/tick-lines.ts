/**
 * The arithmetic of the lines `tick N`, so that a part of a long run of them is read without writing the rest.
 */

/** How long `tick ` and the line end are, in bytes. */
const FRAME_BYTES = "tick \r\n".length;

/** The bytes of the lines `tick 1` to `tick last`. */
function bytesUpTo(last: number): number {
  let bytes = last * FRAME_BYTES;
  for (let digits = 1, first = 1; first <= last; digits += 1, first *= 10) {
    bytes += digits * (Math.min(last, first * 10 - 1) - first + 1);
  }
  return bytes;
}

/**
 * Measures a run of tick lines.
 *
 * @param first - The number of the first line, from 1.
 * @param last - The number of the last line.
 * @returns Its length in bytes; 0 when `last` is below `first`.
 */
export function tickBytes(first: number, last: number): number {
  return last < first ? 0 : bytesUpTo(last) - bytesUpTo(first - 1);
}

/** Finds the line that holds a byte: the smallest N for which the lines `first` to N are longer than `offset`. */
function lineAt(first: number, offset: number): number {
  let low = first;
  let high = first + Math.floor(offset / FRAME_BYTES);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (tickBytes(first, middle) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Writes out part of a run of tick lines.
 *
 * @param first - The number of the run's first line.
 * @param from - The first byte wanted, counted from the beginning of the run.
 * @param to - The byte after the last one wanted.
 * @returns The bytes from `from` up to `to`, as text.
 */
export function renderTicks(first: number, from: number, to: number): string {
  if (to <= from) return "";
  const firstLine = lineAt(first, from);
  const lastLine = lineAt(first, to - 1);
  const lines = Array.from({ length: lastLine - firstLine + 1 }, (_, index) => `tick ${firstLine + index}\r\n`);
  const skipped = tickBytes(first, firstLine - 1);
  return lines.join("").slice(from - skipped, to - skipped);
}
