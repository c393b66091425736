// The pages of the repository that people read, and the pieces of them that can be wrong.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The repository. */
export const ROOT = join(import.meta.dirname, "..", "..", "..");

/** One page. */
export interface Page {
  /** From the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** A block of code. */
export interface Fence {
  readonly page: string;
  /** The line on which it begins. */
  readonly line: number;
  /** What follows the backticks, such as `ts`. */
  readonly language: string;
  readonly code: string;
}

const PATTERNS = ["*.md", "docs/*.md", "docs/decisions/*.md", "*/README.md", "examples/*/README.md", "*/guest/*.md"];
const FENCE = /^```(.*)\n([\s\S]*?)^```$/gmu;

/** Every page. */
export const pages: readonly Page[] = globSync(PATTERNS, { cwd: ROOT })
  .toSorted()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

/** The page at a path. */
export function pageAt(path: string): Page {
  const page = pages.find((each) => each.path === path);
  if (page === undefined) throw new TypeError(`There is no page "${path}"`);
  return page;
}

/** The blocks of code of a page, of one language if it is named. */
export function fencesOf({ path, text }: Page, language?: string): Fence[] {
  const all = [...text.matchAll(FENCE)].map(([, info = "", code = ""], index): Fence => {
    const before = text.slice(0, [...text.matchAll(FENCE)][index]?.index);
    return { page: path, line: before.split("\n").length, language: info, code };
  });
  return language === undefined ? all : all.filter((fence) => fence.language === language);
}

/** A page without its blocks of code. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(FENCE, "");
}
