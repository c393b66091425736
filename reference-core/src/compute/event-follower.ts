/**
 * Follows the driver's events, which are hints: one that fits makes the core look at one instance, a gap makes it look at all of them.
 *
 * @see Requirements `event/is-a-hint`, `listInstanceStates/settles-gaps`
 */
import type { EventParams } from "@virt-driver-kit/spec";
import type { StatesReading } from "./read-states.ts";

/** What the follower needs from the rest. */
export interface FollowerActions {
  /** Reads all instances and returns the place in the sequence that the reading stands for. */
  readonly readAll: () => Promise<Pick<StatesReading, "driverEpoch" | "lastSequence">>;
  /** Looks at one instance. Not waited for. */
  readonly look: (instanceUuid: string) => void;
  /** Whether a call of this core's caused the event, which that call then deals with. */
  readonly isOwn: (operationId: string) => boolean;
  /** Told when nothing can be read any more. */
  readonly giveUp: (error: unknown) => void;
}

/** Takes events in order, one at a time. */
export class EventFollower {
  readonly #actions: FollowerActions;
  readonly #queue: EventParams[] = [];
  #driverEpoch = "";
  #last = 0;
  #mustRead = false;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;

  constructor(actions: FollowerActions) {
    this.#actions = actions;
  }

  /** Reads everything before the next event is looked at: a session has opened, or the sync is due. */
  refresh(): void {
    this.#mustRead = true;
    this.#go();
  }

  /** Takes one event as it arrives. */
  receive(event: EventParams): void {
    this.#queue.push(event);
    this.#go();
  }

  /** Resolves when all that was received has been dealt with. */
  settled(): Promise<void> {
    return this.#running;
  }

  #go(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        if (this.#mustRead) await this.#read();
        const event = this.#queue.shift();
        if (event !== undefined) await this.#take(event);
        else if (!this.#mustRead) return;
      }
    } catch (error) {
      this.#actions.giveUp(error);
    } finally {
      this.#isRunning = false;
    }
  }

  async #read(): Promise<void> {
    this.#mustRead = false;
    const { driverEpoch, lastSequence } = await this.#actions.readAll();
    this.#driverEpoch = driverEpoch;
    this.#last = lastSequence;
  }

  async #take(event: EventParams): Promise<void> {
    if (event.driverEpoch !== this.#driverEpoch || event.sequence > this.#last + 1) await this.#read();
    if (event.driverEpoch !== this.#driverEpoch || event.sequence <= this.#last) return;
    this.#last = event.sequence;
    if (event.operationId !== undefined && this.#actions.isOwn(event.operationId)) return;
    this.#actions.look(event.instanceUuid);
  }
}
