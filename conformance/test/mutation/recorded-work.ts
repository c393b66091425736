// What the fake driver was seen to do for each operation, where the spec leaves it to the driver: its steps and events.
import { readFileSync } from "node:fs";

type ByOperation = Readonly<Record<string, readonly string[]>>;

/** What was seen, sorted. */
export interface RecordedWork {
  /** The steps of the hypervisor. */
  readonly steps: ByOperation;
  /** The steps after one that failed in the same call. */
  readonly cleanUps: ByOperation;
  /** The transitions and changes of nodes told, by the operation that caused each; `nobody` where none did. */
  readonly events: ByOperation;
}

/** Where {@link recordedWork} is kept. `npm run mutation -- --write` brings it up to date. */
export const RECORDED_WORK: URL = new URL("recorded-work.json", import.meta.url);

/** Reads what was seen when the score was last written. */
export function recordedWork(): RecordedWork {
  return JSON.parse(readFileSync(RECORDED_WORK, "utf8")) as RecordedWork;
}
