/** Reads what the hypervisor says of one instance. */
import { DriverError } from "@virt-driver-kit/spec";
import type { DriverConnection, PowerState } from "@virt-driver-kit/spec";
import { NoAnswerError } from "../driver/session-errors.ts";
import type { ComputeContext } from "./compute-context.ts";

/** What the hypervisor says; `absent` if it answered that it has no such instance. */
export type Reading = PowerState | "absent";

/**
 * Reads one instance over an open connection.
 *
 * @throws {@link DriverError} for every answer but a reading or INSTANCE_NOT_FOUND; an unreachable hypervisor is not an absent instance.
 * @see Requirement `getInfo/answer-is-authoritative`
 */
export async function readPowerState({ driver }: DriverConnection, instanceUuid: string): Promise<Reading> {
  try {
    const { info } = await driver.getInfo({ instanceUuid });
    return info.powerState;
  } catch (error) {
    if (error instanceof DriverError && error.code === "INSTANCE_NOT_FOUND") return "absent";
    throw error;
  }
}

/**
 * Reads one instance, over as many connections as that takes.
 *
 * @throws {@link DriverError} as {@link readPowerState} does, unless asking again can help; SessionEndedError.
 */
export async function readInstance(context: ComputeContext, instanceUuid: string): Promise<Reading> {
  const reading = await context.session.read((connection) => readPowerState(connection, instanceUuid));
  context.known.add(instanceUuid);
  return reading;
}

/** The power state to record for a reading: an absent instance has none, which is Nova's NOSTATE. */
export function recordedState(reading: Reading): PowerState {
  return reading === "absent" ? "pending" : reading;
}

/**
 * Reads one instance if that can be done now.
 *
 * @returns The reading; undefined if none came, which says nothing about the instance.
 * @throws SessionEndedError if this core is stopped or fenced.
 */
export async function tryReadPowerState(
  { session, known, log }: ComputeContext,
  instanceUuid: string,
): Promise<Reading | undefined> {
  try {
    const reading = await session.ask((connection) => readPowerState(connection, instanceUuid));
    known.add(instanceUuid);
    return reading;
  } catch (error) {
    if (!(error instanceof DriverError) && !(error instanceof NoAnswerError)) throw error;
    log(`Cannot read the power state of instance "${instanceUuid}": ${error.message}`);
    return undefined;
  }
}
