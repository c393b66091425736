/** One piece of work per instance at a time. */

/**
 * Serialises work by instance, first come first served.
 *
 * @see Requirement `protocol/serialises-changes-per-instance`
 * @see Nova nova/compute/manager.py utils.synchronized(instance.uuid)
 */
export class InstanceLocks {
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Does a piece of work when all earlier work on the same instance has ended.
   *
   * @param instanceUuid - The instance.
   * @param work - What to do. Must not take the same instance's lock again.
   * @returns What the work returned.
   * @throws What the work threw; later work goes on all the same.
   */
  async hold<T>(instanceUuid: string, work: () => Promise<T>): Promise<T> {
    const earlier = this.#tails.get(instanceUuid) ?? Promise.resolve();
    const result = earlier.then(work);
    const tail = result.then(
      () => {},
      () => {},
    );
    this.#tails.set(instanceUuid, tail);
    try {
      return await result;
    } finally {
      if (this.#tails.get(instanceUuid) === tail) this.#tails.delete(instanceUuid);
    }
  }

  /** Resolves when no work is left, also none that was added meanwhile. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }
}
