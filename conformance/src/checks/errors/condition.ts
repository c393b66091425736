// An error that an operation has, and how it is provoked: a call that is refused for one reason, and the same one without it.
import type { ErrorCode, OperationName } from "@virt-driver-kit/spec";

import type { Needs } from "../../harness/check.ts";
import type { CheckContext } from "../../harness/check-context.ts";
import type { TestInstance } from "../../harness/test-instance.ts";

/** A call that is refused for one reason, and the same one without it. */
export interface Provoked {
  /** The instance that it works on, which runs; left out if none does, or it is no matter. */
  readonly instance?: TestInstance;
  readonly wrong: () => Promise<unknown>;
  /** Makes the call right. Left out: nothing here can. */
  readonly right?: () => Promise<unknown>;
}

/** An error of an operation. */
export interface Condition {
  readonly operation: OperationName;
  readonly code: ErrorCode;
  /** When, as the end of the sentence "... is answered ...". */
  readonly when: string;
  readonly needs?: Needs;
  readonly provoke: (t: CheckContext) => Promise<Provoked>;
}
