// Which calls are sent at all: none that touches what the kit did not make, and none that builds more than the site allows.
import { DriverError } from "@virt-driver-kit/spec";

import { type InstanceBudget, instanceBudget } from "./instance-budget.ts";
import { instanceIn, type TouchGuard } from "./touch-guard.ts";

/** A call that may be sent. */
export interface AdmittedCall {
  /** It was answered with success. */
  succeeded(): void;
  /** It was not. */
  failed(error: unknown): void;
}

/** Lets calls through, or not. */
export interface CallAdmission {
  /** A new check begins. */
  begin(): void;
  /** Looks at a call before it is sent. Throws if it may not be. */
  admit(operation: string, params: object): AdmittedCall;
  /** Why a call of this check was not sent, however the check took it. */
  readonly withheld: unknown;
}

/** What calls are held to. */
export interface CallRules {
  /** What they may name; anything if left out. */
  readonly guard?: TouchGuard;
  /** How many instances they may build; any number if left out. */
  readonly budget?: InstanceBudget;
  /** Whether instances move to a second host, so that `destroy` at one says nothing of the other. */
  readonly hasPeer?: boolean;
}

/** Makes an admission. */
export function callAdmission({
  guard = () => undefined,
  budget = instanceBudget(),
  hasPeer = false,
}: CallRules = {}): CallAdmission {
  let withheld: unknown;
  const admitted = (operation: string, uuid: string | undefined): AdmittedCall => {
    const isCounted = operation === "spawn" && uuid !== undefined && budget.take(uuid);
    return {
      succeeded: () => {
        if (operation === "destroy" && uuid !== undefined && !hasPeer) budget.give(uuid);
      },
      failed: (error) => {
        if (isCounted && error instanceof DriverError && error.effect === "none") budget.give(uuid);
      },
    };
  };
  return {
    begin: () => {
      budget.begin();
      withheld = undefined;
    },
    admit: (operation, params) => {
      try {
        guard(operation, params);
        return admitted(operation, instanceIn(params));
      } catch (error) {
        withheld ??= error;
        throw error;
      }
    },
    get withheld() {
      return withheld;
    },
  };
}
