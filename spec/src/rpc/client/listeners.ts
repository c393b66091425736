// Functions to be told of something, each until it does not want to be told any more.

/** A set of functions to call. */
export class Listeners<Arguments extends unknown[]> {
  readonly #listeners = new Set<(...args: Arguments) => void>();

  /** Whether there is nobody to tell. */
  get isEmpty(): boolean {
    return this.#listeners.size === 0;
  }

  /** Adds a function; answers the way to remove it. */
  add(listener: (...args: Arguments) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Calls every function. */
  tell(...args: Arguments): void {
    for (const listener of this.#listeners) listener(...args);
  }
}
