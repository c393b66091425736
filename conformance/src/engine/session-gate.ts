// Gives out the session to the checks, and stops trying once the driver is gone for good.
import { Blocked } from "../harness/blocked.ts";
import { given } from "../harness/given.ts";
import type { OpenSession, SessionKeeper } from "../harness/session-keeper.ts";

/** After this many sessions in a row that could not be opened, no more is tried. */
const MOST_LOST_SESSIONS = 2;

/** Gives out the session. */
export interface SessionGate {
  /**
   * The session, opened again if need be.
   *
   * @throws Blocked by `initialize`; at once, without another try, when the driver is gone for good.
   */
  open(): Promise<OpenSession>;
  /** Says that the driver is gone for good. */
  shut(reason: Blocked): void;
  /** Whether it is. */
  readonly isShut: boolean;
}

/** Makes a gate before a keeper. */
export function sessionGate(keeper: SessionKeeper): SessionGate {
  let lost = 0;
  let reason: Blocked | undefined;
  return {
    open: async () => {
      if (reason !== undefined) throw reason;
      try {
        const session = await given("initialize", () => keeper.session());
        lost = 0;
        return session;
      } catch (error) {
        lost += 1;
        if (lost >= MOST_LOST_SESSIONS && error instanceof Blocked) reason = error;
        throw error;
      }
    },
    shut: (why) => {
      reason = why;
    },
    get isShut() {
      return reason !== undefined;
    },
  };
}
