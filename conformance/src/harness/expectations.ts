// The expectations that a check states about values it already holds. Each throws a Violation that says, in words, what was
// expected and what came.
import { isDeepStrictEqual } from "node:util";

import { Violation } from "./violation.ts";
import type { ViolationDetails } from "./violation.ts";

/** Expectations on values. */
export interface Expectations {
  /** Fails the check with `message`, a sentence on what the driver did. */
  readonly fail: (message: string, details?: ViolationDetails) => never;
  /** Checks that `condition` holds; `message` says what the driver did if it does not. */
  readonly expectThat: (condition: boolean, message: string, details?: ViolationDetails) => void;
  /** Checks deep equality; `what` names the value, as in `powerState of getInfo after pause`. */
  readonly expectEqual: <T>(got: T, expected: T, what: string, hint?: string) => void;
  /** Checks that `got` is there and returns it; `what` names the value. */
  readonly expectDefined: <T>(got: T | undefined, what: string, hint?: string) => T;
}

/** The expectations, ready to use. They hold no state. */
export const expectations: Expectations = {
  fail(message, details) {
    throw new Violation(message, details);
  },
  expectThat(condition, message, details) {
    if (!condition) throw new Violation(message, details);
  },
  expectEqual(got, expected, what, hint) {
    if (!isDeepStrictEqual(got, expected)) throw new Violation(`Unexpected ${what}`, { expected, got, hint });
  },
  expectDefined(got, what, hint) {
    if (got === undefined) throw new Violation(`No ${what}`, { expected: what, got: "nothing", hint });
    return got;
  },
};
