// The list of failures that a driver's team knows of. It keeps a build green while they are being worked on, without letting
// anyone forget them: an entry that no longer fails, or whose time is up, is red itself.
import { LineCounter, isMap, isSeq, parseDocument } from "yaml";
import type { YAMLMap } from "yaml";

import { UsageError } from "./usage-error.ts";

/** One failure that is known. */
export interface KnownFailure {
  /** The id of the check or requirement, or a pattern. */
  readonly id: string;
  /** Which of the two it is; either if left out. */
  readonly names?: "check" | "requirement";
  /** Why it fails. */
  readonly reason: string;
  /** Who is working on it. */
  readonly owner: string;
  /** Where that is written down. */
  readonly issue: string;
  /** The last day on which it may fail, as `yyyy-mm-dd`. */
  readonly expires: string;
}

const MEMBERS = ["requirement", "check", "reason", "owner", "issue", "expires"] as const;
const TEXTS = ["reason", "owner", "issue", "expires"] as const;

/**
 * Reads a list of known failures.
 *
 * @param text - YAML: a list of entries with `requirement` or `check`, `reason`, `owner`, `issue` and `expires`.
 * @param path - Where it comes from, for messages.
 * @throws UsageError naming file, line and what is wrong with the entry.
 */
export function parseKnownFailing(text: string, path: string): KnownFailure[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const refuse = (offset: number, problem: string): never => {
    throw new UsageError(`Cannot read the known failures in "${path}", line ${lines.linePos(offset).line}: ${problem}`);
  };
  const [syntax] = document.errors;
  if (syntax !== undefined) refuse(syntax.pos[0], (syntax.message.split("\n")[0] ?? "").replace(/ at line .*/u, ""));
  if (document.contents === null) return [];
  if (!isSeq(document.contents)) return refuse(0, "it is not a list of entries");
  return document.contents.items.map((item) => {
    const offset = (item as { range?: [number, number, number] }).range?.[0] ?? 0;
    return isMap(item)
      ? entryOf(item, (problem) => refuse(offset, problem))
      : refuse(offset, "the entry is not a mapping");
  });
}

function entryOf(item: YAMLMap, refuse: (problem: string) => never): KnownFailure {
  const entry = item.toJSON() as Partial<Record<string, unknown>>;
  const stranger = Object.keys(entry).find((name) => !(MEMBERS as readonly string[]).includes(name));
  if (stranger !== undefined) refuse(`the entry has a member "${stranger}"; it may have ${MEMBERS.join(", ")}`);
  const id = entry["requirement"] ?? entry["check"];
  if (typeof id !== "string" || id === "") return refuse('the entry names neither a "requirement" nor a "check"');
  if (entry["requirement"] !== undefined && entry["check"] !== undefined)
    return refuse(`the entry for "${id}" names a "requirement" and a "check"; write an entry for each`);
  for (const member of TEXTS) {
    if (typeof entry[member] !== "string" || entry[member] === "") refuse(`the entry for "${id}" has no "${member}"`);
  }
  const expires = String(entry["expires"]);
  if (!isDay(expires)) refuse(`"expires" of the entry for "${id}" is "${expires}" and not a day such as 2030-12-31`);
  const names = entry["check"] === undefined ? "requirement" : "check";
  return {
    id,
    names,
    reason: String(entry["reason"]),
    owner: String(entry["owner"]),
    issue: String(entry["issue"]),
    expires,
  };
}

/** Whether a text is a day of the calendar, and the way in which it is written can be compared. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const days = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
