// The changing calls on an instance that can be made to fail, in each way that they are called.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, PowerState } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { FailingOperation } from "./fail-at-each-step.ts";
import { cutOff } from "./guest.ts";
import { withCapability } from "./subject.ts";

/** A changing call on an instance that is there. */
export interface Change extends FailingOperation {
  /** Names the check, where an operation is tried in more than one way. */
  readonly variant: string;
  /** The power state that it leads to. */
  readonly to: PowerState;
}

/** The changing calls whose failure leaves an instance, each in every way that it is called. */
export const CHANGES: readonly Change[] = [
  {
    variant: "powerOn",
    operation: "powerOn",
    from: "shutdown",
    to: "running",
    call: (t, { target }) => t.driver.powerOn(target),
  },
  {
    variant: "powerOff",
    operation: "powerOff",
    from: "running",
    to: "shutdown",
    call: (t, i) => t.driver.powerOff(cutOff(i)),
  },
  {
    variant: "powerOff-orderly",
    operation: "powerOff",
    from: "running",
    to: "shutdown",
    call: (t, { target }) => t.driver.powerOff({ ...target, timeoutSeconds: 10, retryIntervalSeconds: 0 }),
  },
  {
    variant: "reboot-hard",
    operation: "reboot",
    from: "running",
    to: "running",
    call: (t, { target }) => t.driver.reboot({ ...target, type: "hard" }),
  },
  {
    variant: "reboot-soft",
    operation: "reboot",
    from: "running",
    to: "running",
    call: (t, { target }) => t.driver.reboot({ ...target, type: "soft", timeoutSeconds: 10 }),
  },
  {
    variant: "pause",
    operation: "pause",
    from: "running",
    to: "paused",
    call: (t, { target }) => t.driver.pause(target),
  },
  {
    variant: "unpause",
    operation: "unpause",
    from: "paused",
    to: "running",
    call: (t, { target }) => t.driver.unpause(target),
  },
];

/** What a check needs to make a change fail at a step of its choice. */
export function needsOfChange({ operation, from }: Change): Needs {
  const paused: readonly Capability[] = from === "paused" ? ["supportsPause"] : [];
  return withCapability({ simulation: true, capabilities: paused }, specModel.operations[operation]?.capability);
}
