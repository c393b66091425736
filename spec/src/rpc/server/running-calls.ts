// The calls in progress, so that a shutdown can wait for them.
import type { CallScope } from "./call-scope.ts";

/** The calls in progress. */
export class RunningCalls {
  readonly #scopes = new Set<CallScope>();
  #waiting: (() => void)[] = [];

  /** A call begins. */
  add(scope: CallScope): void {
    this.#scopes.add(scope);
  }

  /** A call has ended. */
  delete(scope: CallScope): void {
    this.#scopes.delete(scope);
    if (this.#scopes.size > 0 || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  /** Resolves as soon as none is in progress. */
  async idle(): Promise<void> {
    if (this.#scopes.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Asks the driver to stop working on all of them. */
  cancelAll(): void {
    for (const scope of this.#scopes) scope.cancel();
  }
}
