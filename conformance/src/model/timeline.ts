// A history as a little picture: one line for each call, from its beginning to its answer.
import type { PastCall } from "./linearize.ts";

/** Characters for each moment. */
const WIDTH = 2;

/** Draws calls, in the order in which they began. */
export function timeline(calls: readonly PastCall[]): string[] {
  const ordered = calls.toSorted((a, b) => a.begin - b.begin);
  const moments = ordered.flatMap(({ begin, end }) => [begin, end]).toSorted((a, b) => a - b);
  const names = Math.max(0, ...ordered.map(({ command }) => command.name.length));
  const width = moments.length * WIDTH;
  return ordered.map(({ command, begin, end, outcome }) => {
    const [from, to] = [moments.indexOf(begin) * WIDTH, moments.indexOf(end) * WIDTH];
    const bar = `${" ".repeat(from)}|${"-".repeat(to - from - 1)}|`;
    return `${command.name.padEnd(names)}  ${bar.padEnd(width)} ${outcome}`;
  });
}
