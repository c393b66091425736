// The expectation that a driver is still there, for requirements that ask for nothing else.
import { WireError } from "@virt-driver-kit/spec";
import type { DriverConnection } from "@virt-driver-kit/spec";

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

/** How a process ended, or `undefined` if there is none or it has not ended within the grace of the kit. */
export async function exitOf(
  t: CheckContext,
  { process }: DriverConnection,
): Promise<{ code: number | null; signal: string | null } | undefined> {
  if (process === undefined) return undefined;
  return Promise.race([process.exited, t.grace().then(() => undefined)]);
}

/** Checks that the driver answers after what it was sent on the check's connection, or has closed that in good order. */
export async function expectSurvival(t: CheckContext, send: () => void): Promise<void> {
  const instance = await t.givenInstance();
  // Whatever the driver makes of it stays on this connection.
  t.onCleanup(() => t.restartDriver("disconnect").catch(() => undefined));
  send();
  try {
    await t.driver.getInfo(instance.target);
    return;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    t.expectThat(error.kind !== "no-answer", "The driver answers no more after a malformed message", {
      expected: "an error answer, or a closed connection",
      hint: "Go on with the next message, or close the connection.",
    });
  }
  const exit = await exitOf(t, t.connection);
  t.expectThat(exit === undefined || exit.code === 0, "The driver's process died of a malformed message", {
    expected: "an error answer, or a closed connection and an orderly exit",
    got: exit,
    hint: "Catch what the reader and the JSON parser throw, and answer -32700 or close the connection.",
  });
}

/** Checks that the session of the check is served after what was sent on another connection. */
export async function expectSurvivalBeside(
  t: CheckContext,
  send: (stranger: DriverConnection) => void | Promise<void>,
): Promise<void> {
  const instance = await t.givenInstance();
  const stranger = await t.openConnection();
  await send(stranger);
  await survived(t, "a malformed message on another connection", t.driver.getInfo(instance.target));
}
