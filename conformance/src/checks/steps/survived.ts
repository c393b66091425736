// The expectation that a driver is still there, for requirements that ask for nothing else.
import { WireError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/**
 * Waits for a call that the driver must be able to answer after what it met.
 *
 * Elsewhere a driver that dies or hangs up blocks a check. Where staying is what the requirement asks for, it breaks it.
 *
 * @param what - What the driver met, as the end of the sentence "The driver did not survive ...".
 * @throws Violation if no proper answer comes.
 * @throws whatever the driver refuses the call with.
 */
export async function survived<T>(t: CheckContext, what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return t.fail(`The driver did not survive ${what}: ${error.message}`, {
      expected: "an answer",
      hint: error.fault.hint,
    });
  }
}
