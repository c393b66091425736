/** The faults that are in force on one hypervisor and in the driver over it. */

import { ArmedFault, type TriggeredFault } from "./armed-fault.ts";
import { type CurrentRequest, currentRequest } from "./current-request.ts";
import type { Occurrence } from "./occurrence.ts";

/** A fault of one kind. */
type OfKind<Kind extends TriggeredFault["kind"]> = Extract<TriggeredFault, { readonly kind: Kind }>;

/** What goes wrong because somebody asked for it. */
export class Faults {
  #armed: readonly ArmedFault[] = [];
  /** What ends each fault that is to end when the faults are cleared. */
  #endings: (() => void)[] = [];
  /** The requests of which a step has failed, by operation and instance. */
  readonly #failed = new Map<string, Set<CurrentRequest>>();

  /**
   * Puts a fault with a trigger in force.
   *
   * @returns What ends it.
   */
  arm(fault: TriggeredFault): () => void {
    const armed = new ArmedFault(fault);
    this.#armed = [...this.#armed, armed];
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed);
      armed.end();
    };
  }

  /** Has a fault end when the faults are cleared. One that is not handed over here stays. */
  endWhenCleared(end: () => void): void {
    this.#endings.push(end);
  }

  /** Ends the faults that were to end, the newest first. */
  clear(): void {
    const endings = this.#endings;
    this.#endings = [];
    for (const end of endings.toReversed()) end();
    // A fault that stays in force goes on knowing what has failed.
    if (this.#armed.length === 0) this.#failed.clear();
  }

  /** The faults of a kind that meet an occurrence, in the order in which they were set. Each counts it. */
  meeting<Kind extends TriggeredFault["kind"]>(kind: Kind, occurrence: Occurrence): ArmedFault<OfKind<Kind>>[] {
    return this.#ofKind(kind).filter((armed) => armed.meets(occurrence));
  }

  /** Notes that a step of the request that is being carried out has failed. */
  noteFailure({ operation, instanceUuid }: Occurrence): void {
    const request = currentRequest();
    if (request === undefined || this.#armed.length === 0) return;
    const key = `${operation} ${instanceUuid}`;
    this.#failed.set(key, (this.#failed.get(key) ?? new Set()).add(request));
  }

  /** Tells where steps have failed before one of the request that is being carried out. */
  failuresBefore({ operation, instanceUuid }: Occurrence): NonNullable<Occurrence["failures"]> {
    const failed = [...(this.#failed.get(`${operation} ${instanceUuid}`) ?? [])];
    const current = currentRequest();
    return failed.map((request) => (request === current ? "inThisCall" : "inEarlierCall"));
  }

  #ofKind<Kind extends TriggeredFault["kind"]>(kind: Kind): ArmedFault<OfKind<Kind>>[] {
    return this.#armed.filter((armed): armed is ArmedFault<OfKind<Kind>> => armed.fault.kind === kind);
  }
}
