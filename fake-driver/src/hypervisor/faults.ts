/** What goes wrong in the simulated hypervisor because somebody asked for it. */
export class Faults {
  /** The numbers of the calls that are to fail. */
  readonly #failing = new Set<number>();
  #isUnreachable = false;

  /** Whether the hypervisor has stopped answering its driver. */
  get isUnreachable(): boolean {
    return this.#isUnreachable;
  }

  /** Makes the hypervisor stop answering. */
  cutOff(): void {
    this.#isUnreachable = true;
  }

  /** Makes the call of that number fail, once. */
  failCall(callNumber: number): void {
    this.#failing.add(callNumber);
  }

  /** Tells whether the call of that number is to fail, and forgets it. */
  takeFailure(callNumber: number): boolean {
    return this.#failing.delete(callNumber);
  }

  /** Ends all of it. */
  clear(): void {
    this.#failing.clear();
    this.#isUnreachable = false;
  }
}
