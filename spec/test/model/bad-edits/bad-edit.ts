// What a bad edit is: a change to the tiny spec, and every problem that loading it must then report.
import type { Edit } from "../tiny-spec.ts";

/** One way to spoil the tiny spec. */
export interface BadEdit {
  /** What the edit brings about, to complete "reports …". */
  title: string;
  edits: readonly Edit[];
  /** Every problem in full: file, line, column, path and message. */
  problems: readonly string[];
}

export const PAUSE = "operations/power/pause.yaml";
export const DESCRIBE = "operations/instances/describe.yaml";
export const EVENT = "operations/events/event.yaml";
export const RENEW = "operations/core/renewPassword.yaml";
export const ADVANCE = "operations/lab/advance.yaml";
