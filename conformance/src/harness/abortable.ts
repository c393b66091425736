// Gives up on work that does not end.

/**
 * Runs work until it is done or the signal aborts.
 *
 * @throws the signal's reason when it aborts first; the work is then left to itself.
 */
export async function abortable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  const waiting = waitingOn(signal);
  waiting.add(stop);
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    waiting.delete(stop);
  }
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
