// What a caller may say about one call.
import type { CallContext, ProgressParams } from "../../generated/types.ts";

/** What a caller may say about one call. */
export interface CallOptions extends CallContext {
  /**
   * Cancels the call when it aborts. A changing call is then still waited for: it rejects with OPERATION_CANCELLED once
   * the driver has cleaned up, or resolves if the driver was done. Any other call rejects at once, with the signal's
   * reason.
   */
  readonly signal?: AbortSignal;
  /** Receives the progress that the driver reports of a changing call. */
  readonly onProgress?: (progress: ProgressParams) => void;
  /**
   * How long the driver may be silent about the call, in real milliseconds; its progress counts as a sign of life.
   *
   * @defaultValue that of the connection
   */
  readonly hangTimeoutMs?: number;
}
