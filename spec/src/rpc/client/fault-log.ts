// The faults of one connection: each is told once, however often a driver repeats itself.
import type { WireFault } from "../faults/wire-fault.ts";
import { Listeners } from "./listeners.ts";

/** Beyond this, a driver has said enough. */
const FAULTS_KEPT = 200;

/** The faults of one connection. */
export class FaultLog {
  readonly #faults: WireFault[] = [];
  readonly #seen = new Set<string>();
  readonly #listeners = new Listeners<[WireFault]>();

  /** The faults so far, in order. */
  get all(): readonly WireFault[] {
    return this.#faults;
  }

  /** Adds a fault, unless one with the same words is there, whatever the numbers in them. */
  add(fault: WireFault): void {
    // Lengths, ids and times differ from one occurrence to the next; the fault is the same.
    const key = `${fault.kind} ${fault.message.replaceAll(/\d+/gu, "#")}`;
    if (this.#faults.length >= FAULTS_KEPT || this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#faults.push(fault);
    this.#listeners.tell(fault);
  }

  /** Has a function told of every fault to come; answers the way to stop it. */
  listen(listener: (fault: WireFault) => void): () => void {
    return this.#listeners.add(listener);
  }
}
