// QEMU's words for the state of a guest, in the spec's.
import type { PowerState } from "@virt-driver-kit/spec";

/**
 * Translates the status of `query-status`.
 *
 * @param status - QEMU's run state.
 * @returns The power state. A guest that was made and never told to run is `shutdown`; one whose disk failed waits, `paused`, for somebody
 *   to act.
 */
export function powerStateOf(status: string): PowerState {
  switch (status) {
    case "running":
    case "suspended": // The guest put its own processors to sleep, and a key wakes it.
      return "running";
    case "prelaunch":
    case "shutdown":
      return "shutdown";
    case "internal-error":
    case "guest-panicked":
      return "crashed";
    default:
      return "paused";
  }
}
