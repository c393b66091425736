/** Keeps the number of requests in progress within what a driver has to expect. */

/** Lets so many pieces of work go on at a time; the others wait in the order in which they came. */
export class RequestLimit {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param most - How many at a time. */
  constructor(most: number) {
    this.#free = most;
  }

  /** Does some work when it is its turn. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
