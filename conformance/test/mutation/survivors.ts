// The sites of the sample that the kit does not find, each with the reason.
import { readReasons } from "./exclusions.ts";

/** Where they are listed: one per line, id and reason with ` - ` between. */
const SURVIVORS = new URL("survivors.txt", import.meta.url);

/** Reads them. */
export function knownSurvivors(): ReadonlyMap<string, string> {
  return new Map(readReasons(SURVIVORS));
}
