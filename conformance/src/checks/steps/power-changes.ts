// The changing calls on the power of a guest.
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { type Change, changeOn } from "./change.ts";
import { cutOff } from "./guest.ts";

const running = (t: CheckContext): Promise<TestInstance> => t.givenInstance();
const off = (t: CheckContext): Promise<TestInstance> => t.givenInstance({ powerState: "shutdown" });
const paused = (t: CheckContext): Promise<TestInstance> => t.givenInstance({ powerState: "paused" });

async function suspended(t: CheckContext): Promise<TestInstance> {
  const instance = await t.givenInstance();
  await t.given("suspend", () => t.driver.suspend(instance.target));
  return instance;
}

/** The changes of a guest's power. */
export const POWER_CHANGES: readonly Change[] = [
  changeOn(off, { operation: "powerOn", from: "shutdown", to: "running" }, (t, { target }) => t.driver.powerOn(target)),
  changeOn(running, { operation: "powerOff", from: "running", to: "shutdown" }, (t, i) => t.driver.powerOff(cutOff(i))),
  changeOn(
    running,
    { variant: "powerOff-orderly", operation: "powerOff", from: "running", to: "shutdown" },
    (t, { target }) => t.driver.powerOff({ ...target, timeoutSeconds: 10, retryIntervalSeconds: 0 }),
  ),
  changeOn(running, { variant: "reboot-hard", operation: "reboot", from: "running", to: "running" }, (t, { target }) =>
    t.driver.reboot({ ...target, type: "hard" }),
  ),
  changeOn(running, { variant: "reboot-soft", operation: "reboot", from: "running", to: "running" }, (t, { target }) =>
    t.driver.reboot({ ...target, type: "soft", timeoutSeconds: 10 }),
  ),
  changeOn(running, { operation: "pause", from: "running", to: "paused" }, (t, { target }) => t.driver.pause(target)),
  changeOn(paused, { operation: "unpause", from: "paused", to: "running" }, (t, { target }) =>
    t.driver.unpause(target),
  ),
  changeOn(running, { operation: "suspend", from: "running", to: "suspended" }, (t, { target }) =>
    t.driver.suspend(target),
  ),
  changeOn(suspended, { operation: "resume", from: "suspended", to: "running" }, (t, { target }) =>
    t.driver.resume(target),
  ),
  changeOn(off, { operation: "resumeStateOnHostBoot", from: "shutdown", to: "running" }, (t, { target }) =>
    t.driver.resumeStateOnHostBoot(target),
  ),
  changeOn(
    running,
    // What a guest makes of its interruption is its own affair.
    { operation: "triggerCrashDump", from: "running", to: ["running", "crashed"] },
    (t, { target }) => t.driver.triggerCrashDump(target),
  ),
];
