// What the serving library offers the driver that it serves.
import type { Clock } from "../../driver/clock.ts";
import type { DriverEvent, DriverHost } from "../../driver/define-driver.ts";
import type { CallerNotices } from "./caller-notices.ts";

/**
 * Makes a driver's host.
 *
 * @param options - The clock, and where lines for the operator go.
 * @param notices - Sends and numbers the driver's events.
 * @param closing - Aborts when the driver is no longer served.
 * @returns The host.
 */
export function createHost(
  options: { readonly clock: Clock; readonly log: (line: string) => void },
  notices: CallerNotices,
  closing: AbortSignal,
): DriverHost {
  return {
    clock: options.clock,
    driverEpoch: notices.driverEpoch,
    closing,
    get lastSequence() {
      return notices.lastSequence;
    },
    emitEvent: (event: DriverEvent) => notices.sendEvent(event),
    log: options.log,
  };
}
