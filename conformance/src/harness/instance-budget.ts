// How many instances the kit has at a time, where the site allows only so many.
import { Blocked } from "./blocked.ts";
import { NotApplicable } from "./not-applicable.ts";
import { Violation } from "./violation.ts";

/** Keeps account of the instances that may be there. One counts from the moment at which it is asked for. */
export interface InstanceBudget {
  /** A new check begins: what is there now was left by earlier ones. */
  begin(): void;
  /**
   * An instance is about to be asked for.
   *
   * @returns Whether it was not counted before.
   * @throws NotApplicable if the check needs more than there may be; Blocked by `destroy` if what earlier checks left is in the way.
   */
  take(uuid: string): boolean;
  /** An instance is certainly not there, or not any more. */
  give(uuid: string): void;
  /** Why an instance of this check could not be had, however the check took it. */
  readonly overrun: NotApplicable | Blocked | undefined;
}

/**
 * Makes a budget.
 *
 * @param limit - How many there may be; any number if left out.
 */
export function instanceBudget(limit: number = Infinity): InstanceBudget {
  const there = new Set<string>();
  let before: ReadonlySet<string> = new Set();
  let overrun: NotApplicable | Blocked | undefined;

  const refusal = (): NotApplicable | Blocked => {
    const left = [...there].filter((uuid) => before.has(uuid));
    if (left.length > 0) {
      const message = `No instance more can be built: ${left.length} of earlier checks are still there, and instancesAtOnce is ${limit}`;
      return new Blocked("destroy", new Violation(message, { expected: "no instance of an earlier check", got: left }));
    }
    return new NotApplicable(
      `The check needs ${there.size + 1} instances at a time, and the configuration allows ${limit}`,
      "instancesAtOnce",
    );
  };

  return {
    begin: () => {
      before = new Set(there);
      overrun = undefined;
    },
    take: (uuid) => {
      if (limit === Infinity || there.has(uuid)) return false;
      if (there.size >= limit) throw (overrun = refusal());
      there.add(uuid);
      return true;
    },
    give: (uuid) => void there.delete(uuid),
    get overrun() {
      return overrun;
    },
  };
}
