// The changing calls on an instance that can be made to fail, in each way that they are called.
import { specModel } from "@virt-driver-kit/spec";
import type { Capability, PowerState } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import type { FailingOperation } from "./fail-at-each-step.ts";
import { cutOff } from "./guest.ts";
import { givenSink, SMALL_DISK, snapshotOf } from "./image-sinks.ts";
import { givenQuiesced } from "./quiesced-guest.ts";
import { rescue } from "./rescued-guest.ts";
import { withCapability } from "./subject.ts";

/** A changing call on an instance that is there. */
export interface Change extends FailingOperation {
  /** Names the check, where an operation is tried in more than one way. */
  readonly variant: string;
  /** The power state that it leads to, or several where a repeat may find its work half done. */
  readonly to: PowerState | readonly PowerState[];
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
  {
    variant: "suspend",
    operation: "suspend",
    from: "running",
    to: "suspended",
    call: (t, { target }) => t.driver.suspend(target),
  },
  {
    variant: "resume",
    operation: "resume",
    from: "suspended",
    to: "running",
    given: async (t) => {
      const instance = await t.givenInstance();
      await t.given("suspend", () => t.driver.suspend(instance.target));
      return instance;
    },
    call: (t, { target }) => t.driver.resume(target),
  },
  { variant: "rescue", operation: "rescue", from: "shutdown", to: "running", call: rescue },
  {
    variant: "unrescue",
    operation: "unrescue",
    from: "running",
    // A failure may have ended the rescue, and the repeat then leaves the instance as it is.
    to: ["running", "shutdown"],
    given: async (t) => {
      const instance = await t.givenInstance({ powerState: "shutdown" });
      await t.given("rescue", () => rescue(t, instance));
      return instance;
    },
    call: (t, { target }) => t.driver.unrescue(target),
  },
  {
    variant: "snapshot",
    operation: "snapshot",
    from: "running",
    to: "running",
    given: (t) => t.givenInstance(SMALL_DISK),
    call: async (t, instance) => t.driver.snapshot(snapshotOf(t, instance, (await givenSink(t)).sink)),
  },
  {
    variant: "quiesce",
    operation: "quiesce",
    from: "running",
    to: "running",
    given: givenWithAgent,
    call: (t, { target }) => t.driver.quiesce({ ...target, autoThawSeconds: 3_600 }),
  },
  {
    variant: "unquiesce",
    operation: "unquiesce",
    from: "running",
    to: "running",
    given: async (t) => {
      const instance = await givenWithAgent(t);
      await givenQuiesced(t, instance, 3_600);
      return instance;
    },
    call: (t, { target }) => t.driver.unquiesce(target),
  },
];

/** A guest that has run for long enough for its agent to answer. */
async function givenWithAgent(t: CheckContext): Promise<TestInstance> {
  const instance = await t.givenInstance();
  await t.elapse(2_000);
  return instance;
}

/** What a check needs to make a change fail at a step of its choice. */
export function needsOfChange({ operation, from }: Change): Needs {
  const paused: readonly Capability[] = from === "paused" ? ["supportsPause"] : [];
  return withCapability({ simulation: true, capabilities: paused }, specModel.operations[operation]?.capability);
}
