// Gives up on work that does not end.

/**
 * Runs work until it is done or the signal aborts.
 *
 * @throws the signal's reason when it aborts first; the work is then left to itself.
 */
export function abortable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.throwIfAborted();
    const stop = (): void => reject(signal.reason as Error);
    const waiting = waitingOn(signal);
    waiting.add(stop);
    void work()
      .then(resolve, reject)
      .then(() => waiting.delete(stop));
  });
}

const waitings = new WeakMap<AbortSignal, Set<() => void>>();

/** Those who are to be told when a signal aborts. It is listened to once: a listener of their own would cost more than most calls. */
function waitingOn(signal: AbortSignal): Set<() => void> {
  const known = waitings.get(signal);
  if (known !== undefined) return known;
  const waiting = new Set<() => void>();
  waitings.set(signal, waiting);
  signal.addEventListener("abort", () => waiting.forEach((stop) => stop()), { once: true });
  return waiting;
}
