// A changing call that is certain to be in progress for a while, on every driver: a power-off with a timeout, of a guest
// that ignores the power button. On a simulator the clock is held as well, so that "a while" lasts as long as the check wants.
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";
import { simulates } from "./guest-time.ts";
import { refusalOf } from "./refusal.ts";

/** A power-off in progress. */
export interface SlowPowerOff {
  /** The instance that it works on. */
  readonly instance: TestInstance;
  /** The call's identity. */
  readonly operationId: string;
  /** Its answer. Never rejects unhandled: a rejection is kept for whoever awaits it. */
  readonly answer: Promise<unknown>;
  /** Blocks the check if the call has been answered already, so that there was nothing in progress to look at. */
  assertInProgress(): Promise<void>;
  /** Lets so much time pass that it comes to its end by itself. */
  elapse(): Promise<void>;
  /** Lets it come to its end and gives its answer. */
  finish(): Promise<unknown>;
  /** Ends it early where that saves waiting, and does not mind how. Blocks the check if it does not end. */
  abandon(): Promise<void>;
}

/** A guest that ignores the power button. */
export const DEAF = { image: { ignorePowerButton: true } } as const;

/** As long as any call takes that is tried meanwhile, if the check does not say. */
const USUAL_SECONDS = 4;

/**
 * Starts a power-off that takes some seconds of guest time.
 *
 * @param timeoutSeconds - How many.
 * @param given - The instance, whose guest ignores the power button. Left out: a new one.
 * @throws Blocked if the instance cannot be made.
 */
export async function slowPowerOff(
  t: CheckContext,
  timeoutSeconds: number = USUAL_SECONDS,
  given?: TestInstance,
): Promise<SlowPowerOff> {
  const instance = given ?? (await t.givenInstance(DEAF));
  if (simulates(t)) await t.simulation.hold();
  const operationId = t.uuid();
  const params = { ...instance.target, timeoutSeconds, retryIntervalSeconds: 1 };
  let answered = false;
  const answer = t.driver.powerOff(params, { operationId }).finally(() => {
    answered = true;
  });
  answer.catch(() => undefined);
  const elapse = async (): Promise<void> => {
    if (!simulates(t)) return t.elapse(timeoutSeconds * 1_000);
    await t.simulation.advance(timeoutSeconds * 1_000);
    await t.simulation.release();
  };
  return {
    instance,
    operationId,
    answer,
    assertInProgress: () =>
      t.given("powerOff", async () => {
        t.expectThat(!answered, "powerOff of a guest that ignores the power button was answered before its timeout");
      }),
    elapse,
    finish: async () => {
      if (simulates(t)) await elapse();
      return answer;
    },
    abandon: async () => {
      t.connection.cancelOperation(operationId);
      if (simulates(t)) await t.simulation.release();
      await t.given("powerOff", () => refusalOf(answer));
    },
  };
}
