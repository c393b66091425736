// The sites that are no defects, by reviewed rules, each with its reason.
import { readFileSync } from "node:fs";

import { globs } from "../../src/engine/glob.ts";
import type { MutationSite } from "./site.ts";
import { subjectWords } from "./subject-words.ts";

/** A rule: which sites, and why they are not scored. */
export interface Exclusion {
  /** A pattern of ids; `*` stands for anything. */
  readonly pattern: string;
  readonly reason: string;
}

const FILE = new URL("excluded.txt", import.meta.url);

/** Reads the rules: one per line, pattern and reason with `: ` followed by a space between; lines that begin with `#` are remarks. */
export function exclusions(): readonly Exclusion[] {
  return readReasons(FILE).map(([pattern, reason]) => ({ pattern, reason }));
}

/** Reads a file of lines `<id> - <reason>`. */
export function readReasons(file: URL): readonly (readonly [string, string])[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const at = line.indexOf(" - ");
      return [line.slice(0, at), line.slice(at + 3)] as const;
    });
}

/** Tells which ids are like one of some patterns, in which `*` stands for anything. */
export function idPatterns(patterns: readonly string[]): (id: string) => boolean {
  return globs(patterns.map((pattern) => pattern.replaceAll("*", "**")));
}

/** Finds the rule that a site falls under. */
export function excluder(rules: readonly Exclusion[] = exclusions()): (site: MutationSite) => Exclusion | undefined {
  const matching = rules.map((rule) => ({ rule, matches: idPatterns([rule.pattern]) }));
  const words = subjectWords();
  return ({ id }) => matching.find(({ matches }) => matches(id))?.rule ?? unknownToTheFake(id, words);
}

/** What the fake driver neither reads nor tells it cannot misread or mistell: the wrong driver would be the right one. */
function unknownToTheFake(id: string, words: ReadonlySet<string>): Exclusion | undefined {
  const [, member] = /^(?:field-\w+|parameter-ignored):.*\/(\w+)$/u.exec(id) ?? [];
  if (member === undefined || words.has(member)) return undefined;
  return {
    pattern: id,
    reason:
      "No code of the fake driver's operations names it, so that a driver that is wrong there is the same driver.",
  };
}
