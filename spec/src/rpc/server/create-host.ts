// What the serving library offers the driver that it serves.
import type { Clock } from "../../driver/clock.ts";
import type { DriverEvent, DriverHost, NodesNews } from "../../driver/define-driver.ts";
import type { CoreClient } from "../../generated/core-client.ts";
import type { Capabilities } from "../../generated/types.ts";
import type { CallerNotices } from "./caller-notices.ts";

/**
 * Makes a driver's host.
 *
 * @param options - The clock, and where lines for the operator go.
 * @param notices - Sends and numbers the driver's events.
 * @param core - Asks the core for the driver.
 * @param closing - Aborts when the driver is no longer served.
 * @returns The host.
 */
export function createHost(
  options: { readonly clock: Clock; readonly log: (line: string) => void },
  notices: CallerNotices,
  core: CoreClient,
  closing: AbortSignal,
): DriverHost {
  return {
    clock: options.clock,
    driverEpoch: notices.driverEpoch,
    core,
    closing,
    get lastSequence() {
      return notices.lastSequence;
    },
    emitEvent: (event: DriverEvent) => notices.sendEvent(event),
    emitNodesChanged: (news: NodesNews) => notices.sendNodesChanged(news),
    changeCapabilities: (capabilities: Capabilities) => notices.changeCapabilities(capabilities),
    log: options.log,
  };
}
