// One YAML file of the spec with the place of every value in it, so that a finding can name line and column.
import { type Document, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";

import type { DataPath } from "./data-path.ts";
import { formatPath } from "./data-path.ts";
import type { SourceProblem } from "./source-problem.ts";

/** Which end of a `key: value` pair a finding points to. */
export type PlaceOf = "key" | "value";

/** A parsed source file. */
export class SourceFile {
  /** Relative to the spec's folder, with forward slashes. */
  readonly path: string;
  /** The document as plain data; `null` if it could not be read as YAML. */
  readonly value: unknown;
  /** What the YAML parser found: bad syntax, a key given twice. */
  readonly problems: readonly SourceProblem[];
  readonly #document: Document;
  readonly #lines: LineCounter;

  /**
   * @param path - Relative to the spec's folder, with forward slashes.
   * @param text - The file's content.
   */
  constructor(path: string, text: string) {
    this.path = path;
    this.#lines = new LineCounter();
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    this.problems = [...this.#document.errors, ...this.#document.warnings].map((error) => {
      const { line, col } = this.#lines.linePos(error.pos[0]);
      return { file: path, line, column: col, path: "", message: `is not valid YAML: ${error.message}` };
    });
    this.value = this.#document.errors.length === 0 ? this.#document.toJS() : null;
  }

  /**
   * States a problem at a place of this file.
   *
   * @param at - The place. If nothing is there, the nearest enclosing value is pointed to.
   * @param message - What is wrong.
   * @param end - Whether to point to the key, for a key that should not be there, or to the value.
   * @returns The problem with line and column.
   */
  problem(at: DataPath, message: string, end: PlaceOf = "value"): SourceProblem {
    const { line, col } = this.#lines.linePos(this.#offset(at, end));
    return { file: this.path, line, column: col, path: formatPath(at), message };
  }

  #offset(at: DataPath, end: PlaceOf): number {
    let found = startOf(this.#document.contents);
    let parent: unknown = this.#document.contents;
    for (const [depth, key] of at.entries()) {
      if (!isCollection(parent)) break;
      const keyNode = keyOf(parent, key);
      parent = parent.get(key, true);
      if (parent === undefined) break;
      const wanted = end === "key" && depth === at.length - 1 ? keyNode : parent;
      found = startOf(wanted) ?? startOf(keyNode) ?? found;
    }
    return found ?? 0;
  }
}

function keyOf(collection: unknown, key: string | number): unknown {
  if (!isMap(collection)) return undefined;
  return collection.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : undefined) === String(key))
    ?.key;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
