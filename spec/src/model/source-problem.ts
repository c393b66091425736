// What is wrong with the spec's sources, said so that an author finds the place at once.
// Problems are values: a check collects all of them, and only the loader turns them into one error.

/** One thing wrong at one place of one source file. */
export interface SourceProblem {
  /** The file, relative to the spec's folder, with forward slashes. */
  file: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  /** The place inside the document, such as `params.required[0]`; empty for the whole document. */
  path: string;
  /** What is wrong, and where it can be said, what was meant. */
  message: string;
}

/** A spec that cannot be used, with everything that is wrong with it. */
export class SpecSourceError extends Error {
  /** The name of this class. */
  override readonly name = "SpecSourceError";
  /** Sorted by file and place; never empty. */
  readonly problems: readonly SourceProblem[];

  /**
   * @param directory - The spec's folder, as the caller named it.
   * @param problems - Everything found, in any order.
   */
  constructor(directory: string, problems: readonly SourceProblem[]) {
    const sorted = problems.toSorted(byPlace);
    const count = sorted.length === 1 ? "1 problem" : `${sorted.length} problems`;
    super(`Cannot load the spec in "${directory}": ${count}\n${sorted.map(formatProblem).join("\n")}`);
    this.problems = sorted;
  }
}

/**
 * Writes a problem as one line that terminals and editors make a link of.
 *
 * @param problem - The problem to write.
 * @returns `file:line:column: path: message`, without the path for a problem of the whole document.
 */
export function formatProblem(problem: SourceProblem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  return problem.path === "" ? `${place}: ${problem.message}` : `${place}: ${problem.path}: ${problem.message}`;
}

function byPlace(a: SourceProblem, b: SourceProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
