// What the test runner needs of the harness, and all that it needs: begin, run one check, end.
import type { CheckOutcome } from "../harness/outcome.ts";
import type { AttachReport, DetachReport } from "./run-record.ts";
import type { SelectedCheck } from "./selection.ts";

/** Runs checks on one driver, one after the other. None of its functions rejects: what goes wrong is part of what they answer. */
export interface CheckRunner {
  /** Opens the first session. Safe to call twice; the first check does it otherwise. */
  begin(): Promise<AttachReport>;
  /**
   * Runs one check and cleans up after it.
   *
   * @param signal - Ends the check early; its verdict is then `not-run`. The clean-up happens all the same.
   */
  run(selected: SelectedCheck, signal: AbortSignal): Promise<CheckOutcome>;
  /** Removes what is left, ends the session and the driver. Safe to call twice. */
  end(): Promise<DetachReport>;
}
