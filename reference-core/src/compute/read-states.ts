/** Reads the power states of all the driver's instances, and the place in the sequence of events that the reading stands for. */
import type { DriverConnection, PowerState } from "@virt-driver-kit/spec";

/** A bulk reading. */
export interface StatesReading {
  /** By instance uuid. */
  readonly states: ReadonlyMap<string, PowerState>;
  /** The run of the driver that was read. */
  readonly driverEpoch: string;
  /** Every event up to this one is contained in the reading; later ones may be. */
  readonly lastSequence: number;
}

/**
 * Follows the pages of `listInstanceStates` to the end. The first page says up to which event the reading is good for all of them.
 *
 * @see Requirement `listInstanceStates/settles-gaps`
 */
export async function readStates({ driver }: DriverConnection): Promise<StatesReading> {
  const states = new Map<string, PowerState>();
  const first = await driver.listInstanceStates({});
  for (let page = first; ;) {
    for (const { uuid, powerState } of page.states) states.set(uuid, powerState);
    if (page.nextCursor === undefined) break;
    page = await driver.listInstanceStates({ cursor: page.nextCursor });
  }
  return { states, driverEpoch: first.driverEpoch, lastSequence: first.lastSequence };
}
