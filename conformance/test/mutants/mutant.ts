// What a mutant is: the fake driver, wrong in exactly one way, and the finding by which the kit must tell.
import type { Call, ComputeDriver, DriverDefinition, DriverHost, RequirementId } from "@virt-driver-kit/spec";
import { DriverError, timestampMs } from "@virt-driver-kit/spec";
import type { FakeSite, FakeSiteOptions } from "@virt-driver-kit/fake-driver";

import type { Attachment } from "../../src/harness/attachment.ts";

/** What every mutant says of itself. */
interface MutantFacts {
  /** Unique: the requirement's id, and a word for the way in which it is broken. */
  readonly id: string;
  /** The requirement that it breaks, and by which the kit must report it. */
  readonly requirement: RequirementId;
  /** What the driver does wrong, as a sentence. */
  readonly title: string;
  /** A part of the finding's message. */
  readonly message: string;
  /** Requirements that cannot be kept by a driver that is wrong in this way, and may fail too. */
  readonly alsoBreaks?: readonly RequirementId[];
  /** Whether the hypervisor keeps its state in a directory, so that the driver can be restarted. */
  readonly keepsState?: true;
  /** Whether it is made from a driver that declares little, see `modestDriver`. */
  readonly isModest?: true;
  /** Patterns of checks to run. Left out: those of its group that are behind no other capability than its own. */
  readonly only?: readonly string[];
  /** What the kit's waits in real time are multiplied with. Small for a driver that does not answer. Left out: 1. */
  readonly patience?: number;
  /** How many times the checks of a soak go round. Left out: the run is no soak. */
  readonly soakCycles?: number;
}

/** A mutant that is wrong in what its methods do. */
export interface DriverMutant extends MutantFacts {
  /** Makes a right driver wrong. */
  readonly driver: (base: DriverDefinition) => DriverDefinition;
}

/** Where a mutant lives while it is tried. */
export interface Site {
  /** An empty directory, for sockets and state. */
  readonly directory: string;
  /** Has something done when the mutant has been tried. */
  onEnd(cleanUp: () => Promise<void>): void;
}

/** A mutant that is wrong in how it speaks on the wire, or in how it begins and ends. */
export interface WireMutant extends MutantFacts {
  /** Attaches a right driver in a wrong way. */
  readonly attach: (base: DriverDefinition, site: Site) => Attachment | Promise<Attachment>;
}

/** A mutant that shows only where there are two hosts. The drivers of both are wrong in the same way. */
export interface SiteMutant extends MutantFacts {
  /** Makes a site of two hosts with wrong drivers. */
  readonly site: (options: FakeSiteOptions) => FakeSite;
}

/** A driver that is wrong in exactly one way. */
export type Mutant = DriverMutant | WireMutant | SiteMutant;

/**
 * Makes a driver wrong by replacing some of its methods.
 *
 * @param replace - Gives the replacements; called once per run of the driver, so that it can keep state.
 */
export function replacing(
  replace: (driver: Required<ComputeDriver>, host: DriverHost) => Partial<ComputeDriver>,
): DriverMutant["driver"] {
  return (base) => ({
    ...base,
    create: async (host) => {
      const driver = await base.create(host);
      return { ...driver, ...replace(driver as Required<ComputeDriver>, host) };
    },
  });
}

/** Makes a call within another one: with its signal and without its identity. */
export function within(call: Call): Call {
  return { signal: call.signal, reportProgress: () => undefined };
}

/** Whether something was thrown by an operation with that code. */
export function isRefusal(error: unknown, code: DriverError["code"]): error is DriverError {
  return error instanceof DriverError && error.code === code;
}

/**
 * Runs a call and answers something else if it is refused with a code.
 *
 * @param call - The call.
 * @param code - The refusal to hide.
 * @param answer - What to answer instead.
 */
export async function hiding<T>(call: Promise<T>, code: DriverError["code"], answer: () => T | Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (isRefusal(error, code)) return answer();
    throw error;
  }
}

/** A refusal by the hypervisor, with no effect. */
export function backendFailed(step: string): DriverError {
  return new DriverError("BACKEND_FAILED", `Cannot do "${step}": the hypervisor refuses`, {
    effect: "none",
    details: { step },
  });
}

/** The refusal of an instance that is not there. */
export function notFound(instanceUuid: string): DriverError {
  return new DriverError("INSTANCE_NOT_FOUND", `Cannot find instance "${instanceUuid}"`, {
    effect: "none",
    details: { instanceUuid },
  });
}

/** The refusal of a power state. */
export async function invalidState(driver: ComputeDriver, instanceUuid: string, call: Call): Promise<DriverError> {
  const { powerState } = (await driver.getInfo({ instanceUuid }, call)).info;
  return new DriverError("INVALID_STATE", `Cannot work on instance "${instanceUuid}": power state is "${powerState}"`, {
    effect: "none",
    details: { instanceUuid, powerState },
  });
}

/** The power state of an instance, or `absent`. */
export async function stateOf(driver: ComputeDriver, instanceUuid: string, call: Call): Promise<string> {
  return hiding(
    driver.getInfo({ instanceUuid }, call).then(({ info }) => info.powerState as string),
    "INSTANCE_NOT_FOUND",
    () => "absent",
  );
}

/** The simulated time, in milliseconds. */
export async function virtualNow(driver: Required<ComputeDriver>, call: Call): Promise<number> {
  return timestampMs((await driver["simulation/advance"]({ durationMs: 0 }, call)).now);
}
