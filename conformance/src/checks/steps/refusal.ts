// A call that may be refused, where the check decides afterwards what that means.
import { DriverError } from "@virt-driver-kit/spec";

import type { CheckContext } from "../../harness/check-context.ts";

/**
 * The refusal of a call, or `undefined` if it succeeded.
 *
 * @throws whatever else the call rejects with, such as a `WireError`.
 */
export async function refusalOf(call: Promise<unknown>): Promise<DriverError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof DriverError) return error;
    throw error;
  }
}

/**
 * A refusal that a check only needs as a preparation.
 *
 * @param operation - The operation that is called.
 * @throws Blocked by `operation` if the call succeeds.
 */
export function givenRefusal(t: CheckContext, operation: string, call: () => Promise<unknown>): Promise<DriverError> {
  return t.given(operation, async () => {
    const refusal = await refusalOf(call());
    return t.expectDefined(refusal, `refusal of ${operation}`);
  });
}
