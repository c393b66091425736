import { executedBy, FIRMWARE_MS } from "../guest/guest-run.ts";
import type { GuestTraits } from "../site/guest-record.ts";
import type { InstanceRecord } from "../site/instance-record.ts";

/**
 * Tells how the agent inside a guest takes what it is asked: it is there once the guest has booted, and silent while the guest does not
 * execute.
 *
 * @param nowMs - The virtual time.
 */
export function guestAgent({ run, powerState, guest }: InstanceRecord, nowMs: number): GuestTraits["agent"] {
  if (run === null || powerState !== "running" || executedBy(run, nowMs) < FIRMWARE_MS) return "silent";
  return guest.agent;
}
