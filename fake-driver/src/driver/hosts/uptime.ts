import { type GetHostUptimeResult, timestampOf } from "@virt-driver-kit/spec";
import type { Host } from "../../site/host.ts";

const MS_PER_SECOND = 1000;
const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;

/**
 * Tells how long a node has been up, in whole seconds of virtual time.
 *
 * @see Requirement `getHostUptime/is-the-hosts-own`
 */
export function uptime(host: Pick<Host, "conditionOf">, node: string, nowMs: number): GetHostUptimeResult {
  const uptimeSeconds = Math.floor((nowMs - host.conditionOf(node).bootedAtMs) / MS_PER_SECOND);
  const days = Math.floor(uptimeSeconds / SECONDS_PER_DAY);
  const hours = Math.floor((uptimeSeconds % SECONDS_PER_DAY) / SECONDS_PER_HOUR);
  const minutes = Math.floor((uptimeSeconds % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE);
  const timeOfDay = timestampOf(nowMs).slice(11, 19);
  return { uptimeSeconds, text: `${timeOfDay} up ${days} days, ${hours}:${String(minutes).padStart(2, "0")}` };
}
