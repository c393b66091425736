// Whether a call is answered before something else happens. A call that hangs then breaks the check's own requirement, with
// words of its own, before the harness gives it up.
import type { CheckContext } from "../../harness/check-context.ts";

/**
 * Waits for a call, whichever way it ends.
 *
 * @param call - The call. Its outcome is for whoever awaits it.
 * @param limit - What the call must come before. Left out: a few seconds of real time.
 * @returns Whether the call was first.
 */
export function isPrompt(
  t: CheckContext,
  call: Promise<unknown>,
  limit: Promise<unknown> = t.grace(),
): Promise<boolean> {
  return Promise.race([settled(call).then(() => true), settled(limit).then(() => false)]);
}

async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => undefined);
}
