// Whether guests execute, by what they write to their consoles, beside what the driver says of them.
import type { PowerState } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";

/** How long a guest is watched, in milliseconds. One that runs ticks about ten times a second once it has booted. */
const WATCHED_MS = 3_000;

/**
 * Checks that `getInfo` says of each guest what the guest itself shows, where there is a console to see it by.
 *
 * @returns What `getInfo` says of each.
 */
export async function expectTruth(
  t: CheckContext,
  instances: readonly TestInstance[],
  when: string,
): Promise<PowerState[]> {
  const states: PowerState[] = [];
  for (const { target } of instances)
    states.push((await t.given("getInfo", () => t.driver.getInfo(target))).info.powerState);
  if (t.session.capabilities.supportsConsoleOutput !== true) return states;
  const before = await written(t, instances);
  await t.elapse(WATCHED_MS);
  const after = await written(t, instances);
  for (const [index, powerState] of states.entries()) {
    const executes = (after[index] ?? 0) > (before[index] ?? 0);
    t.expectThat(
      executes === (powerState === "running"),
      `getInfo says ${powerState} ${when}, and the guest ${executes ? "executes" : "does not execute"}`,
      { hint: "Read the state from the hypervisor, and keep no record of what was meant to be." },
    );
  }
  return states;
}

async function written(t: CheckContext, instances: readonly TestInstance[]): Promise<number[]> {
  const lengths: number[] = [];
  for (const instance of instances)
    lengths.push((await t.given("getConsoleOutput", () => t.console(instance))).text.length);
  return lengths;
}
