// What a check is: data that says what it needs, and one async function that tries a driver.
// Checks know nothing of the runner; the engine turns each into one test.
import type { Capability, RequirementId } from "@virt-driver-kit/spec";

import type { CheckContext } from "./check-context.ts";
import type { WorldFaultKind } from "./world-faults.ts";

/** One way to try one requirement on a driver. */
export interface Check {
  /**
   * The requirement's id, followed by `[variant]` where several checks try the same requirement,
   * for example `pause/guest-stops-executing` or `powerOff/already-off-succeeds[paused]`. Unique.
   */
  readonly id: string;
  /** The requirement that is broken if {@link Check.run} throws. */
  readonly requirement: RequirementId;
  /** What the check does, as one sentence for people. */
  readonly title: string;
  /** What must be there for the check to mean anything. Nothing if left out. */
  readonly needs?: Needs;
  /**
   * Tries the driver.
   *
   * Whatever it makes through the context is removed afterwards, in reverse order, whether or not it throws.
   *
   * @throws Violation (through the context's `expect...` functions) if the driver breaks the requirement.
   * @throws DriverError of an unguarded call: the driver refused what it must do, which also breaks the requirement.
   * @throws Blocked (through `given...`) if a preparation failed, so that the requirement could not be tried.
   */
  readonly run: (t: CheckContext) => Promise<void>;
}

/** The means of attaching a driver to the kit. */
export type Transport = "stdio" | "socket" | "memory";

/**
 * What a check cannot do without. A check whose needs are not met is not applicable, with the reason in the report.
 */
export interface Needs {
  /** Capabilities that the driver declares. The capability of the check's requirement is always among them. */
  readonly capabilities?: readonly Capability[];
  /** Capabilities that the driver does not declare. */
  readonly undeclared?: readonly Capability[];
  /** The probe guest and a console to read it by (`supportsConsoleOutput`). */
  readonly probeGuest?: true;
  /** `supportsSimulation`: virtual time and faults on demand. */
  readonly simulation?: true;
  /** Something that goes wrong around the driver: `supportsSimulation`, or a hook of the site's. */
  readonly fault?: WorldFaultKind;
  /** The check only means something over one of these. */
  readonly transport?: readonly Transport[];
  /** The kit can end the driver and start it again: it was given a command or a module, not an address. */
  readonly restart?: true;
  /** The driver is a process of the kit's own, so that it can be killed. Implies {@link Needs.restart}. */
  readonly ownProcess?: true;
  /** The kit can open another session to the same running driver: it was given an address or a module. */
  readonly sessions?: true;
  /** A second host of the same site, with a driver of its own, to which instances can move. */
  readonly peer?: true;
  /** A soak: a run that has the time to go round {@link CheckContext.soakCycles} times. */
  readonly soak?: true;
}
