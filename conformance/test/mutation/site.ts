// What a site is: one place in the spec at which a driver can be wrong, and the driver that is wrong there.
import type { OptionalCapability } from "@virt-driver-kit/fake-driver";
import type { DriverDefinition, SimulatedFault } from "@virt-driver-kit/spec";

import type { Meddler } from "../mutants/interposer.ts";

/** The ways in which drivers are made wrong. */
export const MUTATION_CLASSES = [
  "error-replaced",
  "error-swallowed",
  "field-dropped",
  "field-altered",
  "transition-broken",
  "event-lost",
  "event-doubled",
  "event-late",
  "step-skipped",
  "cleanup-skipped",
  "validation-removed",
  "parameter-ignored",
  "race-opened",
  "idempotency-lost",
  "capability-lied",
  "secret-leaked",
] as const;

/** One of {@link MUTATION_CLASSES}. */
export type MutationClass = (typeof MUTATION_CLASSES)[number];

/** How a right fake driver becomes a wrong one. At least one member is there. */
export interface Mutation {
  /** What goes wrong in it, as data. */
  readonly faults?: readonly SimulatedFault[];
  /** Changes what its methods do. Called for each run of the driver. */
  readonly driver?: (base: DriverDefinition) => DriverDefinition;
  /** Changes what it says and hears. Called for each driver. */
  readonly wire?: () => Meddler;
  /** The capabilities that it does not have. */
  readonly without?: readonly OptionalCapability[];
}

/** One way in which a driver can be wrong. */
export interface MutationSite {
  /** Its class and where in the spec it is, such as `error-replaced:powerOn:INSTANCE_NOT_FOUND`. Stays the same as long as that place does. */
  readonly id: string;
  readonly class: MutationClass;
  /** What the driver does wrong, as a sentence. */
  readonly title: string;
  /** Where the requirements come from that it is likely to break: operations and topics. Their checks are tried first. */
  readonly origins: readonly string[];
  /**
   * Traces, see `traces.ts`. Where a check leaves none of them on a right driver, the wrong one does nothing else than the right one.
   */
  readonly reachedBy: readonly string[];
  readonly mutation: Mutation;
}
