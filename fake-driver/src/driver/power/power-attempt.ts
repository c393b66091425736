import type { Attempt } from "../begin.ts";

/** The operations on the power state of an instance. */
export type PowerOperation =
  "powerOn" | "powerOff" | "reboot" | "pause" | "unpause" | "resumeStateOnHostBoot" | "triggerCrashDump";

/** How errors name what was attempted. */
const VERBS: Readonly<Record<PowerOperation, string>> = {
  powerOn: "power on",
  powerOff: "power off",
  reboot: "reboot",
  pause: "pause",
  unpause: "unpause",
  resumeStateOnHostBoot: "bring back the guest of",
  triggerCrashDump: "interrupt the guest of",
};

/** Says what a power operation attempts. */
export function powerAttempt(operation: PowerOperation, instanceUuid: string): Attempt {
  return { operation, attempt: `${VERBS[operation]} instance "${instanceUuid}"`, instanceUuid };
}
