/** Reads the power states of all the driver's instances, and the place in the sequence of events that the reading stands for. */
import type { DriverConnection, PowerState } from "@virt-driver-kit/spec";
import { LONGEST_PAGE, pieceReader } from "../driver/ask-for-less.ts";

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
  const readPiece = pieceReader(LONGEST_PAGE);
  const first = await readPiece((limit) => driver.listInstanceStates({ limit }));
  for (let page = first; ;) {
    for (const { uuid, powerState } of page.states) states.set(uuid, powerState);
    if (page.nextCursor === undefined) break;
    const cursor = page.nextCursor;
    page = await readPiece((limit) => driver.listInstanceStates({ cursor, limit }));
  }
  return { states, driverEpoch: first.driverEpoch, lastSequence: first.lastSequence };
}
